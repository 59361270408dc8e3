import Persistence

extension Migrations {
    /// How far the delivery of each mail is. Whoever writes a mail writes none of this: a new mail is due at once.
    static let m0013MailDelivery = Migration(
        version: 13, name: "mail delivery",
        statements: [
            "ALTER TABLE mails ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0",
            // NULL: nothing more is tried. A claimed mail has its claim's end here.
            "ALTER TABLE mails ADD COLUMN next_attempt_at BIGINT DEFAULT 0",
            // NULL: two days after it was written.
            "ALTER TABLE mails ADD COLUMN give_up_at BIGINT",
            "ALTER TABLE mails ADD COLUMN failed_at BIGINT",
            "ALTER TABLE mails ADD COLUMN last_error TEXT",
            // Whose claim it is, while somebody has the mail in hand.
            "ALTER TABLE mails ADD COLUMN claim TEXT",
            "UPDATE mails SET next_attempt_at = NULL WHERE sent_at IS NOT NULL",
            "CREATE INDEX mails_due ON mails (next_attempt_at)",
        ])
}
