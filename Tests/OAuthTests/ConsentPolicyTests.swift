import Kernel
import Testing

@testable import OAuth

@Suite("B, C: whether a person is asked", .timeLimit(.minutes(1)))
struct ConsentPolicyTests {
    private static let publicApps = [Fixture.p1, Fixture.p1s, Fixture.p2]
    private static let confidentialApps = [Fixture.c1, Fixture.s1]

    private func decide(
        _ app: App, _ extra: KeyValuePairs<String, String> = [:], consents: [Consent]? = nil,
        among portals: [Portal] = [Fixture.a]
    ) async throws -> ConsentPolicy.Decision {
        let request = try await Fixture.request(app, extra)
        return ConsentPolicy.decide(request, consents: consents ?? [covering(app)], among: portals)
    }

    private func covering(
        _ app: App, _ scopes: Scopes = [.customersRead, .invoicesRead], portal: Portal = Fixture.a, uri: Int = 0
    ) -> Consent {
        Consent(portal: portal.id, scopes: scopes, redirectURI: app.redirectURIs[uri], audience: .api)
    }

    @Test(
        "45: without `prompt`, and with prompt=consent, consent is always asked for",
        arguments: confidentialApps + publicApps)
    func consent(_ app: App) async throws {
        #expect(try await decide(app) == .ask)
        #expect(try await decide(app, ["prompt": "consent"]) == .ask)
        #expect(try await decide(app, ["prompt": "consent"], consents: []) == .ask)
    }

    @Test("40, 42: a covering grant is enough for prompt=login and prompt=none", arguments: confidentialApps)
    func covered(_ app: App) async throws {
        #expect(try await decide(app, ["prompt": "login"]) == .skip(Fixture.a.id))
        #expect(try await decide(app, ["prompt": "none"]) == .skip(Fixture.a.id))
    }

    @Test("40, 42: without one, login asks and none refuses", arguments: confidentialApps)
    func uncovered(_ app: App) async throws {
        #expect(try await decide(app, ["prompt": "login"], consents: []) == .ask)
        #expect(try await decide(app, ["prompt": "none"], consents: []) == .refuse)
    }

    @Test("46: public apps are asked again, and refused with prompt=none", arguments: publicApps)
    func publicApp(_ app: App) async throws {
        #expect(try await decide(app) == .ask)
        #expect(try await decide(app, ["prompt": "login"]) == .ask)
        #expect(try await decide(app, ["prompt": "none"]) == .refuse)
    }

    @Test("47: one more scope is asked for; the same or fewer are not")
    func scopes() async throws {
        let app = Fixture.c1
        let both: KeyValuePairs<String, String> = ["scope": "customers.read invoices.read", "prompt": "login"]
        #expect(try await decide(app, both, consents: [covering(app, .customersRead)]) == .ask)
        #expect(try await decide(app, both, consents: [covering(app)]) == .skip(Fixture.a.id))
        #expect(try await decide(app, ["prompt": "login"], consents: [covering(app)]) == .skip(Fixture.a.id))
        #expect(
            try await decide(
                app, ["scope": "customers.read invoices.read", "prompt": "none"],
                consents: [covering(app, .customersRead)]) == .refuse)
    }

    @Test("200: a new redirect URI is asked for, also if it belongs to the app")
    func redirectURI() async throws {
        let app = Fixture.c1
        let other = "https://app1.example/cb2?x=1"
        #expect(try await decide(app, ["redirect_uri": other, "prompt": "login"]) == .ask)
        #expect(try await decide(app, ["redirect_uri": other, "prompt": "none"]) == .refuse)
        #expect(
            try await decide(app, ["redirect_uri": other, "prompt": "none"], consents: [covering(app, uri: 1)])
                == .skip(Fixture.a.id))
    }

    @Test("200: a stored redirect URI that cannot be read covers nothing")
    func unreadable() async throws {
        let consent = Consent(portal: Fixture.a.id, scopes: .all, redirectURI: nil, audience: .api)
        #expect(try await decide(Fixture.c1, ["prompt": "none"], consents: [consent]) == .refuse)
    }

    @Test("121: with several portals a person chooses, unless the request names the one that is covered")
    func portals() async throws {
        let portals = [Fixture.a, Fixture.b]
        let app = Fixture.c1
        let named: KeyValuePairs<String, String> = ["portal": "salon-a", "prompt": "none"]
        #expect(try await decide(app, ["prompt": "none"], among: portals) == .refuse)
        #expect(try await decide(app, ["prompt": "login"], among: portals) == .ask)
        #expect(try await decide(app, named, among: portals) == .skip(Fixture.a.id))
        #expect(try await decide(app, ["portal": "salon-b", "prompt": "none"], among: portals) == .refuse)
        #expect(try await decide(app, ["portal": "elsewhere", "prompt": "none"], among: portals) == .refuse)
        let both = [covering(app), covering(app, portal: Fixture.b)]
        #expect(try await decide(app, ["prompt": "none"], consents: both, among: portals) == .refuse)
        #expect(try await decide(app, named, consents: both, among: portals) == .skip(Fixture.a.id))
    }

    @Test("A consent for a portal that is not offered covers nothing")
    func foreignPortal() async throws {
        let app = Fixture.c1
        #expect(try await decide(app, ["prompt": "none"], consents: [covering(app, portal: Fixture.b)]) == .refuse)
        #expect(try await decide(app, ["prompt": "none"], among: []) == .refuse)
    }

    @Test("prompt=none never asks, and the other prompts never refuse")
    func neverMixed() async throws {
        for app in Self.confidentialApps + Self.publicApps {
            for consents in [[], [covering(app)]] {
                for portals in [[Fixture.a], [Fixture.a, Fixture.b]] {
                    #expect(try await decide(app, ["prompt": "none"], consents: consents, among: portals) != .ask)
                    #expect(try await decide(app, ["prompt": "login"], consents: consents, among: portals) != .refuse)
                    #expect(try await decide(app, ["prompt": "consent"], consents: consents, among: portals) == .ask)
                }
            }
        }
    }
}
