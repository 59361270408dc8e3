package import Kernel
package import Logging
package import Persistence
package import PortalDomain
import ServiceLifecycle

/// Warns of API keys that are going to end, and revokes those that nobody uses (checklist, row 213). One node does it.
package struct KeyKeeper: Service, CustomStringConvertible {
    private let deadlines: KeyDeadlines
    private let lease: Lease
    private let pulse: Pulse
    private let logger: Logger

    /// - Parameter node: as for `Lease.holder`.
    package init(
        deadlines: KeyDeadlines, database: any SQLDatabase, node: String? = nil, ambient: Ambient,
        period: Duration = .seconds(600), logger: Logger
    ) {
        (self.deadlines, self.logger) = (deadlines, logger)
        // Longer than the pause between two looks, so that the same node goes on with it.
        lease = Lease(
            "key keeper", holder: node, term: 2 * period.components.seconds, database: database, ambient: ambient)
        pulse = Pulse(name: "key keeper", period: period, firstPause: min(period, .seconds(15)), logger: logger)
    }

    /// As the log names it.
    package var description: String { pulse.name }

    package func run() async throws {
        await pulse.run { _ = try await look() }
        try? await lease.release()
    }

    /// What this node did; nil if the work is another node's.
    @discardableResult
    package func look() async throws(StorageError) -> KeyDeadlines.Tally? {
        guard try await lease.take() else { return nil }
        let tally = try await deadlines.sweep()
        if tally.warned + tally.revoked > 0 {
            logger.info(
                "API keys", metadata: ["warned": "\(tally.warned)", "revoked_unused": "\(tally.revoked)"])
        }
        return tally
    }
}
