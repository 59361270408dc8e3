import Kernel
import Testing

@testable import OAuth

@Suite("B: `prompt` at the endpoint", .timeLimit(.minutes(1)))
struct PromptTests {
    private let covering = Consent(
        portal: Fixture.a.id, scopes: [.customersRead, .invoicesRead], redirectURI: Fixture.c1.redirectURIs[0],
        audience: .api)

    @Test("40: none with a session and a covering grant is a code without any page")
    func codeAtOnce() async throws {
        let endpoint = AuthorizeEndpoint(store: FakeStore(consents: [covering]))
        let query = AuthorizeEndpoint.query(Fixture.c1, ["prompt": "none"])
        let location = try #require(try await endpoint.answer(query, user: Fixture.u1).location)
        #expect(location.names == ["code", "state", "iss"])
        let grant = try #require(endpoint.store.written.grants.first)
        #expect(location["code"].flatMap { Credential($0, .code) }?.digest == grant.code)
        #expect(grant.approval.portal == Fixture.a.id)
        #expect(grant.approval.scopes == .customersRead)
        #expect(grant.user == Fixture.u1)
        #expect(endpoint.store.written.tickets.isEmpty)
        #expect(endpoint.store.written.events.map(\.action) == ["grant.created"])  // W7
    }

    @Test("40: none with a session but no covering grant is consent_required, for public apps always")
    func consentRequired() async throws {
        let publicConsent = Consent(
            portal: Fixture.a.id, scopes: .customersRead, redirectURI: Fixture.p2.redirectURIs[0], audience: .api)
        for (app, consents) in [(Fixture.c1, []), (Fixture.p2, [publicConsent])] {
            let endpoint = AuthorizeEndpoint(store: FakeStore(consents: consents))
            let answer = try await endpoint.answer(AuthorizeEndpoint.query(app, ["prompt": "none"]), user: Fixture.u1)
            #expect(answer.location?["error"] == "consent_required")
            #expect(answer.location?.names == ["error", "error_description", "state", "iss"])
            #expect(endpoint.store.written.grants.isEmpty)
            #expect(endpoint.store.written.tickets.isEmpty)
        }
    }

    @Test("42: login signs in again although there is a session, and the ticket belongs to nobody yet")
    func login() async throws {
        let endpoint = AuthorizeEndpoint(store: FakeStore(consents: [covering]))
        let answer = try await endpoint.answer(
            AuthorizeEndpoint.query(Fixture.c1, ["prompt": "login"]), user: Fixture.u1)
        #expect(answer.signIn != nil)
        #expect(endpoint.store.written.tickets.map(\.user) == [nil])
        #expect(endpoint.store.written.grants.isEmpty)
    }

    @Test("45: left out, the same request shows consent although a grant covers it")
    func consent() async throws {
        let endpoint = AuthorizeEndpoint(store: FakeStore(consents: [covering]))
        for _ in 0..<2 {
            let offer = try await endpoint.answer(AuthorizeEndpoint.query(Fixture.c1), user: Fixture.u1).consent
            #expect(offer?.portals.map(\.slug) == ["salon-a"])
        }
        #expect(endpoint.store.written.tickets.map(\.user) == [Fixture.u1, Fixture.u1])
        #expect(endpoint.store.written.grants.isEmpty)
    }

    @Test("44, 45: a suspended app and a user without portals get a page; with prompt=none the app is told")
    func pages() async throws {
        let (u1, c1) = (Fixture.u1, Fixture.c1)
        let suspended = AuthorizeEndpoint(store: FakeStore(portals: [(Fixture.a, true)], consents: [covering]))
        let nobody = AuthorizeEndpoint(store: FakeStore(portals: [], consents: [covering]))
        let elsewhere = ["portal": "salon-b"] as KeyValuePairs<String, String?>
        #expect(try await suspended.answer(AuthorizeEndpoint.query(c1), user: u1).page == .suspendedApp)
        #expect(try await nobody.answer(AuthorizeEndpoint.query(c1), user: u1).page == .notAllowed)
        #expect(
            try await AuthorizeEndpoint().answer(AuthorizeEndpoint.query(c1, elsewhere), user: u1).page == .notAllowed)
        let silent = AuthorizeEndpoint.query(c1, ["prompt": "none"])
        for endpoint in [suspended, nobody] {
            #expect(try await endpoint.answer(silent, user: u1).location?["error"] == "access_denied")
        }
    }

    @Test("44: a portal that suspended the app is not offered beside one that did not")
    func oneSuspended() async throws {
        let endpoint = AuthorizeEndpoint(store: FakeStore(portals: [(Fixture.a, true), (Fixture.b, false)]))
        let offer = try await endpoint.answer(AuthorizeEndpoint.query(Fixture.c1), user: Fixture.u1).consent
        #expect(offer?.portals.map(\.slug) == ["salon-b"])
    }
}
