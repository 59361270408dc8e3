/// Which database speaks. The only place where the two differ, besides the variants of a migration.
package enum Dialect: String, Sendable {
    case sqlite, postgres

    /// `n`: 1 if the table exists, else 0.
    func tableCount(named table: String) -> SQL {
        switch self {
        case .sqlite: "SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'table' AND name = \(table)"
        case .postgres:
            "SELECT COUNT(*) AS n FROM pg_tables WHERE schemaname = current_schema() AND tablename = \(table)"
        }
    }

    /// Takes the time limits off the transaction that asks. The one on waiting for locks stays: a migration that waits for
    /// a busy table makes everybody behind it wait as well.
    var liftingTimeLimits: [SQL] {
        switch self {
        case .sqlite: []
        case .postgres:
            [
                "SELECT set_config('statement_timeout', '0', TRUE)",
                "SELECT set_config('idle_in_transaction_session_timeout', '0', TRUE)",
            ]
        }
    }
}
