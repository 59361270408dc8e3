import Persistence

extension Migrations {
    /// When an attempt failed last: days in which nothing was attempted are no days of failure.
    static let m0055WebhookFailures = Migration(
        version: 55, name: "webhook failures", statements: ["ALTER TABLE webhooks ADD COLUMN failed_at BIGINT"])
}
