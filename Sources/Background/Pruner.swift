package import Kernel
package import Logging
package import Persistence
import PortalDomain
import ServiceLifecycle

/// Deletes what has had its time, in small batches, so that nobody waits long for the writer.
///
/// Spent codes and replaced refresh tokens are evidence: who shows one again reveals a theft. They stay until nothing
/// is alive any more that could be revoked then.
package struct Pruner: Service, CustomStringConvertible {
    let database: any SQLDatabase
    /// Seconds that an access token may outlive the grant's last refresh.
    let longestAccessToken: Int64
    /// Seconds that the record of a delivery stays after its last attempt.
    let deliveryRecords: Int64
    private let ambient: Ambient
    private let pulse: Pulse

    /// Rows per transaction.
    static let batch = 500
    /// Seconds that things stay beyond their end, so that a person or app that comes a little late hears "expired" and
    /// not "unknown".
    static let grace: Int64 = 3600
    /// Seconds in which a developer confirms the address: those of the link, and a day.
    static let registrationLife: Int64 = 8 * 86_400

    package init(
        database: any SQLDatabase, ambient: Ambient, longestAccessToken: Int64,
        deliveryRecords: Int64 = Webhooks.recordLifetime, period: Duration = .seconds(600), logger: Logger
    ) {
        (self.database, self.ambient, self.longestAccessToken) = (database, ambient, longestAccessToken)
        self.deliveryRecords = deliveryRecords
        pulse = Pulse(name: "pruner", period: period, firstPause: min(period, .seconds(10)), logger: logger)
    }

    /// As the log names it.
    package var description: String { pulse.name }

    package func run() async throws {
        await pulse.run { try await sweep(at: ambient.now()) }
    }

    /// Deletes everything that is due.
    /// - Returns: how many rows.
    @discardableResult
    package func sweep(at now: Timestamp) async throws -> Int {
        let journal = Journal(ambient: ambient)
        var total = 0
        for deletion in deletions(at: now) {
            var count = Self.batch
            while count == Self.batch {
                try Task.checkCancellation()
                guard !Task.isShuttingDownGracefully else { return total }
                count = try await database.write { connection throws(StorageError) in
                    try Self.run(deletion, at: now, journal, on: connection)
                }
                total += count
            }
        }
        return total
    }
}
