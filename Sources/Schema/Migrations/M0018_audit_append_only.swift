import Persistence

extension Migrations {
    /// Closes the ways around the triggers of step 6: TRUNCATE, which fires no trigger for rows, and on SQLite `REPLACE`, which deletes
    /// the old row without firing the trigger for DELETE.
    static let m0018AuditAppendOnly = Migration(
        version: 18, name: "audit append only",
        statements: [],
        variants: [
            .sqlite: [
                """
                CREATE TRIGGER audit_events_no_replace BEFORE INSERT ON audit_events
                WHEN EXISTS (
                    SELECT 1 FROM audit_events
                    WHERE rowid = NEW.rowid OR (portal_id = NEW.portal_id AND id = NEW.id))
                BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END
                """
            ],
            .postgres: [
                """
                CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
                FOR EACH STATEMENT EXECUTE FUNCTION audit_events_append_only()
                """
            ],
        ])
}
