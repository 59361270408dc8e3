import UnixSignals

/// Ctrl-C and SIGTERM, for a long work that would rather end between two transactions than anywhere.
enum Interruption {
    /// Runs `work` in a task that is cancelled when the program is told to stop. What `work` makes of that is its own affair.
    static func cancelling<Outcome: Sendable>(
        _ work: @escaping @Sendable () async throws -> Outcome
    ) async throws -> Outcome {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let task = Task { try await work() }
        let watch = Task { for await _ in signals { task.cancel() } }
        defer { watch.cancel() }
        return try await task.value
    }
}
