import Kernel
import NIOPosix
import Persistence
import Synchronization

/// The sessions, and a thread for each: libpq blocks while it waits for the server.
///
/// Work runs on a thread, and a thread takes any idle session or opens one. There are as many threads as sessions, so it never
/// waits for one. Sessions that were lost are replaced by whoever needs the next.
final class SessionPool: Sendable {
    private struct State {
        var idle: [PostgresSession] = []
        /// How often a session found that the schema had changed under its prepared statements.
        var schemaChanges = 0
        /// Callers who were let in and have no answer yet.
        var callers = 0
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let configuration: PostgresConfiguration
    private let statementGuard: StatementGuard
    private let threads: NIOThreadPool
    private let state = Mutex(State())

    init(_ configuration: PostgresConfiguration, guard statementGuard: StatementGuard) {
        (self.configuration, self.statementGuard) = (configuration, statementGuard)
        threads = NIOThreadPool(numberOfThreads: configuration.connections)
        threads.start()
    }

    deinit { threads.shutdownGracefully { _ in } }

    var statistics: DatabaseStatistics {
        let callers = state.withLock { $0.callers }
        let busy = min(callers, configuration.connections)
        return DatabaseStatistics(connections: configuration.connections, busy: busy, waiting: callers - busy)
    }

    /// Runs `work` on a session. A cancelled caller still gets its answer.
    ///
    /// `work` is run a second time, on a fresh connection, when the one it got turned out to be stale.
    func perform<Outcome: Sendable>(
        _ work: @escaping @Sendable (PostgresSession) throws(PostgresFailure) -> Outcome
    ) async throws(StorageError) -> Outcome {
        if let refusal = admit() { throw .unavailable(detail: refusal) }
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Outcome, StorageError>, Never>) in
            // Not `runIfActive`: it drops the work when the caller is cancelled.
            threads.submit { thread in
                guard case .active = thread else {
                    return continuation.resume(returning: .failure(.unavailable(detail: "the database is closed")))
                }
                continuation.resume(returning: Result { () throws(StorageError) in try self.onThread(work) })
            }
        }
        leave()
        return try result.get()
    }

    /// Waits for what is under way, then disconnects.
    func close() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isQuiet = state.withLock { state in
                state.isClosed = true
                if state.callers > 0 { state.closers.append(continuation) }
                return state.callers == 0
            }
            if isQuiet { continuation.resume() }
        }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            threads.submit { _ in
                self.disconnectIdle()
                continuation.resume()
            }
        }
        try? await threads.shutdownGracefully()
    }

    // MARK: - At the door

    /// Nil lets the caller in.
    private func admit() -> String? {
        state.withLock { state in
            if state.isClosed { return "the database is closed" }
            guard state.callers < configuration.callerLimit else { return "too many callers are waiting" }
            state.callers += 1
            return nil
        }
    }

    private func leave() {
        let closers = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.callers -= 1
            guard state.isClosed, state.callers == 0 else { return [] }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    // MARK: - On a thread

    private func onThread<Outcome>(
        _ work: (PostgresSession) throws(PostgresFailure) -> Outcome
    ) throws(StorageError) -> Outcome {
        let (idle, schemaChanges) = state.withLock { ($0.idle.popLast(), $0.schemaChanges) }
        if let idle {
            idle.forgetStatements(ifOlderThan: schemaChanges)
            do throws(PostgresFailure) {
                return try run(work, on: idle)
            } catch {
                guard case .stale = error else { throw error.storageError }
            }
        }
        let fresh = try PostgresSession(configuration, guard: statementGuard, schemaChanges: schemaChanges)
        do throws(PostgresFailure) {
            return try run(work, on: fresh)
        } catch {
            throw error.storageError
        }
    }

    private func run<Outcome>(
        _ work: (PostgresSession) throws(PostgresFailure) -> Outcome, on session: PostgresSession
    ) throws(PostgresFailure) -> Outcome {
        defer {
            state.withLock { state in
                if session.hasSeenChangedSchema { state.schemaChanges += 1 }
                // Any other has been lost, or would be in the middle of something.
                if session.isReusable { state.idle.append(session) }
            }
        }
        return try work(session)
    }

    private func disconnectIdle() {
        // Outside of the lock: a session says goodbye to the server, which can take a moment.
        let idle = state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        withExtendedLifetime(idle) {}
    }
}
