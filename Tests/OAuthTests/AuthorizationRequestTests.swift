import Kernel
import Testing

@testable import OAuth

@Suite("B: good authorization requests", .timeLimit(.minutes(1)))
struct AuthorizationRequestTests {
    private func request(
        _ app: App, _ changes: KeyValuePairs<String, String?> = [:], raw: String = ""
    ) async throws -> AuthorizationRequest? {
        try await AuthorizeEndpoint().answer(AuthorizeEndpoint.query(app, changes, raw: raw)).signIn
    }

    @Test("Everything is read into values, and the request waits for a sign-in")
    func complete() async throws {
        let endpoint = AuthorizeEndpoint()
        let query = AuthorizeEndpoint.query(
            Fixture.c1,
            [
                "scope": "invoices.read customers.read", "prompt": "login", "code_challenge": Fixture.challenge,
                "code_challenge_method": "S256", "portal": "salon-a", "login_hint": "u1@example.org",
                "ui_locales": "nl en",
            ])
        let request = try #require(try await endpoint.answer(query).signIn)
        #expect(request.app.id == Fixture.c1.id)
        #expect(request.redirect.uri.text == Fixture.callback)
        #expect(request.state == "xyz")
        #expect(request.scopes == [.customersRead, .invoicesRead])
        #expect(request.prompt == .login)
        #expect(request.challenge == CodeChallenge(Fixture.challenge, method: .s256))
        #expect(request.portal == "salon-a")
        #expect(request.loginHint == "u1@example.org")
        #expect(request.uiLocales == "nl en")
        #expect(endpoint.store.written.tickets.map(\.query) == [query])
        #expect(endpoint.store.written.tickets.allSatisfy { $0.user == nil })
    }

    @Test("25: what is unknown is ignored")
    func unknown() async throws {
        #expect(try await request(Fixture.c1, raw: "&foo=bar&response_mode=query&nonce=n&acr_values=x&=") != nil)
    }

    @Test("`resource` may repeat (RFC 8707 §2)")
    func resource() async throws {
        let api = PercentEncoding.query([("", "\(Fixture.issuer)/v1")]).dropFirst()
        #expect(try await request(Fixture.c1, raw: "&resource=\(api)&resource=\(api)") != nil)
    }

    @Test(
        "28: with a challenge no state is needed, under either profile; the answer has none",
        arguments: [Fixture.c1, Fixture.s1, Fixture.p1])
    func noState(_ app: App) async throws {
        let found = try await request(
            app, ["state": nil, "code_challenge": Fixture.challenge, "code_challenge_method": "S256"])
        #expect(found?.state == nil)
        let redirect = try #require(found?.redirect)
        let code = Credential(minting: .code, from: Surroundings().ambient)
        #expect(Location(redirect.address(code: code, state: nil, issuer: Fixture.issuer)).names == ["code", "iss"])
    }

    @Test("32: the same known scope twice does no harm, and order does not matter")
    func scopes() async throws {
        for scope in ["customers.read customers.read", "invoices.read customers.read invoices.read"] {
            #expect(try await request(Fixture.c1, ["scope": scope])?.scopes.isSubset(of: Fixture.c1.scopes) == true)
        }
    }

    @Test(
        "`prompt` left out means consent",
        arguments: [(nil, .consent), ("", .consent), ("consent", .consent), ("login", .login)]
            as [(String?, AuthorizationRequest.Prompt)])
    func prompt(sent: String?, read: AuthorizationRequest.Prompt) async throws {
        #expect(try await request(Fixture.c1, ["prompt": sent])?.prompt == read)
    }

    @Test("62: a confidential app of the standard profile needs no challenge")
    func noChallenge() async throws {
        let request = try #require(try await request(Fixture.c1))
        #expect(request.challenge == nil)
    }

    @Test(
        "63: plain, and the method left out or empty, are accepted under the standard profile",
        arguments: [Fixture.c1, Fixture.p1s])
    func plain(_ app: App) async throws {
        for method in ["plain", "", nil] {
            let request = try await request(app, ["code_challenge": Fixture.verifier, "code_challenge_method": method])
            #expect(request?.challenge == CodeChallenge(Fixture.verifier, method: .plain))
        }
    }

    @Test("65: plain with 43 to 128 unreserved characters", arguments: [43, 44, 127, 128])
    func plainLengths(_ length: Int) async throws {
        let challenge = String("-._~\(String(repeating: "aZ9", count: 50))".prefix(length))
        #expect(try await request(Fixture.c1, ["code_challenge": challenge])?.challenge?.value == challenge)
    }

    @Test("S256 is accepted by every app", arguments: [Fixture.c1, Fixture.s1, Fixture.p1, Fixture.p1s, Fixture.p2])
    func s256(_ app: App) async throws {
        let request = try await request(app, ["code_challenge": Fixture.challenge, "code_challenge_method": "S256"])
        #expect(request?.challenge?.method == .s256)
    }

    @Test(
        "An app's profile never comes from the request",
        arguments: ["&profile=standard", "&type=web", "&app_type=web&strict=false"])
    func profile(_ raw: String) async throws {
        let answer = try await AuthorizeEndpoint().answer(
            AuthorizeEndpoint.query(Fixture.s1, ["code_challenge": nil, "code_challenge_method": nil], raw: raw))
        #expect(answer.location?["error"] == "invalid_request")
    }
}
