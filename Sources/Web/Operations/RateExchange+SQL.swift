import Kernel
import Persistence

extension RateExchange {
    struct Told: Sendable {
        let node: String
        let number: Int64
        let counts: String
    }

    static func add(
        _ counts: String, of node: String, _ number: Int64, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO rate_reports (node, number, made_at, counts)
            VALUES (\(node), \(number), \(now), \(counts))
            """)
    }

    /// Those of every node: one that ended left some behind.
    static func remove(before moment: Timestamp, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("DELETE FROM rate_reports WHERE made_at < \(moment)")
    }

    static func reports(
        since moment: Timestamp, butOf node: String, in database: any SQLDatabase
    ) async throws(StorageError) -> [Told] {
        let rows = try await database.rows(
            """
            SELECT node, number, counts FROM rate_reports WHERE made_at >= \(moment) AND node <> \(node)
            ORDER BY node, number
            """)
        var reports: [Told] = []
        for row in rows {
            reports.append(
                Told(node: try row.text("node"), number: try row.integer("number"), counts: try row.text("counts")))
        }
        return reports
    }
}
