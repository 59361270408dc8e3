import Kernel
import Persistence

extension AppUsage {
    static func counts(
        of app: AppID, since first: Int64, on connection: any SQLConnection
    ) throws(StorageError) -> [Int64: AppActivity.Counts] {
        var counts: [Int64: AppActivity.Counts] = [:]
        let rows = try connection.rows(
            "SELECT day, requests, errors FROM app_days WHERE app_id = \(app) AND day >= \(first)")
        for row in rows {
            counts[try row.integer("day")] = AppActivity.Counts(
                requests: try row.int("requests"), errors: try row.int("errors"))
        }
        return counts
    }

    static func errors(of app: AppID, on connection: any SQLConnection) throws(StorageError) -> [AppError] {
        try connection.rows(
            "SELECT id, endpoint, code, reason, created_at FROM app_errors WHERE app_id = \(app) ORDER BY id DESC LIMIT 20"
        ).map { row throws(StorageError) in
            AppError(
                id: try row.id("id"), endpoint: try row.text("endpoint"), code: try row.text("code"),
                reason: try row.text("reason"), at: try row.timestamp("created_at"))
        }
    }

    /// Adds to what other nodes wrote. Selects from `apps`, so that an id that is no app writes nothing.
    static func add(
        _ counts: AppActivity.Counts, of app: AppID, on day: Int64, _ connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO app_days (app_id, day, requests, errors)
            SELECT id, CAST(\(day) AS BIGINT), CAST(\(counts.requests) AS BIGINT), CAST(\(counts.errors) AS BIGINT)
            FROM apps WHERE id = \(app) AND deleted_at IS NULL
            ON CONFLICT (app_id, day) DO UPDATE SET requests = app_days.requests + excluded.requests,
                errors = app_days.errors + excluded.errors
            """)
    }

    static func insert(_ error: AppError, of app: AppID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO app_errors (app_id, id, endpoint, code, reason, created_at)
            SELECT id, CAST(\(error.id) AS TEXT), CAST(\(error.endpoint) AS TEXT), CAST(\(error.code) AS TEXT),
                CAST(\(error.reason) AS TEXT), CAST(\(error.at) AS BIGINT)
            FROM apps WHERE id = \(app) AND deleted_at IS NULL
            ON CONFLICT (app_id, id) DO NOTHING
            """)
    }

    static func forgetDays(
        of app: AppID, before day: Int64, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("DELETE FROM app_days WHERE app_id = \(app) AND day < \(day)")
    }

    static func forgetErrors(of app: AppID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute(
            """
            DELETE FROM app_errors WHERE app_id = \(app) AND id NOT IN (
                SELECT id FROM app_errors WHERE app_id = \(app) ORDER BY id DESC LIMIT \(maximumErrors)
            )
            """)
    }
}
