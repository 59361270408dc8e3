import Kernel
import Synchronization
import Testing

@testable import OAuth

@Suite("J: who presents a bearer token", .timeLimit(.minutes(1)))
struct BearerCheckTests {
    private let surroundings = Surroundings()
    private let store = FakeCredentialStore()
    private let cache = TokenCache(hardLimit: 5000)

    private var check: BearerCheck { BearerCheck(store: store, cache: cache, ambient: surroundings.ambient) }

    private func live(_ kind: Credential.Kind, expiresAt: Timestamp? = nil) -> (text: String, digest: TokenDigest) {
        let credential = Credential(minting: kind, from: surroundings.ambient)
        store.put(Fixture.principal(credential, app: kind == .accessToken ? Fixture.c1 : nil, expiresAt: expiresAt))
        return (credential.secret.expose(), credential.digest)
    }

    @Test("O3: an API key and an access token are found, each in its own table")
    func kinds() async throws {
        let (key, token) = (live(.apiKey), live(.accessToken))
        #expect(try await check.principal(presenting: key.text)?.digest == key.digest)
        #expect(try await check.principal(presenting: token.text)?.digest == token.digest)
        #expect(store.asked == ["key \(key.digest.hex)", "at \(token.digest.hex)"])
    }

    @Test(
        "121, 140: a code, a refresh token, an App Secret and a ticket are no bearer tokens",
        arguments: [Credential.Kind.code, .refreshToken, .appSecret, .ticket])
    func otherKinds(_ kind: Credential.Kind) async throws {
        #expect(try await check.principal(presenting: live(kind).text) == nil)
        #expect(store.asked.isEmpty)
    }

    @Test(
        "155, 164: garbage is refused without a look into the database",
        arguments: [
            "", " ", "x", "null", "vdr_at_", "vdr_at_UVWXYZabcdefghijklmnopqrstuvwx0sSzHw",
            "vdr_at_UVWXYZabcdefghijklmnopqrstuvwx0sSzHv ",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfMSJ9.", "vdr_at_' OR 1=1 --", "vdr_at_\0", "é",
        ])
    func garbage(_ text: String) async throws {
        #expect(try await check.principal(presenting: text) == nil)
        #expect(store.asked.isEmpty)
    }

    @Test("The database is asked once; afterwards the cache answers until its hard limit")
    func cached() async throws {
        let token = live(.accessToken)
        for _ in 0..<5 { #expect(try await check.principal(presenting: token.text) != nil) }
        #expect(store.asked.count == 1)
        surroundings.advance(milliseconds: 5000)
        #expect(try await check.principal(presenting: token.text) != nil)
        #expect(store.asked.count == 2)
    }

    @Test("An unknown token is asked for each time: only successes are kept")
    func notFound() async throws {
        let token = Credential(minting: .accessToken, from: surroundings.ambient).secret.expose()
        for _ in 0..<3 { #expect(try await check.principal(presenting: token) == nil) }
        #expect(store.asked.count == 3)
        #expect(cache.statistics.entries == 0)
    }

    @Test("153: a revocation on this node counts with the next request")
    func revoked() async throws {
        let token = live(.accessToken)
        #expect(try await check.principal(presenting: token.text) != nil)
        store.remove(token.digest)
        cache.drop(token.digest)
        #expect(try await check.principal(presenting: token.text) == nil)
    }

    @Test("A slow look-up does not put back what was revoked meanwhile")
    func overtaken() async throws {
        let token = live(.accessToken)
        store.meanwhile {
            store.remove(token.digest)
            cache.drop(token.digest)
        }
        _ = try await check.principal(presenting: token.text)
        #expect(cache.statistics.entries == 0)
        #expect(try await check.principal(presenting: token.text) == nil)
    }

    @Test("The age of an entry counts from before a slow look-up")
    func slowLookUp() async throws {
        let token = live(.accessToken)
        store.meanwhile { surroundings.advance(milliseconds: 4000) }
        #expect(try await check.principal(presenting: token.text) != nil)
        surroundings.advance(milliseconds: 1000)
        #expect(try await check.principal(presenting: token.text) != nil)
        #expect(store.asked.count == 2)
    }

    @Test("Of many requests and revocations at once, none leaves a dead token in the cache")
    func race() async throws {
        for _ in 0..<200 {
            let token = live(.accessToken)
            let check = check
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { for _ in 0..<5 { _ = try await check.principal(presenting: token.text) } }
                }
                group.addTask {
                    store.remove(token.digest)
                    cache.drop(token.digest)
                }
                try await group.waitForAll()
            }
            #expect(try await check.principal(presenting: token.text) == nil)
        }
    }

    @Test("Trouble of the store is an error and not a refusal")
    func unavailable() async throws {
        let token = live(.apiKey)
        store.break()
        await #expect(throws: StorageError.self) { try await check.principal(presenting: token.text) }
    }
}

/// Live credentials in memory, and what was asked for.
private final class FakeCredentialStore: CredentialStore {
    private struct State {
        var live: [TokenDigest: Principal] = [:]
        var asked: [String] = []
        var meanwhile: (@Sendable () -> Void)?
        var isBroken = false
    }

    private let state = Mutex(State())

    var asked: [String] { state.withLock { $0.asked } }
    func put(_ principal: Principal) { state.withLock { $0.live[principal.digest] = principal } }
    func remove(_ digest: TokenDigest) { state.withLock { $0.live[digest] = nil } }
    func `break`() { state.withLock { $0.isBroken = true } }
    /// Happens once, between reading and answering.
    func meanwhile(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.meanwhile = action } }

    func apiKey(_ digest: TokenDigest, at now: Timestamp) async throws(StorageError) -> Principal? {
        try find(digest, "key")
    }
    func accessToken(_ digest: TokenDigest, at now: Timestamp) async throws(StorageError) -> Principal? {
        try find(digest, "at")
    }

    private func find(_ digest: TokenDigest, _ kind: String) throws(StorageError) -> Principal? {
        let (found, meanwhile, isBroken) = state.withLock { state in
            state.asked.append("\(kind) \(digest.hex)")
            defer { state.meanwhile = nil }
            return (state.live[digest], state.meanwhile, state.isBroken)
        }
        guard !isBroken else { throw .unavailable(detail: "broken") }
        meanwhile?()
        return found
    }
}
