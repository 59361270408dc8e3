import Kernel
import Persistence

/// Tells the other nodes on the same database what this one admitted, and hears the same from them (contract api-v1, 2.5).
///
/// Done every second, it lets all nodes together admit at most one second's traffic too much.
actor RateExchange {
    private let limits: RateLimits
    private let database: any SQLDatabase
    private let ambient: Ambient
    private let node: String
    private var reports: Int64 = 0
    /// The last report of each node that was heard lately.
    private var heard: [String: Int64] = [:]
    private var lastHearing: Timestamp?

    /// Seconds for which reports stay: a node that starts hears of the whole minute.
    private static let memory: Int64 = 60
    /// Seconds that a report may come late, by its commit or by the clock of its node, and still be heard.
    private static let lateness: Int64 = 5

    init(_ limits: RateLimits, database: any SQLDatabase, ambient: Ambient) {
        (self.limits, self.database, self.ambient) = (limits, database, ambient)
        node = Base64.encodeURL(ambient.randomBytes(12))
    }

    /// One report and one hearing. A node that admitted nothing writes nothing.
    func exchange() async throws(StorageError) {
        let now = ambient.now()
        try await tell(at: now)
        let since = lastHearing.map { $0 - Self.lateness } ?? now - Self.memory
        let told = try await Self.reports(since: since, butOf: node, in: database)
        let milliseconds = ambient.milliseconds()
        var last: [String: Int64] = [:]
        for report in told {
            last[report.node] = max(report.number, last[report.node] ?? 0)
            if report.number <= heard[report.node] ?? 0 { continue }
            let counts = RateReport(text: report.counts)
            for count in counts.tokens { limits.tokens.learn(count, at: milliseconds) }
            for count in counts.addresses { limits.addresses.learn(count, at: milliseconds) }
        }
        (heard, lastHearing) = (last, now)
    }

    private func tell(at now: Timestamp) async throws(StorageError) {
        let report = RateReport(tokens: limits.tokens.drain(), addresses: limits.addresses.drain())
        if report.isEmpty { return }
        reports += 1
        let (node, number, counts) = (node, reports, report.text)
        try await database.write { connection throws(StorageError) in
            try Self.add(counts, of: node, number, at: now, on: connection)
            try Self.remove(before: now - Self.memory, on: connection)
        }
    }
}
