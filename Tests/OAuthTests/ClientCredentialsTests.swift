import Foundation
import Kernel
import Testing

@testable import OAuth

@Suite("F: how an app says who it is (RFC 6749 §2.3)", .timeLimit(.minutes(1)))
struct ClientCredentialsTests {
    private static let id = "app_00000000000000000001"
    private static let secret = "vdr_secret_0123456789ABCDEFGHIJKLMNOPQRST1WeYbY"
    private static let none: KeyValuePairs<String, String> = [:]

    private static func basic(_ pair: String) -> String { basic(Array(pair.utf8)) }
    private static func basic(_ bytes: [UInt8]) -> String { "Basic \(Data(bytes).base64EncodedString())" }

    private func read(_ header: String?, _ fields: KeyValuePairs<String, String> = none) throws -> ClientCredentials {
        try ClientCredentials(authorization: header, fields: Fixture.fields(fields))
    }

    private func code(_ header: String?, _ fields: KeyValuePairs<String, String> = none) -> OAuthError.Code? {
        do {
            _ = try ClientCredentials(authorization: header, fields: Fixture.fields(fields))
            return nil
        } catch { return error.code }
    }

    @Test(
        "The scheme is case-insensitive, and both halves are form-encoded",
        arguments: [
            (basic("\(id):\(secret)"), id, secret), ("basic \(basic("\(id):\(secret)").dropFirst(6))", id, secret),
            ("BASIC \(basic("\(id):\(secret)").dropFirst(6))", id, secret), (basic("a:b:c"), "a", "b:c"),
            (basic("a%3Ab:c"), "a:b", "c"),
            (basic("a+b:c+d"), "a b", "c d"), (basic("a%20b:c%2Bd"), "a b", "c+d"), (basic("a:%C3%A9"), "a", "é"),
            (basic("a:é"), "a", "é"),
            (basic("a:b%26c"), "a", "b&c"), (basic("a:b=c"), "a", "b=c"), (basic("a=b:c"), "a=b", "c"),
            (basic("a:"), "a", ""),
            (basic("a%5Fb:%76dr"), "a_b", "vdr"),
        ])
    func header(_ header: String, app: String, secret: String) throws {
        let credentials = try read(header)
        #expect(credentials.app == app)
        #expect(credentials.secret?.expose() == secret)
    }

    @Test("The body's client_id and client_secret are taken as they are")
    func body() throws {
        let both = try read(nil, ["client_id": Self.id, "client_secret": "a+b%20c"])
        #expect(both.app == Self.id)
        #expect(both.secret?.expose() == "a+b%20c")
        let named = try read(nil, ["client_id": Self.id])
        #expect(named.app == Self.id)
        #expect(named.secret == nil)
    }

    @Test("95: an empty client_secret counts as none")
    func emptySecret() throws { #expect(try read(nil, ["client_id": Self.id, "client_secret": ""]).secret == nil) }

    @Test("No credentials at all are invalid_client")
    func nothing() {
        #expect(code(nil) == .invalidClient)
        #expect(code(nil, ["client_secret": Self.secret]) == .invalidClient)
        #expect(code(nil, ["client_id": "", "client_secret": Self.secret]) == .invalidClient)
    }

    @Test("3: client_id twice is no client_id")
    func repeated() {
        #expect(code(nil, ["client_id": Self.id, "client_id": Self.id]) == .invalidClient)
    }

    @Test("93: Basic and a secret in the body are invalid_request, right or wrong", arguments: [secret, "wrong"])
    func twoWays(_ secret: String) {
        #expect(code(Self.basic("\(Self.id):\(Self.secret)"), ["client_secret": secret]) == .invalidRequest)
        #expect(
            code(Self.basic("\(Self.id):\(Self.secret)"), ["client_id": Self.id, "client_secret": secret])
                == .invalidRequest)
        #expect(
            code(Self.basic("\(Self.id):\(Self.secret)"), ["client_secret": secret, "client_secret": secret])
                == .invalidRequest)
        #expect(code("Bearer x", ["client_secret": secret]) == .invalidRequest)
    }

    @Test("93: an empty client_secret beside Basic counts as left out (RFC 6749 §3.2)")
    func emptyBesideBasic() throws {
        let credentials = try read(Self.basic("\(Self.id):\(Self.secret)"), ["client_id": "", "client_secret": ""])
        #expect(credentials.secret?.expose() == Self.secret)
    }

    @Test("94: another client_id in the body is refused, the same one is not")
    func otherID() throws {
        let header = Self.basic("\(Self.id):\(Self.secret)")
        #expect(try read(header, ["client_id": Self.id]).app == Self.id)
        #expect(code(header, ["client_id": "app_00000000000000000002"]) == .invalidClient)
        #expect(code(header, ["client_id": Self.id.uppercased()]) == .invalidClient)
        #expect(code(Self.basic("a+b:c"), ["client_id": "a+b"]) == .invalidClient)
    }

    @Test(
        "99: what is not Basic is invalid_client",
        arguments: [
            "", " ", "Basic", "Basic ", "Basic  YTpi", "Basic\tYTpi", " Basic YTpi", "Basic YTpi ", "BasicYTpi",
            "Bearer YTpi", "Basic a:b",
            "Basic YTpi, Basic YTpi", "Basic YTpi=", "Basic YTp", "Basic YTpj\n", "Basic YT pi", "Basic !!!!",
            "Basic YWI=", "Basic YQ==",
            "Basic -_--", "Digest username=\"a\"", "Basic Basic YTpi", "Ｂasic YTpi", "Basic=YTpi",
        ])
    func notBasic(_ header: String) { #expect(code(header) == .invalidClient) }

    @Test(
        "99: halves that cannot be decoded are refused and never cut short",
        arguments: [
            basic(":"), basic(":secret"), basic(""), basic("nocolon"), basic("%00:x"), basic("a%:x"), basic("a%zz:x"),
            basic("a%FF:x"),
            basic([0xFF, 0x3A, 0x61]), basic([0x61, 0x3A, 0xC3]), basic([0x3A]), basic([0x61, 0x00, 0x3A, 0x62]),
            basic("a&b:c"),
            basic("a&v=b:c"), basic("&a:c"),
        ])
    func undecodable(_ header: String) { #expect(code(header) == .invalidClient) }

    @Test(
        "99: a secret that is not form-encoded is never the part that could be read",
        arguments: [
            "\(secret)&x", "\(secret)&v=\(secret)", "&\(secret)", "\(secret)%", "\(secret)%zz", "\(secret)%00",
            "\(secret)%FF",
        ])
    func brokenSecret(_ broken: String) {
        let credentials = try? read(Self.basic("\(Self.id):\(broken)"))
        #expect(credentials?.secret?.expose() != Self.secret)
    }

    @Test("99: 64 KB are refused")
    func huge() {
        #expect(code(Self.basic("\(Self.id):\(String(repeating: "a", count: 65_536))")) == .invalidClient)
        #expect(code("Basic \(String(repeating: "A", count: 65_536))") == .invalidClient)
        #expect(code(String(repeating: " ", count: 65_536)) == .invalidClient)
        #expect(code("\(String(repeating: "B", count: 65_536)) YTpi") == .invalidClient)
    }

    @Test("No bytes crash it")
    func anyBytes() {
        let ambient = Surroundings().ambient
        for _ in 0..<3000 {
            let bytes = ambient.randomBytes(Int(ambient.randomBytes(1)[0] % 24))
            _ = code(Self.basic(bytes))
            _ = code(String(decoding: bytes, as: UTF8.self))
            _ = code("Basic \(String(decoding: bytes.map { $0 & 0x7F }, as: UTF8.self))")
        }
    }

    @Test("One text for every cause of invalid_client")
    func oneText() {
        let headers: [String?] = [nil, "Bearer x", "Basic !!!!", Self.basic(":x"), Self.basic("nocolon")]
        for header in headers {
            let refusal = #expect(throws: OAuthError.self) { try read(header) }
            #expect(refusal?.description == "The app could not be authenticated.")
        }
    }

    @Test("W5: a secret is not printed")
    func printing() throws {
        let credentials = try read(Self.basic("\(Self.id):\(Self.secret)"))
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] { #expect(!text.contains(Self.secret)) }
    }
}
