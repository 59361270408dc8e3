import Kernel
import Testing

@testable import OAuth

@Suite("C: what was shown is what is granted (contract O12)", .timeLimit(.minutes(1)))
struct ConsentOfferTests {
    private func offer(required: Scopes = [], portals: [Portal] = [Fixture.a]) async throws -> ConsentOffer {
        let app = Fixture.app(
            1, .web, .standard, [Fixture.callback], scopes: [.customersRead, .invoicesRead, .offersWrite],
            required: required)
        return ConsentOffer(
            request: try await Fixture.request(app, ["scope": "customers.read invoices.read"]), portals: portals,
            servers: [])
    }

    @Test("48: all scopes that were shown are granted, each once, in any order")
    func all() async throws {
        let offer = try await offer()
        for names in [
            ["customers.read", "invoices.read"], ["invoices.read", "customers.read"],
            ["customers.read", "invoices.read", "customers.read"],
        ] {
            #expect(offer.approval(portal: nil, scopes: names)?.scopes == [.customersRead, .invoicesRead])
        }
    }

    @Test("49: a deselected scope is not granted; deselecting is monotone")
    func deselected() async throws {
        let offer = try await offer()
        #expect(offer.approval(portal: nil, scopes: ["customers.read"])?.scopes == .customersRead)
        #expect(offer.approval(portal: nil, scopes: ["invoices.read"])?.scopes == .invoicesRead)
    }

    @Test("49: without a scope that the app marked as required there is no approval")
    func required() async throws {
        let offer = try await offer(required: .customersRead)
        #expect(offer.approval(portal: nil, scopes: ["invoices.read"]) == nil)
        #expect(offer.approval(portal: nil, scopes: ["customers.read"])?.scopes == .customersRead)
    }

    @Test("49: a required scope that was not asked for is not needed")
    func requiredButNotRequested() async throws {
        let offer = try await offer(required: .offersWrite)
        #expect(offer.approval(portal: nil, scopes: ["customers.read"])?.scopes == .customersRead)
    }

    @Test("Nothing selected is no approval")
    func nothing() async throws { #expect(try await offer().approval(portal: nil, scopes: []) == nil) }

    @Test(
        "50: a scope that was not on the screen refuses the whole form, also one within the app's ceiling",
        arguments: [
            "offers.write", "customers.write", "everything", "", "Customers.Read", "customers.read invoices.read",
            " customers.read",
        ])
    func added(_ name: String) async throws {
        #expect(try await offer().approval(portal: nil, scopes: ["customers.read", name]) == nil)
        #expect(try await offer().approval(portal: nil, scopes: [name]) == nil)
    }

    @Test(
        "50: a portal that was not on the screen is refused",
        arguments: ["salon-b", "SALON-A", "", "salon-a ", "ptl_00000000000000000001"])
    func foreignPortal(_ slug: String) async throws {
        #expect(try await offer().approval(portal: slug, scopes: ["customers.read"]) == nil)
        #expect(try await offer().approval(portal: "salon-a", scopes: ["customers.read"])?.portal == Fixture.a.id)
    }

    @Test("121: of several portals one must be chosen, and the chosen one is granted")
    func choice() async throws {
        let offer = try await offer(portals: [Fixture.a, Fixture.b])
        #expect(offer.approval(portal: nil, scopes: ["customers.read"]) == nil)
        #expect(offer.approval(portal: "salon-a", scopes: ["customers.read"])?.portal == Fixture.a.id)
        #expect(offer.approval(portal: "salon-b", scopes: ["customers.read"])?.portal == Fixture.b.id)
        #expect(try await self.offer(portals: []).approval(portal: nil, scopes: ["customers.read"]) == nil)
    }

    @Test("50: whatever a form sends, granted ⊆ requested, and required ∩ requested ⊆ granted")
    func property() async throws {
        let offer = try await offer(required: [.customersRead, .offersWrite])
        let ambient = Surroundings().ambient
        for _ in 0..<3000 {
            let names = ambient.randomBytes(Int(ambient.randomBytes(1)[0] % 4)).map {
                Scopes.names[Int($0) % Scopes.names.count]
            }
            let selected = Scopes(stored: names.joined(separator: " "))
            let approval = offer.approval(portal: nil, scopes: names)
            let isAllowed = selected.isSubset(of: [.customersRead, .invoicesRead]) && selected.contains(.customersRead)
            #expect(approval?.scopes == (isAllowed ? selected : nil))
        }
    }
}
