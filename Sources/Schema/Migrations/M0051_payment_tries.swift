import Persistence

extension Migrations {
    static let m0051PaymentTries = Migration(
        version: 51, name: "payment tries",
        statements: [
            // When a provider was asked to charge somebody: no order is repeated once the provider has forgotten it (decision 0043).
            "ALTER TABLE payments ADD COLUMN tried_at BIGINT",
            "CREATE INDEX payments_invoice ON payments (portal_id, invoice_id) WHERE invoice_id IS NOT NULL",
        ])
}
