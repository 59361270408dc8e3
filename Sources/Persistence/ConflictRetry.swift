package import Kernel

/// The one rule by which drivers repeat a transaction.
package enum ConflictRetry {
    private static let attempts = 3
    /// Less than the drivers' limit on waiting for a lock (5 s), which is not worth waiting for again, and more than PostgreSQL
    /// takes to notice a deadlock (1 s).
    private static let patience = Duration.seconds(4)

    /// Runs `attempt` again after `.conflict`, at most twice, a few milliseconds apart.
    package static func run<Outcome: Sendable>(
        _ attempt: @Sendable () async throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        let start = ContinuousClock.now
        for number in 1..<attempts {
            do {
                return try await attempt()
            } catch .conflict where ContinuousClock.now - start < patience {
                // A cancelled caller retries at once; stopping here would be a third outcome that nobody expects.
                try? await Task.sleep(for: .milliseconds(Int.random(in: 2...10) * number))
            }
        }
        return try await attempt()
    }
}
