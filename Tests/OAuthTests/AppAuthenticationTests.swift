import Kernel
import Testing

@testable import OAuth

@Suite("F: whether it really is that app (RFC 6749 §3.2.1)", .timeLimit(.minutes(1)))
struct AppAuthenticationTests {
    private let surroundings = Surroundings()
    private let store = FakeStore()
    private let live: Credential
    private let authentication: AppAuthentication

    init() {
        live = Credential(minting: .appSecret, from: surroundings.ambient)
        authentication = AppAuthentication(
            store: store, throttle: AttemptThrottle(limit: 3, window: 60), issuer: Fixture.issuer,
            ambient: surroundings.ambient)
        store.set(secrets: [.init(digest: live.digest, expiresAt: nil, isRevoked: false)], of: Fixture.c1)
    }

    private func authenticate(_ app: App, _ secret: String?, from address: String = "192.0.2.1") async throws -> App {
        var fields: [FormFields.Field] = [.init(name: "client_id", value: app.id.text)]
        if let secret { fields.append(.init(name: "client_secret", value: secret)) }
        let credentials = try ClientCredentials(authorization: nil, fields: FormFields(fields))
        return try await authentication.authenticate(credentials, from: address)
    }

    private func refusal(_ app: App, _ secret: String?, from address: String = "192.0.2.1") async throws -> OAuthError?
    {
        do {
            _ = try await authenticate(app, secret, from: address)
            return nil
        } catch let error as OAuthError { return error }
    }

    @Test("The right secret is accepted")
    func right() async throws {
        #expect(try await authenticate(Fixture.c1, live.secret.expose()).id == Fixture.c1.id)
    }

    @Test("91, 92, 95: a wrong, missing, empty or malformed secret is invalid_client")
    func wrong() async throws {
        let other = Credential(minting: .appSecret, from: surroundings.ambient).secret.expose()
        let token = Credential(minting: .accessToken, from: surroundings.ambient).secret.expose()
        for secret in [other, token, nil, "", "x", live.secret.expose() + "x", live.digest.hex] {
            #expect(try await refusal(Fixture.c1, secret, from: "\(secret ?? "nil")")?.code == .invalidClient)
        }
    }

    @Test("A secret of another app is no secret")
    func otherApp() async throws {
        #expect(try await refusal(Fixture.c2, live.secret.expose())?.code == .invalidClient)
    }

    @Test("Unknown, deleted and banned apps are invalid_client like a wrong secret")
    func unknown() async throws {
        let wrong = try await refusal(Fixture.c1, "x")
        let unknown = Fixture.app(99, .web, .standard, [Fixture.callback])
        for app in [unknown, Fixture.deleted, Fixture.banned] {
            let refusal = try await refusal(app, live.secret.expose())
            #expect(refusal?.code == .invalidClient)
            #expect(refusal?.description == wrong?.description)
        }
    }

    @Test(
        "96: a public app names itself, and is refused with a secret", arguments: [Fixture.p1, Fixture.p1s, Fixture.p2])
    func publicApp(_ app: App) async throws {
        #expect(try await authenticate(app, nil).id == app.id)
        #expect(try await refusal(app, live.secret.expose())?.code == .invalidClient)
        #expect(try await refusal(app, "x")?.code == .invalidClient)
    }

    @Test("101: two secrets during an overlap; the old one ends with it, or at once when revoked")
    func rotation() async throws {
        let new = Credential(minting: .appSecret, from: surroundings.ambient)
        let end = surroundings.now + 60
        store.set(
            secrets: [
                .init(digest: live.digest, expiresAt: end, isRevoked: false),
                .init(digest: new.digest, expiresAt: nil, isRevoked: false),
            ], of: Fixture.c1)
        _ = try await authenticate(Fixture.c1, live.secret.expose())
        _ = try await authenticate(Fixture.c1, new.secret.expose())
        surroundings.advance(seconds: 59)
        _ = try await authenticate(Fixture.c1, live.secret.expose())
        surroundings.advance(seconds: 1)
        #expect(try await refusal(Fixture.c1, live.secret.expose())?.code == .invalidClient)
        _ = try await authenticate(Fixture.c1, new.secret.expose())
        store.set(secrets: [.init(digest: new.digest, expiresAt: nil, isRevoked: true)], of: Fixture.c1)
        #expect(try await refusal(Fixture.c1, new.secret.expose())?.code == .invalidClient)
    }

    @Test("100: wrong secrets are throttled per app and address; a right one from elsewhere works")
    func throttled() async throws {
        for _ in 0..<3 { #expect(try await refusal(Fixture.c1, "x")?.retryAfter == nil) }
        let throttled = try await refusal(Fixture.c1, live.secret.expose())
        #expect(throttled?.code == .invalidClient)
        #expect(throttled?.retryAfter == 60)
        _ = try await authenticate(Fixture.c1, live.secret.expose(), from: "192.0.2.2")
        _ = try await authenticate(Fixture.p1, nil)
        surroundings.advance(seconds: 60)
        _ = try await authenticate(Fixture.c1, live.secret.expose())
    }

    @Test("100: a success forgets the failures before it")
    func success() async throws {
        for _ in 0..<10 {
            for _ in 0..<2 { #expect(try await refusal(Fixture.c1, "x")?.retryAfter == nil) }
            _ = try await authenticate(Fixture.c1, live.secret.expose())
        }
    }

    @Test("O24: trouble of the store is not a wrong secret, and is not counted as one")
    func unavailable() async throws {
        let throttle = AttemptThrottle(limit: 1, window: 60)
        let broken = AppAuthentication(
            store: BrokenStore(), throttle: throttle, issuer: Fixture.issuer, ambient: surroundings.ambient)
        let credentials = try ClientCredentials(
            authorization: nil,
            fields: Fixture.fields(["client_id": Fixture.c1.id.text, "client_secret": live.secret.expose()]))
        for _ in 0..<3 {
            await #expect(throws: StorageError.self) { try await broken.authenticate(credentials, from: "192.0.2.1") }
        }
    }
}
