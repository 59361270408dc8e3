import Kernel
import Persistence
import Synchronization

/// The connections that read.
///
/// A look-up by index takes a few microseconds, several times less than a visit to another thread. So every read starts on the
/// caller's thread, with a budget of well under a millisecond; one that needs longer is stopped and started again on a thread
/// of its own, and the cooperative pool is not held up. There is always a connection for a look-up: as many can be at
/// work as there are threads that run tasks.
final class Readers: Sendable {
    private struct State {
        var idle: [SQLiteConnection] = []
        var lookingUp = 0
        var patient: [PatientReader] = []
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []

        var isQuiet: Bool { lookingUp == 0 && patient.allSatisfy { $0.pending == 0 } }
    }

    private struct PatientReader {
        let connection: SQLiteConnection
        var pending = 0
    }

    private static let patientCount = 4

    private let open: @Sendable (SQLiteConnection.Purpose) throws(StorageError) -> SQLiteConnection
    private let waitingLimit: Int
    private let state = Mutex(State())

    init(
        waitingLimit: Int, open: @escaping @Sendable (SQLiteConnection.Purpose) throws(StorageError) -> SQLiteConnection
    ) {
        (self.waitingLimit, self.open) = (waitingLimit, open)
    }

    /// Runs `body`, which may run twice, so it must not do anything but read.
    func perform<Outcome: Sendable>(
        _ body: @escaping @Sendable (SQLiteConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        if let outcome = try lookUp(body) { return outcome }
        return try await readPatiently(body)
    }

    var statistics: DatabaseStatistics {
        state.withLock { state in
            let working = state.patient.count { $0.pending > 0 }
            return DatabaseStatistics(
                connections: state.idle.count + state.lookingUp + state.patient.count,
                busy: state.lookingUp + working,
                waiting: state.patient.reduce(0) { $0 + $1.pending } - working)
        }
    }

    /// Waits for the reads under way, then closes every connection.
    func close() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isQuiet = state.withLock { state in
                state.isClosed = true
                if !state.isQuiet { state.closers.append(continuation) }
                return state.isQuiet
            }
            if isQuiet { continuation.resume() }
        }
        let connections = state.withLock { state in
            defer { (state.idle, state.patient) = ([], []) }
            return state.idle + state.patient.map(\.connection)
        }
        for connection in connections { await connection.close() }
    }

    // MARK: - On the caller's thread

    private func lookUp<Outcome>(
        _ body: (SQLiteConnection) throws(StorageError) -> Outcome
    ) throws(StorageError) -> Outcome? {
        let connection = try takeIdle()
        defer { giveBack(connection) }
        return try connection.withinBudget { () throws(StorageError) in try body(connection) }
    }

    private func takeIdle() throws(StorageError) -> SQLiteConnection {
        let (idle, isClosed) = state.withLock { state -> (SQLiteConnection?, Bool) in
            guard !state.isClosed else { return (nil, true) }
            state.lookingUp += 1
            return (state.idle.popLast(), false)
        }
        guard !isClosed else { throw .unavailable(detail: "the database is closed") }
        if let idle { return idle }
        do {
            return try open(.lookingUp)
        } catch {
            finish { $0.lookingUp -= 1 }
            throw error
        }
    }

    private func giveBack(_ connection: SQLiteConnection) {
        finish { state in
            state.lookingUp -= 1
            // One that could not end its transaction would show the same snapshot for ever: it is dropped, and so closed.
            if !connection.isInTransaction { state.idle.append(connection) }
        }
    }

    private func finish(_ change: (inout State) -> Void) {
        let closers = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            change(&state)
            guard state.isClosed, state.isQuiet else { return [] }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    // MARK: - On a thread of its own

    private func readPatiently<Outcome: Sendable>(
        _ body: @escaping @Sendable (SQLiteConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        let position = try leastBusyReader()
        let connection = state.withLock { $0.patient[position].connection }
        let result = await connection.onQueue { connection in
            Result { () throws(StorageError) in try body(connection) }
        }
        finish { $0.patient[position].pending -= 1 }
        return try result.get()
    }

    /// Enters the caller in the queue of the reader with the fewest before it.
    private func leastBusyReader() throws(StorageError) -> Int {
        if state.withLock({ $0.patient.count < Self.patientCount && $0.patient.allSatisfy { $0.pending > 0 } }) {
            let connection = try open(.reading)
            state.withLock { state in
                if !state.isClosed { state.patient.append(PatientReader(connection: connection)) }
            }
        }
        let (position, refusal) = state.withLock { state -> (Int, String?) in
            guard !state.isClosed,
                let position = state.patient.indices.min(by: { state.patient[$0].pending < state.patient[$1].pending })
            else { return (0, "the database is closed") }
            guard state.patient.reduce(0, { $0 + $1.pending }) < waitingLimit else {
                return (0, "too many long reads are waiting")
            }
            state.patient[position].pending += 1
            return (position, nil)
        }
        if let refusal { throw .unavailable(detail: refusal) }
        return position
    }
}
