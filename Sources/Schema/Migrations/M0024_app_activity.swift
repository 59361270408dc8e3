import Persistence

extension Migrations {
    /// What apps did at the token endpoint, by day, and their last refusals.
    static let m0024AppActivity = Migration(
        version: 24, name: "app activity",
        statements: [
            // `day` counts from 1970-01-01, in UTC.
            """
            CREATE TABLE app_days (
                app_id TEXT NOT NULL CONSTRAINT app_days_app_fkey REFERENCES apps (id),
                day BIGINT NOT NULL,
                requests BIGINT NOT NULL,
                errors BIGINT NOT NULL,
                CONSTRAINT app_days_pkey PRIMARY KEY (app_id, day)
            )
            """,
            // `id` is the id of the request that was refused.
            """
            CREATE TABLE app_errors (
                app_id TEXT NOT NULL CONSTRAINT app_errors_app_fkey REFERENCES apps (id),
                id TEXT NOT NULL,
                endpoint TEXT NOT NULL,
                code TEXT NOT NULL,
                reason TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT app_errors_pkey PRIMARY KEY (app_id, id)
            )
            """,
        ])
}
