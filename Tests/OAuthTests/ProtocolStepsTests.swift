import Kernel
import Testing

@testable import OAuth

@Suite("B: once the redirect is trusted, every failure goes to the app", .timeLimit(.minutes(1)))
struct ProtocolStepsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let error: String
        let changes: KeyValuePairs<String, String?>
        let raw: String
        let app: App
        let state: String?

        init(
            _ name: String, _ error: String, _ changes: KeyValuePairs<String, String?> = [:], raw: String = "",
            app: App = Fixture.c1, state: String? = "xyz"
        ) {
            (testDescription, self.error, self.changes, self.raw) = (name, error, changes, raw)
            (self.app, self.state) = (app, state)
        }
    }

    private static let refused: [Case] = [
        .init("21: no response_type", "invalid_request", ["response_type": nil]),
        .init("21: an empty response_type", "invalid_request", ["response_type": ""]),
        .init("22: response_type=token", "unsupported_response_type", ["response_type": "token"]),
        .init("22: response_type=id_token token", "unsupported_response_type", ["response_type": "id_token token"]),
        .init("22: response_type=code token", "unsupported_response_type", ["response_type": "code token"]),
        .init("22: response_type=code id_token", "unsupported_response_type", ["response_type": "code id_token"]),
        .init("22: response_type=none", "unsupported_response_type", ["response_type": "none"]),
        .init("22: response_type=foo", "unsupported_response_type", ["response_type": "foo"]),
        .init("22: response_type=CODE", "unsupported_response_type", ["response_type": "CODE"]),
        .init("22: response_type with a space", "unsupported_response_type", ["response_type": "code "]),
        .init("23: state twice", "invalid_request", raw: "&state=xyz", state: nil),
        .init("23: state twice, once empty", "invalid_request", raw: "&state=", state: nil),
        .init("23: scope twice", "invalid_request", raw: "&scope=customers.read"),
        .init("23: response_type twice", "invalid_request", raw: "&response_type=code"),
        .init("23: code_challenge twice", "invalid_request", raw: "&code_challenge=x&code_challenge=y"),
        .init("23: nonce twice", "invalid_request", raw: "&nonce=1&nonce=1"),
        .init("23: something unknown twice", "invalid_request", raw: "&foo=1&foo=2"),
        .init("24: an empty scope", "invalid_scope", ["scope": ""]),
        .init("24: no scope", "invalid_scope", ["scope": nil]),
        .init("24: an empty state", "invalid_request", ["state": ""], state: nil),
        .init("26: a state of more than 4,096 bytes", "invalid_request", ["state": oversized], state: oversized),
        .init("28: standard without state and without challenge", "invalid_request", ["state": nil], state: nil),
        .init("30: an unknown scope", "invalid_scope", ["scope": "everything"]),
        .init("30: an unknown scope beside a known one", "invalid_scope", ["scope": "customers.read everything"]),
        .init("30: openid", "invalid_scope", ["scope": "openid"]),
        .init("31: a scope above the app's ceiling", "invalid_scope", ["scope": "customers.read customers.write"]),
        .init("32: a quote in the scope", "invalid_scope", ["scope": "\"customers.read\""]),
        .init("32: a backslash in the scope", "invalid_scope", ["scope": #"customers\.read"#]),
        .init("32: a tabulator in the scope", "invalid_scope", ["scope": "customers.read\tinvoices.read"]),
        .init("32: another letter case", "invalid_scope", ["scope": "Customers.Read"]),
        .init("32: two spaces", "invalid_scope", ["scope": "customers.read  invoices.read"]),
        .init("32: a space in front", "invalid_scope", ["scope": " customers.read"]),
        .init("32: a space behind", "invalid_scope", ["scope": "customers.read "]),
        .init("32: 5,000 tokens", "invalid_scope", ["scope": (0..<5000).map { "s\($0)" }.joined(separator: " ")]),
        .init("35: request", "request_not_supported", raw: "&request=eyJhbGciOiJub25lIn0.e30."),
        .init("35: request_uri", "request_uri_not_supported", raw: "&request_uri=https%3A%2F%2Fapp1.example%2Frequest"),
        .init("40: prompt=none without a session", "login_required", raw: "&prompt=none"),
        .init("41: prompt=none login", "invalid_request", raw: "&prompt=none+login"),
        .init("41: prompt=consent login", "invalid_request", raw: "&prompt=consent%20login"),
        .init("41: prompt=select_account", "invalid_request", raw: "&prompt=select_account"),
        .init("41: prompt=None", "invalid_request", raw: "&prompt=None"),
        .init("62: no challenge, public and strict", "invalid_request", withoutChallenge, app: Fixture.p1),
        .init("62: no challenge, public and standard", "invalid_request", withoutChallenge, app: Fixture.p1s),
        .init("62: no challenge, browser", "invalid_request", withoutChallenge, app: Fixture.p2),
        .init("62: no challenge, confidential and strict", "invalid_request", withoutChallenge, app: Fixture.s1),
        .init("62: an empty challenge counts as none", "invalid_request", ["code_challenge": ""], app: Fixture.s1),
        .init("63: plain, strict", "invalid_request", ["code_challenge_method": "plain"], app: Fixture.s1),
        .init("63: plain, public and strict", "invalid_request", ["code_challenge_method": "plain"], app: Fixture.p1),
        .init("63: method left out, strict", "invalid_request", ["code_challenge_method": nil], app: Fixture.s1),
        .init("63: method left out, browser", "invalid_request", ["code_challenge_method": nil], app: Fixture.p2),
        .init(
            "64: method S512", "invalid_request",
            ["code_challenge": Fixture.challenge, "code_challenge_method": "S512"]),
        .init(
            "64: method s256", "invalid_request",
            ["code_challenge": Fixture.challenge, "code_challenge_method": "s256"]),
        .init(
            "64: method Plain", "invalid_request",
            ["code_challenge": Fixture.challenge, "code_challenge_method": "Plain"]),
        .init(
            "64: method none", "invalid_request",
            ["code_challenge": Fixture.challenge, "code_challenge_method": "none"]),
        .init(
            "64: method empty means plain, strict", "invalid_request", ["code_challenge_method": ""], app: Fixture.s1),
        .init("65: S256 with 42 characters", "invalid_request", s256(String(Fixture.challenge.dropLast()))),
        .init("65: S256 with 44 characters", "invalid_request", s256(Fixture.challenge + "A")),
        .init("65: S256 with 128 characters", "invalid_request", s256(String(repeating: "A", count: 128))),
        .init("65: S256 with padding", "invalid_request", s256(Fixture.challenge + "=")),
        .init("65: S256 with the other alphabet", "invalid_request", s256("+" + Fixture.challenge.dropFirst())),
        .init(
            "65: plain with 42 characters", "invalid_request",
            raw: "&code_challenge=\(String(repeating: "a", count: 42))"),
        .init(
            "65: plain with 129 characters", "invalid_request",
            raw: "&code_challenge=\(String(repeating: "a", count: 129))"),
        .init(
            "65: plain with other characters", "invalid_request",
            raw: "&code_challenge=%2B\(String(repeating: "a", count: 43))"),
        .init("66: a method without a challenge, standard", "invalid_request", raw: "&code_challenge_method=S256"),
        .init("66: a method without a challenge, strict", "invalid_request", ["code_challenge": nil], app: Fixture.s1),
    ]

    private static let oversized = String(repeating: "s", count: 4097)
    private static let withoutChallenge: KeyValuePairs<String, String?> = [
        "code_challenge": nil, "code_challenge_method": nil,
    ]

    private static func s256(_ challenge: String) -> KeyValuePairs<String, String?> {
        ["code_challenge": challenge, "code_challenge_method": "S256"]
    }

    @Test(
        "37: a redirect with error, description, the same state and iss; no code; nothing is written",
        arguments: refused)
    func refusal(_ test: Case) async throws {
        let endpoint = AuthorizeEndpoint()
        let answer = try await endpoint.answer(AuthorizeEndpoint.query(test.app, test.changes, raw: test.raw))
        let location = try #require(answer.location)
        #expect(location.base == test.app.redirectURIs[0].text)
        // One that is too long is not sent back either.
        let state = test.state == Self.oversized ? nil : test.state
        #expect(location.names == ["error", "error_description"] + (state == nil ? [] : ["state"]) + ["iss"])
        #expect(location["error"] == test.error)
        #expect(location["state"] == state)
        #expect(location["iss"] == Fixture.issuer)
        #expect(location["error_description"]?.isEmpty == false)
        #expect(!location.address.contains("#"))  // 22: nothing in a fragment
        #expect(endpoint.store.written.tickets.isEmpty)
    }

    @Test("W4: no text of a refusal repeats what was sent", arguments: refused)
    func noEcho(_ test: Case) async throws {
        let answer = try await AuthorizeEndpoint().answer(
            AuthorizeEndpoint.query(test.app, test.changes, raw: test.raw + "&zebra=1"))
        let description = try #require(answer.location?["error_description"])
        for word in [
            "zebra", "everything", "openid", "S512", "s256", "foo", "eyJ", "select_account", Fixture.challenge,
        ] {
            #expect(!description.contains(word))
        }
    }

    @Test("The order of the answers: repetition, request objects, response_type, PKCE and state, scope, prompt")
    func order() async throws {
        let changes: KeyValuePairs<String, String?> = [
            "response_type": "token", "code_challenge": "short", "scope": "everything", "prompt": "wrong",
            "request": "x",
            "request_uri": "y",
        ]
        let steps: [(repaired: KeyValuePairs<String, String?>, raw: String, error: String)] = [
            ([:], "&state=again", "invalid_request"),
            ([:], "", "request_not_supported"),
            (["request": nil], "", "request_uri_not_supported"),
            (["request": nil, "request_uri": nil], "", "unsupported_response_type"),
            (["request": nil, "request_uri": nil, "response_type": "code"], "", "invalid_request"),
            (
                ["request": nil, "request_uri": nil, "response_type": "code", "code_challenge": nil], "",
                "invalid_scope"
            ),
            (
                [
                    "request": nil, "request_uri": nil, "response_type": "code", "code_challenge": nil,
                    "scope": "customers.read",
                ], "",
                "invalid_request"
            ),
        ]
        for step in steps {
            let repaired = Set(step.repaired.map(\.key))
            let fields = changes.filter { !repaired.contains($0.key) } + step.repaired.map { ($0.key, $0.value) }
            var query = AuthorizeEndpoint.query(Fixture.c1, ["scope": nil, "response_type": nil])
            query += "&" + PercentEncoding.query(fields.compactMap { field in field.1.map { (field.0, $0) } })
            #expect(try await AuthorizeEndpoint().answer(query + step.raw).location?["error"] == step.error)
        }
    }
}
