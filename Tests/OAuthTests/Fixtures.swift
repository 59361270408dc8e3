import Kernel

@testable import OAuth

/// The apps, people and portals of the checklist.
enum Fixture {
    static let issuer = "https://id.voordeur.example"
    static let callback = "https://app1.example/cb"

    /// Confidential, standard.
    static let c1 = app(1, .web, .standard, ["https://app1.example/cb", "https://app1.example/cb2?x=1"])
    static let c2 = app(2, .web, .standard, ["https://app2.example/cb"])
    /// Confidential, strict.
    static let s1 = app(3, .web, .strict, [callback])
    /// Native, strict; and the same under the standard profile.
    static let p1 = app(4, .native, .strict, ["http://127.0.0.1/cb", "http://[::1]/cb", "com.example.app:/cb"])
    static let p1s = app(5, .native, .standard, ["http://127.0.0.1/cb", "http://[::1]/cb", "com.example.app:/cb"])
    /// A browser app.
    static let p2 = app(6, .browser, .strict, ["https://spa.example/cb"])
    static let deleted = app(7, .web, .standard, [callback], isDeleted: true)
    static let banned = app(8, .web, .standard, [callback], isBanned: true)
    static let all = [c1, c2, s1, p1, p1s, p2, deleted, banned]

    static let u1: UserID = id(1)
    static let a = Portal(id: id(1), slug: "salon-a", name: "Salon A")
    static let b = Portal(id: id(2), slug: "salon-b", name: "Salon B")

    /// RFC 7636, appendix B.
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    static func id<Kind>(_ number: Int) -> Identifier<Kind> {
        let digits = "\(number)"
        return Identifier(stored: "\(Kind.idPrefix)_\(String(repeating: "0", count: 20 - digits.utf8.count))\(digits)")
    }

    static func app(
        _ number: Int, _ type: AppType, _ profile: SecurityProfile, _ uris: [String],
        scopes: Scopes = [.customersRead, .invoicesRead], required: Scopes = [], isDeleted: Bool = false,
        isBanned: Bool = false
    ) -> App {
        App(
            id: id(number), developer: .init(id: id(1), name: "Dev", isVerified: true, isBanned: isBanned),
            name: "App \(number)",
            description: "", website: nil, type: type, profile: profile,
            redirectURIs: uris.compactMap { try? RedirectURI($0) },
            scopes: scopes, requiredScopes: required, isDeleted: isDeleted)
    }

    static func fields(_ fields: KeyValuePairs<String, String>) -> FormFields {
        FormFields(fields.map { .init(name: $0.key, value: $0.value) })
    }

    /// What `query` asks of `app`, past every check.
    static func request(_ app: App, _ extra: KeyValuePairs<String, String> = [:]) async throws -> AuthorizationRequest {
        let given = Set(extra.map(\.key))
        let usual: [(String, String)] = [
            ("client_id", app.id.text), ("redirect_uri", app.redirectURIs[0].text), ("response_type", "code"),
            ("state", "s"),
            ("scope", "customers.read"), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ]
        let fields = usual.filter { !given.contains($0.0) } + extra.map { ($0.key, $0.value) }
        let form = FormFields(fields.map { .init(name: $0.0, value: $0.1) })
        let (app, redirect) = try await TrustSteps(store: FakeStore(apps: [app])).verify(form)
        return try ProtocolSteps().check(form, app: app, redirect: redirect, named: .success(nil))
    }

    static func principal(
        _ credential: Credential, portal: Portal = a, app: App? = nil, expiresAt: Timestamp? = nil
    ) -> Principal {
        principal(credential.digest, portal: portal, app: app, expiresAt: expiresAt)
    }

    static func principal(
        _ digest: TokenDigest, portal: Portal = a, app: App? = nil, expiresAt: Timestamp? = nil
    ) -> Principal {
        Principal(
            kind: app == nil ? .apiKey(id(1)) : .accessToken(id(1)), digest: digest, portal: portal, user: u1,
            scopes: .customersRead,
            app: app.map { .init(id: $0.id, name: $0.name) }, name: "x", expiresAt: expiresAt, apiVersion: nil)
    }
}
