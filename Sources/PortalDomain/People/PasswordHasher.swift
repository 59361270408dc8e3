package import Kernel
import NIOPosix
import Synchronization

/// Hashes passwords on threads of its own, a few at a time, so that sign-ins can neither starve token checks nor fill the memory.
package final class PasswordHasher: Sendable {
    /// The queue is full. Callers answer 503 with `Retry-After`.
    package struct Busy: Error {
        /// Seconds.
        package let retryAfter = 2
    }

    package let cost: PasswordHash.Cost
    private let pool: NIOThreadPool
    private let limit: Int
    private let ambient: Ambient
    private let jobs = Mutex(0)

    /// - Parameters:
    ///   - threads: how many hashes at once. Each takes 128 MiB at the standard cost.
    ///   - waiting: how many more may wait for a thread.
    package init(ambient: Ambient, cost: PasswordHash.Cost = .standard, threads: Int = 2, waiting: Int = 16) {
        (self.ambient, self.cost, limit) = (ambient, cost, threads + waiting)
        pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
    }

    deinit { pool.shutdownGracefully { _ in } }

    package func hash(_ password: Password) async throws(Busy) -> PasswordHash { try await hash(password.secret) }

    /// Whether `password` belongs to `hash`. Nil takes as long and is false: an unknown account must not answer faster than a
    /// wrong password (checklist, row 61).
    package func verify(_ password: Secret<String>, against hash: PasswordHash?) async throws(Busy) -> Bool {
        let cost = cost
        return try await run {
            // Longer than any password can be: nobody's. The work is done all the same.
            let tooLong = password.expose().utf8.count > Password.maximum
            let candidate = tooLong || password.expose().isEmpty ? Secret("x") : password
            guard let hash else {
                _ = PasswordHash(of: candidate, salt: [UInt8](repeating: 0, count: PasswordHash.saltBytes), cost: cost)
                return false
            }
            return hash.matches(candidate) && candidate.expose() == password.expose()
        }
    }

    /// The same password under today's cost; nil if the old hash is as good.
    func renewed(_ hash: PasswordHash, of password: Secret<String>) async throws(Busy) -> PasswordHash? {
        hash.cost == cost ? nil : try await self.hash(password)
    }

    /// Lets what is under way finish.
    package func close() async { try? await pool.shutdownGracefully() }

    private func hash(_ password: Secret<String>) async throws(Busy) -> PasswordHash {
        let salt = ambient.randomBytes(PasswordHash.saltBytes)
        let cost = cost
        return try await run { PasswordHash(of: password, salt: salt, cost: cost) }
    }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws(Busy) -> Value {
        let isAdmitted = jobs.withLock { jobs in
            guard jobs < limit else { return false }
            jobs += 1
            return true
        }
        guard isAdmitted else { throw Busy() }
        defer { jobs.withLock { $0 -= 1 } }
        do {
            return try await pool.runIfActive(work)
        } catch {
            throw Busy()  // cancelled while it waited, or shutting down
        }
    }
}
