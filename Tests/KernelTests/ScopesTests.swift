import Kernel
import Testing

@Suite("Scopes", .timeLimit(.minutes(1)))
struct ScopesTests {
    /// As contract/scopes.md lists them, with the constant that code speaks of.
    private static let contract: [(name: String, scope: Scopes)] = [
        ("agreements.read", .agreementsRead),
        ("agreements.write", .agreementsWrite),
        ("appointments.read", .appointmentsRead),
        ("appointments.write", .appointmentsWrite),
        ("businessoperations.read", .businessOperationsRead),
        ("customers.read", .customersRead),
        ("customers.write", .customersWrite),
        ("files.read", .filesRead),
        ("files.write", .filesWrite),
        ("filerequest.read", .fileRequestRead),
        ("filerequest.write", .fileRequestWrite),
        ("fileshare.read", .fileShareRead),
        ("fileshare.write", .fileShareWrite),
        ("offers.read", .offersRead),
        ("offers.write", .offersWrite),
        ("invoices.read", .invoicesRead),
        ("invoices.write", .invoicesWrite),
        ("paymentlinks.read", .paymentLinksRead),
        ("paymentlinks.write", .paymentLinksWrite),
        ("punchcards.read", .punchCardsRead),
        ("punchcards.write", .punchCardsWrite),
        ("subscription.read", .subscriptionRead),
        ("subscription.write", .subscriptionWrite),
        ("tickets.read", .ticketsRead),
        ("tickets.write", .ticketsWrite),
        ("webhooks.read", .webhooksRead),
        ("webhooks.write", .webhooksWrite),
    ]

    @Test("There are exactly the 27 names of the contract, listed in alphabetical order")
    func names() {
        #expect(Scopes.names.count == 27)
        #expect(Set(Scopes.names) == Set(Self.contract.map(\.name)))
        #expect(Scopes.names == Scopes.names.sorted())
        #expect(Scopes.all.names == Scopes.names)
        #expect(Scopes.all.elements.count == 27)
    }

    @Test("Each constant is the scope of its name, alone", arguments: contract)
    func constant(name: String, scope: Scopes) {
        #expect(Scopes(name: name) == scope)
        #expect(scope.names == [name])
        #expect(scope.text == name)
        #expect(scope.elements == [scope])
        #expect(Scopes.all.contains(scope))
        #expect(Scopes.allReads.contains(scope) == name.hasSuffix(".read"))
    }

    @Test("`.write` does not include `.read`", arguments: contract)
    func noInclusion(name: String, scope: Scopes) {
        for other in Self.contract where other.name != name { #expect(!scope.contains(other.scope)) }
    }

    @Test(
        "32: names with exactly one space between are accepted; order and repetition do no harm",
        arguments: [
            ("customers.read", [.customersRead]),
            ("customers.read invoices.read", [.customersRead, .invoicesRead]),
            ("invoices.read customers.read", [.customersRead, .invoicesRead]),
            ("customers.read customers.read", [.customersRead]),
            ("customers.read invoices.write customers.read", [.customersRead, .invoicesWrite]),
        ] as [(String, Scopes)])
    func accepted(parameter: String, scopes: Scopes) { #expect(Scopes(parameter: parameter) == scopes) }

    @Test("32: the same known scope 5,000 times is that scope")
    func repeated() {
        let parameter = Array(repeating: "tickets.read", count: 5000).joined(separator: " ")
        #expect(Scopes(parameter: parameter) == .ticketsRead)
    }

    @Test(
        "30, 32: anything else is refused as a whole",
        arguments: [
            "", " ", "  ", "customers", "customers.", ".read", "customers.delete", "customers.*", "*", "openid",
            "customers.read unknown", "unknown customers.read", "Customers.read", "CUSTOMERS.READ", "customers.Read",
            "customers.read  invoices.read", " customers.read", "customers.read ", "customers.read\tinvoices.read",
            "customers.read\ninvoices.read", "customers.read\r\n", "customers.read+invoices.read",
            "customers.read,invoices.read",
            "customers.read\u{A0}invoices.read", "\"customers.read\"", #"customers\.read"#, "customers.read\0",
            "\u{7F}",
            "customers.read\u{301}", "ｃustomers.read", "customers.read\u{200B}",
        ])
    func refused(parameter: String) { #expect(Scopes(parameter: parameter) == nil) }

    @Test("32: 5,000 unknown tokens are refused")
    func manyUnknown() {
        #expect(Scopes(parameter: (0..<5000).map { "s\($0)" }.joined(separator: " ")) == nil)
    }

    @Test("A stored name that this release does not know grants nothing")
    func storedByAnotherRelease() {
        #expect(Scopes(stored: "customers.read everything.write invoices.read") == [.customersRead, .invoicesRead])
        #expect(Scopes(stored: "") == [])
        #expect(Scopes(stored: "everything.write") == [])
    }

    @Test("Algebra: granted ⊆ requested ∩ ceiling ∩ rights, and text keeps every set")
    func algebra() {
        var dice = SplitMix64(seed: 27)
        for _ in 0..<20_000 {
            let sets = (0..<3).map { _ in Scopes(rawValue: UInt32(truncatingIfNeeded: dice.next())).intersection(.all) }
            let granted = sets[0].intersection(sets[1]).intersection(sets[2])
            #expect(sets.allSatisfy(granted.isSubset))
            #expect(granted == sets[2].intersection(sets[0]).intersection(sets[1]))
            // Asking for less never gives more.
            let fewer = sets[0].intersection(Scopes(rawValue: UInt32(truncatingIfNeeded: dice.next())))
            #expect(fewer.intersection(sets[1]).intersection(sets[2]).isSubset(of: granted))
            #expect(Scopes(stored: sets[0].text) == sets[0])
            #expect(sets[0].isEmpty || Scopes(parameter: sets[0].text) == sets[0])
            #expect(sets[0].elements.reduce(into: Scopes()) { $0.formUnion($1) } == sets[0])
            #expect(sets[0].subtracting(sets[1]).isDisjoint(with: sets[1]))
        }
    }
}

@Suite("Rights of roles (O43)", .timeLimit(.minutes(1)))
struct RoleTests {
    @Test("Owners and admins manage access, and what they made may do everything", arguments: [Role.owner, .admin])
    func managers(_ role: Role) {
        #expect(role.managesAccess)
        #expect(role.rights == .all)
    }

    @Test("163: of somebody who became an employee nothing is left that writes, nor what employees do not see")
    func employee() {
        #expect(!Role.employee.managesAccess)
        #expect(Role.employee.rights.names.allSatisfy { $0.hasSuffix(".read") })
        #expect(Role.employee.rights == Scopes.allReads.subtracting([.businessOperationsRead, .webhooksRead]))
        #expect(Role.employee.rights.elements.count == 12)
    }

    @Test("There are three roles, by the names of the contract")
    func names() { #expect(Role.allCases.map(\.rawValue) == ["owner", "admin", "employee"]) }
}
