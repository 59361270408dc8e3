import Kernel
import Persistence
import Synchronization

/// Lets writers share commits: an fsync costs more than a small transaction.
///
/// Whoever is waiting when the writer is free goes into one transaction, each closure in a savepoint of its own. One COMMIT, then
/// everybody is answered. Nobody waits for company: a writer that finds the queue empty starts at once.
final class WriteQueue: Sendable {
    private struct State {
        var waiting: [Job] = []
        var isRunning = false
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    /// A closure that waits for its turn. Exactly one of the two is called, once.
    private struct Job: Sendable {
        let run: @Sendable (SQLiteConnection) -> Attempt
        let refuse: @Sendable (StorageError) -> Void
    }

    /// A closure that has run, and whose caller does not know yet.
    private struct Attempt {
        let failure: StorageError?
        /// Answers with the closure's own outcome, or with a failure that came after it.
        let answer: (StorageError?) -> Void
    }

    private let connection: SQLiteConnection
    private let configuration: SQLiteConfiguration
    private let state = Mutex(State())

    init(connection: SQLiteConnection, configuration: SQLiteConfiguration) {
        (self.connection, self.configuration) = (connection, configuration)
    }

    var waitingCount: Int { state.withLock { $0.waiting.count } }
    var isRunning: Bool { state.withLock { $0.isRunning } }

    /// Runs `body` and returns after the commit. A caller that is cancelled still gets its answer.
    func perform<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Outcome, StorageError>, Never>) in
            let job = Job(
                run: { connection in
                    let result = Result { () throws(StorageError) in try Transaction.run(on: connection, body) }
                    return Attempt(failure: result.failure) { failure in
                        continuation.resume(returning: failure.map(Result.failure) ?? result)
                    }
                },
                refuse: { continuation.resume(returning: .failure($0)) })
            enqueue(job)
        }
        return try result.get()
    }

    /// Waits until everybody who was let in is answered.
    func close() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.isRunning { state.closers.append(continuation) }
                return !state.isRunning
            }
            if isIdle { continuation.resume() }
        }
    }

    private func enqueue(_ job: Job) {
        enum Decision { case start, wait, refuse(String) }
        let decision = state.withLock { state -> Decision in
            if state.isClosed { return .refuse("the database is closed") }
            if state.waiting.count >= configuration.waitingWriters { return .refuse("too many writers are waiting") }
            state.waiting.append(job)
            if state.isRunning { return .wait }
            state.isRunning = true
            return .start
        }
        switch decision {
        case .refuse(let detail): job.refuse(.unavailable(detail: detail))
        case .wait: break
        case .start: connection.schedule { _ in self.drain() }
        }
    }

    // MARK: - On the writer's thread

    private func drain() {
        while let first = next() { commitBatch(startingWith: first) }
    }

    /// Nil ends the run, in the same step in which it is decided.
    private func next() -> Job? {
        let (job, closers) = state.withLock { state -> (Job?, [CheckedContinuation<Void, Never>]) in
            if !state.waiting.isEmpty { return (state.waiting.removeFirst(), []) }
            state.isRunning = false
            defer { state.closers = [] }
            return (nil, state.closers)
        }
        for closer in closers { closer.resume() }
        return job
    }

    private func nextOfBatch() -> Job? {
        state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    }

    private func commitBatch(startingWith first: Job) {
        let start = ContinuousClock.now
        do {
            try connection.pass(.beginWriting)
        } catch {
            // Another program holds the file, for longer than the busy timeout. Everybody behind would wait as long again.
            let refused =
                [first]
                + state.withLock { state in
                    defer { state.waiting = [] }
                    return state.waiting
                }
            for job in refused { job.refuse(error) }
            return
        }
        var members: [(job: Job, attempt: Attempt)] = []
        var job: Job? = first
        while let current = job {
            let (attempt, isIntact) = runInSavepoint(current)
            guard isIntact else {
                if connection.isInTransaction { try? connection.pass(.rollback) }
                attempt.answer(attempt.failure ?? .conflict)
                // The others are not to blame, and what they saw was never committed: each has its turn again. This ends, because
                // whoever broke the transaction is out of it.
                let others = members.map(\.job)
                return state.withLock { $0.waiting.insert(contentsOf: others, at: 0) }
            }
            members.append((current, attempt))
            let isFull =
                members.count >= configuration.batchSize || ContinuousClock.now - start >= configuration.batchTime
            job = isFull ? nil : nextOfBatch()
        }
        var failure: StorageError?
        do {
            try connection.pass(.commit)
        } catch {
            failure = error
            if connection.isInTransaction { try? connection.pass(.rollback) }
        }
        // Its own failure is a caller's answer in any case: nothing of it was in the commit.
        for (_, attempt) in members { attempt.answer(attempt.failure ?? failure) }
    }

    /// - Returns: the attempt, and whether the transaction around it is still there. SQLite may roll all of it back, for
    ///   instance when the disk is full; then nothing that ran before it will be committed.
    private func runInSavepoint(_ job: Job) -> (attempt: Attempt, isIntact: Bool) {
        do {
            try connection.pass(.savepoint)
        } catch {
            return (Attempt(failure: error) { job.refuse($0 ?? error) }, false)
        }
        let attempt = job.run(connection)
        guard connection.isInTransaction else { return (attempt, false) }
        do {
            if attempt.failure != nil { try connection.pass(.rollbackToSavepoint) }
            try connection.pass(.release)
            return (attempt, connection.isInTransaction)
        } catch {
            return (attempt, false)
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        guard case .failure(let failure) = self else { return nil }
        return failure
    }
}
