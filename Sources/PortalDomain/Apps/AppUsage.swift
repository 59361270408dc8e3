package import Kernel
package import Persistence

/// What became of the counters of `AppActivity`: 30 days and the last refusals of each app (contract O62).
package struct AppUsage: Sendable {
    /// Days that are shown, today included.
    package static let days: Int64 = 30
    /// Refusals that are kept per app.
    static let maximumErrors = 50

    private let database: any SQLDatabase

    package init(database: any SQLDatabase) { self.database = database }

    package struct Day: Sendable, Equatable {
        /// Since 1970-01-01, in UTC.
        package let day: Int64
        package let requests: Int
        package let errors: Int
    }

    package struct Report: Sendable {
        /// One for each of the 30 days, oldest first.
        package let days: [Day]
        /// Newest first.
        package let errors: [AppError]
    }

    /// The caller has checked whose app it is.
    package func report(of app: AppID, at now: Timestamp) async throws(StorageError) -> Report {
        let today = AppActivity.day(now)
        let first = today - Self.days + 1
        return try await database.read { connection throws(StorageError) -> Report in
            let counted = try Self.counts(of: app, since: first, on: connection)
            let days = (first...today).map { day in
                let counts = counted[day] ?? AppActivity.Counts()
                return Day(day: day, requests: counts.requests, errors: counts.errors)
            }
            return Report(days: days, errors: try Self.errors(of: app, on: connection))
        }
    }

    /// Adds what was counted. Ids that are no app of ours are dropped: anybody can name anything.
    package func add(_ entries: [AppID: AppActivity.Entry]) async throws(StorageError) {
        // One order on every node, so that two batches cannot wait for each other. Short transactions: others are waiting.
        for (app, entry) in entries.sorted(by: { $0.key < $1.key }) {
            try await database.write { connection throws(StorageError) in
                for (day, counts) in entry.days.sorted(by: { $0.key < $1.key }) {
                    try Self.add(counts, of: app, on: day, connection)
                }
                if let last = entry.days.keys.max() {
                    try Self.forgetDays(of: app, before: last - Self.days, on: connection)
                }
                for error in entry.errors { try Self.insert(error, of: app, on: connection) }
                if !entry.errors.isEmpty { try Self.forgetErrors(of: app, on: connection) }
            }
        }
    }
}
