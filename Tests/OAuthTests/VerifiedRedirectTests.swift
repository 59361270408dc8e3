import Kernel
import Testing

@testable import OAuth

@Suite("B: the address of an answer", .timeLimit(.minutes(1)))
struct VerifiedRedirectTests {
    private let code = Credential(minting: .code, from: Surroundings().ambient)

    private static let states = [
        "a b&c=d%25#é", "&code=evil&iss=evil", "#", "?", "+", "%", "%00", "a=b", "\"<>'\\",
        "\r\nLocation: https://evil.example",
        "\u{1}\u{7F}", "🚪", "e\u{301}", " ", "/../", String(repeating: "s", count: 64),
        String(repeating: "é&", count: 333) + "x",
        String(repeating: "%", count: 1000), String(repeating: "s", count: 4096), String(repeating: "é", count: 2048),
    ]

    @Test("26: state is byte-identical after decoding, and adds no parameter", arguments: states)
    func state(_ state: String) async throws {
        let request = try await Fixture.request(Fixture.c1, ["state": state])
        let error = OAuthError(.accessDenied, "The user declined.")
        let success = Location(request.redirect.address(code: code, state: request.state, issuer: Fixture.issuer))
        let failure = Location(request.redirect.address(error: error, state: request.state, issuer: Fixture.issuer))
        #expect(success.names == ["code", "state", "iss"])
        #expect(failure.names == ["error", "error_description", "state", "iss"])
        for location in [success, failure] {
            #expect(location["state"].map { Array($0.utf8) } == Array(state.utf8))
            #expect(location.address.utf8.allSatisfy { (0x21...0x7E).contains($0) })  // 10: no header is split
            #expect(!location.address.contains("#"))
        }
    }

    @Test("26: a state travels through the query byte for byte", arguments: states)
    func throughTheQuery(_ state: String) async throws {
        let query = AuthorizeEndpoint.query(Fixture.c1, ["state": state, "response_type": "token"])
        let location = try #require(try await AuthorizeEndpoint().answer(query).location)
        #expect(location["state"].map { Array($0.utf8) } == Array(state.utf8))
    }

    @Test("29: the query of a registered URI is kept", arguments: [nil, "xyz"])
    func query(state: String?) async throws {
        let request = try await Fixture.request(Fixture.c1, ["redirect_uri": "https://app1.example/cb2?x=1"])
        let address = request.redirect.address(code: code, state: state, issuer: Fixture.issuer)
        #expect(address.hasPrefix("https://app1.example/cb2?x=1&code=vdr_code_"))
        #expect(Location(address).names == ["x", "code"] + (state == nil ? [] : ["state"]) + ["iss"])
        #expect(Location(address)["x"] == "1")
    }

    @Test("36: success has code, state and iss in the query")
    func success() async throws {
        let request = try await Fixture.request(Fixture.c1, ["state": "xyz"])
        let location = Location(request.redirect.address(code: code, state: "xyz", issuer: Fixture.issuer))
        #expect(location.base == Fixture.callback)
        #expect(location["code"] == code.secret.expose())
        #expect(location["iss"] == Fixture.issuer)
    }

    @Test("56: a refusal by the user is access_denied")
    func denied() async throws {
        let request = try await Fixture.request(Fixture.p1, ["redirect_uri": "com.example.app:/cb"])
        let address = request.redirect.address(
            error: .init(.accessDenied, "The user declined."), state: nil, issuer: "https://id.example/a b")
        let fields = "error=access_denied&error_description=The%20user%20declined.&iss=https%3A%2F%2Fid.example%2Fa%20b"
        #expect(address == "com.example.app:/cb?\(fields)")
    }
}
