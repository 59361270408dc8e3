import Kernel
import Testing

@testable import OAuth

@Suite("A: until app and redirect URI are proven, every failure is a page (contract O10)", .timeLimit(.minutes(1)))
struct TrustStepsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: AuthorizationFailure.Reason
        let changes: KeyValuePairs<String, String?>
        let raw: String
        let app: App

        init(
            _ name: String, _ reason: AuthorizationFailure.Reason, _ changes: KeyValuePairs<String, String?> = [:],
            raw: String = "",
            app: App = Fixture.c1
        ) {
            (testDescription, self.reason, self.changes, self.raw, self.app) = (name, reason, changes, raw, app)
        }
    }

    private static let c1 = Fixture.c1.id.text
    private static let callback = "https%3A%2F%2Fapp1.example%2Fcb"

    private static let untrusted: [Case] = [
        .init("1: an unknown client_id", .unknownApp, ["client_id": "app_0000000000000000000z"]),
        .init("1: a client_id that is no id", .unknownApp, ["client_id": "app1"]),
        .init("1: a client_id in upper case", .unknownApp, ["client_id": c1.uppercased()]),
        .init("1: an id of another kind", .unknownApp, ["client_id": "usr_00000000000000000001"]),
        .init("2: no client_id", .unknownApp, ["client_id": nil]),
        .init("2: an empty client_id", .unknownApp, ["client_id": ""]),
        .init("3: client_id twice, the same", .unknownApp, raw: "&client_id=\(c1)"),
        .init("3: client_id twice, different", .unknownApp, raw: "&client_id=\(Fixture.c2.id.text)"),
        .init("3: client_id twice, once empty", .unknownApp, raw: "&client_id="),
        .init("3: client_id twice, once escaped", .unknownApp, raw: "&client%5Fid=\(Fixture.c2.id.text)"),
        .init("4: an unregistered redirect_uri", .redirect, ["redirect_uri": "https://evil.example/cb"]),
        .init("4: the redirect_uri of another app", .redirect, ["redirect_uri": "https://app2.example/cb"]),
        .init("7: with a slash behind", .redirect, ["redirect_uri": "https://app1.example/cb/"]),
        .init("7: with a query added", .redirect, ["redirect_uri": "https://app1.example/cb?a=b"]),
        .init("7: with its query dropped", .redirect, ["redirect_uri": "https://app1.example/cb2"]),
        .init("7: with a fragment", .redirect, ["redirect_uri": "https://app1.example/cb#f"]),
        .init("7: with the port written out", .redirect, ["redirect_uri": "https://app1.example:443/cb"]),
        .init("9: with a user part", .redirect, ["redirect_uri": "https://app1.example@evil.example/cb"]),
        .init("9: with a backslash", .redirect, ["redirect_uri": #"https://app1.example\@evil.example"#]),
        .init("10: javascript:", .redirect, ["redirect_uri": "javascript:alert(1)"]),
        .init("10: data:", .redirect, ["redirect_uri": "data:text/html,x"]),
        .init("10: with an escaped line end", .redirect, ["redirect_uri": "https://app1.example/cb%0d%0aX: y"]),
        .init("10: with a line end", .redirect, ["redirect_uri": "https://app1.example/cb\r\nX: y"]),
        .init("10: with a tabulator", .redirect, ["redirect_uri": "https://app1.example/cb\t"]),
        .init("10: with NUL", .malformed, ["redirect_uri": "https://app1.example/cb\0"]),
        .init(
            "10: with bytes that are not UTF-8", .malformed, ["redirect_uri": nil], raw: "&redirect_uri=\(callback)%FF"),
        .init("10: bytes that are not UTF-8 anywhere", .malformed, raw: "&foo=%FF"),
        .init("10: a bad escape anywhere", .malformed, raw: "&foo=%zz"),
        .init("11: redirect_uri twice, the same", .redirect, raw: "&redirect_uri=\(callback)"),
        .init("11: redirect_uri twice, different", .redirect, raw: "&redirect_uri=https%3A%2F%2Fevil.example"),
        .init("11: redirect_uri twice, once empty", .redirect, raw: "&redirect_uri="),
        .init("12: none sent, two registered", .redirect, ["redirect_uri": nil]),
        .init("13: none sent, one registered", .redirect, ["redirect_uri": nil], app: Fixture.c2),
        .init("13: an empty one", .redirect, ["redirect_uri": ""], app: Fixture.c2),
        .init(
            "17: another path on loopback", .redirect, ["redirect_uri": "http://127.0.0.1:5000/other"], app: Fixture.p1),
        .init("17: another loopback address", .redirect, ["redirect_uri": "http://127.0.0.2/cb"], app: Fixture.p1),
        .init("17: localhost, not registered", .redirect, ["redirect_uri": "http://localhost:1/cb"], app: Fixture.p1),
        .init("18: another port on https", .redirect, ["redirect_uri": "https://app1.example:5000/cb"]),
        .init(
            "19: two slashes in a private scheme", .redirect, ["redirect_uri": "com.example.app://cb"], app: Fixture.p1),
        .init("44: a deleted app", .deletedApp, app: Fixture.deleted),
        .init("44: an app of a banned developer", .bannedDeveloper, app: Fixture.banned),
        .init("88: more than 100 parameters", .malformed, raw: String(repeating: "&x=1", count: 100)),
    ]

    /// 5, 6: everything that would be a redirect if the redirect URI could be trusted.
    private static let faults: [String] = [
        "", "&response_type=token", "&prompt=none", "&prompt=wrong", "&scope=unknown", "&state=x",
        "&code_challenge=short",
        "&code_challenge_method=S256", "&request=x", "&request_uri=x", "&state=\(String(repeating: "s", count: 5000))",
    ]

    @Test("A page for each, whatever else is wrong with the request; nothing is written", arguments: untrusted)
    func page(_ test: Case) async throws {
        for fault in Self.faults {
            let endpoint = AuthorizeEndpoint()
            let query = AuthorizeEndpoint.query(test.app, test.changes, raw: test.raw + fault)
            #expect(try await endpoint.answer(query).page == test.reason, "with \(fault)")
            #expect(try await endpoint.answer(query, user: Fixture.u1).page == test.reason)
            #expect(endpoint.store.written.tickets.isEmpty)
            #expect(endpoint.store.written.grants.isEmpty)
        }
    }

    @Test("5, 6: a page also if what is missing would be a redirect", arguments: ["response_type", "state", "scope"])
    func missing(_ name: String) async throws {
        for app in [Fixture.c1, Fixture.s1] {
            let query = AuthorizeEndpoint.query(
                app,
                [
                    "redirect_uri": "https://evil.example/cb", name: nil, "code_challenge": nil,
                    "code_challenge_method": nil,
                ])
            #expect(try await AuthorizeEndpoint().answer(query).page == .redirect)
        }
    }

    @Test("An empty query and nonsense are pages", arguments: ["", "&", "=", "a", "%", "\0", "?client_id=x", "a=%C3"])
    func nonsense(_ query: String) async throws {
        #expect(try await AuthorizeEndpoint().answer(query).page != nil)
    }

    @Test(
        "15, 16, 19: loopback with any port and private schemes are trusted, and the port is echoed",
        arguments: [
            "http://127.0.0.1:49152/cb", "http://127.0.0.1:61000/cb", "http://[::1]:50000/cb", "com.example.app:/cb",
        ])
    func native(_ uri: String) async throws {
        let good = AuthorizeEndpoint.query(Fixture.p1, ["redirect_uri": uri])
        #expect(try await AuthorizeEndpoint().answer(good).signIn?.redirect.uri.text == uri)
        let bad = AuthorizeEndpoint.query(Fixture.p1, ["redirect_uri": uri, "response_type": nil])
        #expect(try await AuthorizeEndpoint().answer(bad).location?.base == uri)
    }

    @Test("Trouble of the store is neither a page nor a redirect")
    func unavailable() async throws {
        await #expect(throws: StorageError.self) {
            try await TrustSteps(store: BrokenStore()).verify(Fixture.fields(["client_id": Self.c1]))
        }
    }
}
