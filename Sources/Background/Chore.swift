package import Kernel
package import Logging
package import Persistence
import ServiceLifecycle

/// Something that one node does for all, again and again: take what is due, until nothing is.
///
/// The lease only saves work. What is done is made exactly once by the conditional writes of whoever does it.
package struct Chore: Service, CustomStringConvertible {
    private let lease: Lease
    private let pulse: Pulse
    private let logger: Logger
    private let work: @Sendable () async throws -> Int

    /// Rounds in a row, so that one chore with much to do does not keep the server from stopping.
    private static let rounds = 1000

    /// - Parameters:
    ///   - period: at least once a minute is what the contract promises.
    ///   - work: does a part of what is due, and returns how much that was.
    package init(
        _ name: String, database: any SQLDatabase, node: String? = nil, ambient: Ambient,
        period: Duration = .seconds(20), logger: Logger, _ work: @escaping @Sendable () async throws -> Int
    ) {
        // Longer than the pause between two looks, so that the same node goes on with it.
        lease = Lease(
            name, holder: node, term: 2 * period.components.seconds, database: database, ambient: ambient)
        pulse = Pulse(name: name, period: period, firstPause: min(period, .seconds(2)), logger: logger)
        (self.logger, self.work) = (logger, work)
    }

    /// As the log names it.
    package var description: String { pulse.name }

    package func run() async throws {
        await pulse.run { _ = try await look() }
        try? await lease.release()
    }

    /// How much this node did; nil if the work is another node's.
    @discardableResult
    package func look() async throws -> Int? {
        var total = 0
        for _ in 0..<Self.rounds {
            guard try await lease.take() else { return total > 0 ? total : nil }
            let count = try await work()
            total += count
            if count == 0 || Task.isCancelled || Task.isShuttingDownGracefully { break }
        }
        if total > 0 { logger.info("\(pulse.name)", metadata: ["done": "\(total)"]) }
        return total
    }
}
