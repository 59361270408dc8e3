import Kernel
import Persistence

extension AuditLog {
    static func select(
        in scope: AuditEvent.Scope, _ filter: AuditFilter, before id: Identifier<AuditEventKind>?, limit: Int
    ) -> SQL {
        var conditions: SQL = "portal_id = \(scope.text)"
        if let id { conditions = "\(conditions) AND id < \(id)" }
        if let from = filter.from {
            conditions = "\(conditions) AND id >= \(Identifier<AuditEventKind>(firstAt: from))"
        }
        if let until = filter.until {
            conditions = "\(conditions) AND id < \(Identifier<AuditEventKind>(firstAt: until))"
        }
        for (column, beginning) in [("action" as SQL, filter.action), ("actor_name", filter.actor)]
        where !beginning.isEmpty {
            // Not LIKE: it ignores letter case on SQLite only.
            let length = beginning.unicodeScalars.count
            conditions = "\(conditions) AND SUBSTR(\(column), 1, CAST(\(length) AS INTEGER)) = \(beginning)"
        }
        if !filter.object.isEmpty {
            conditions = "\(conditions) AND (object_id = \(filter.object) OR object_kind = \(filter.object))"
        }
        if !filter.credential.isEmpty {
            let id = filter.credential
            // A grant is an object of its own; whose it is, its row knows, which is never deleted.
            conditions = """
                \(conditions) AND (actor_id = \(id) OR object_id = \(id)
                    OR object_id IN (SELECT g.id FROM grants g WHERE g.portal_id = \(scope.text) AND g.app_id = \(id)))
                """
        }
        return """
            SELECT id, action, actor_kind, actor_id, actor_name, address, object_kind, object_id, before, after, created_at
            FROM audit_events WHERE \(conditions) ORDER BY id DESC LIMIT \(limit)
            """
    }

    static func event(_ row: SQLRow) throws(StorageError) -> RecordedEvent {
        RecordedEvent(
            id: try row.id("id"), action: try row.text("action"), actorKind: try row.choice("actor_kind"),
            actorID: try row.text("actor_id"), actorName: try row.text("actor_name"), address: try row.text("address"),
            objectKind: try row.text("object_kind"), objectID: try row.text("object_id"),
            before: try row.optionalText("before"),
            after: try row.optionalText("after"), at: try row.timestamp("created_at"))
    }
}
