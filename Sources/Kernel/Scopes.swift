/// A set of scopes: what a token may do (RFC 6749 §3.3). The 27 names of the contract, and no others.
///
/// An option set, so that "requested ∩ ceiling ∩ rights" is three machine instructions. Stored and sent by name, never by
/// number: the numbers may change with the next release.
package struct Scopes: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let agreementsRead = Scopes(rawValue: 1 << 0)
    package static let agreementsWrite = Scopes(rawValue: 1 << 1)
    package static let appointmentsRead = Scopes(rawValue: 1 << 2)
    package static let appointmentsWrite = Scopes(rawValue: 1 << 3)
    package static let businessOperationsRead = Scopes(rawValue: 1 << 4)
    package static let customersRead = Scopes(rawValue: 1 << 5)
    package static let customersWrite = Scopes(rawValue: 1 << 6)
    package static let fileRequestRead = Scopes(rawValue: 1 << 7)
    package static let fileRequestWrite = Scopes(rawValue: 1 << 8)
    package static let filesRead = Scopes(rawValue: 1 << 9)
    package static let filesWrite = Scopes(rawValue: 1 << 10)
    package static let fileShareRead = Scopes(rawValue: 1 << 11)
    package static let fileShareWrite = Scopes(rawValue: 1 << 12)
    package static let invoicesRead = Scopes(rawValue: 1 << 13)
    package static let invoicesWrite = Scopes(rawValue: 1 << 14)
    package static let offersRead = Scopes(rawValue: 1 << 15)
    package static let offersWrite = Scopes(rawValue: 1 << 16)
    package static let paymentLinksRead = Scopes(rawValue: 1 << 17)
    package static let paymentLinksWrite = Scopes(rawValue: 1 << 18)
    package static let punchCardsRead = Scopes(rawValue: 1 << 19)
    package static let punchCardsWrite = Scopes(rawValue: 1 << 20)
    package static let subscriptionRead = Scopes(rawValue: 1 << 21)
    package static let subscriptionWrite = Scopes(rawValue: 1 << 22)
    package static let ticketsRead = Scopes(rawValue: 1 << 23)
    package static let ticketsWrite = Scopes(rawValue: 1 << 24)
    package static let webhooksRead = Scopes(rawValue: 1 << 25)
    package static let webhooksWrite = Scopes(rawValue: 1 << 26)

    /// All names in alphabetical order; the position is the bit.
    package static let names: [String] = [
        "agreements.read",
        "agreements.write",
        "appointments.read",
        "appointments.write",
        "businessoperations.read",
        "customers.read",
        "customers.write",
        "filerequest.read",
        "filerequest.write",
        "files.read",
        "files.write",
        "fileshare.read",
        "fileshare.write",
        "invoices.read",
        "invoices.write",
        "offers.read",
        "offers.write",
        "paymentlinks.read",
        "paymentlinks.write",
        "punchcards.read",
        "punchcards.write",
        "subscription.read",
        "subscription.write",
        "tickets.read",
        "tickets.write",
        "webhooks.read",
        "webhooks.write",
    ]

    package static let all = Scopes(rawValue: 1 << 27 - 1)
    /// Every scope that only looks.
    package static let allReads = Scopes(
        names.indices.filter { names[$0].hasSuffix(".read") }.map { Scopes(rawValue: 1 << UInt32($0)) })

    private static let byName: [String: Scopes] = Dictionary(
        uniqueKeysWithValues: names.enumerated().map { ($1, Scopes(rawValue: 1 << UInt32($0))) })

    /// The scope of that exact name, letter case included; nil if there is none.
    package init?(name: String) {
        guard let scope = Self.byName[name] else { return nil }
        self = scope
    }

    /// Parses a `scope` parameter: known names separated by single spaces; repetition does no harm (RFC 6749 §3.3).
    package init?(parameter: String) {
        var scopes: Scopes = []
        for name in parameter.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false) {
            guard let scope = Scopes(name: String(Substring(name))) else { return nil }
            scopes.insert(scope)
        }
        self = scopes
    }

    /// Reads a column of our own database; a name that a later release wrote is skipped, so that it grants nothing.
    package init(stored text: String) {
        self = text.split(separator: " ").reduce(into: []) { $0.formUnion(Scopes(name: String($1)) ?? []) }
    }

    /// The names in alphabetical order.
    package var names: [String] {
        Self.names.indices.filter { rawValue & 1 << UInt32($0) != 0 }.map { Self.names[$0] }
    }

    /// As the `scope` parameter and the database have it: names with single spaces between.
    package var text: String { names.joined(separator: " ") }

    /// One by one, in alphabetical order.
    package var elements: [Scopes] {
        Self.names.indices.map { Scopes(rawValue: 1 << UInt32($0)) }.filter(contains)
    }
}
