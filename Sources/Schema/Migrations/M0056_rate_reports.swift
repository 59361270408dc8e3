import Persistence

extension Migrations {
    /// What each node admitted lately, for the others. Rows live for a minute.
    static let m0056RateReports = Migration(
        version: 56, name: "rate reports",
        statements: [
            """
            CREATE TABLE rate_reports (
                node TEXT NOT NULL, number BIGINT NOT NULL, made_at BIGINT NOT NULL, counts TEXT NOT NULL,
                PRIMARY KEY (node, number)
            )
            """,
            "CREATE INDEX rate_reports_made ON rate_reports (made_at)",
        ])
}
