package import Kernel
package import Persistence

/// An event as it was recorded.
package struct RecordedEvent: Sendable {
    package let id: Identifier<AuditEventKind>
    package let action: String
    package let actorKind: AuditEvent.Actor.Kind
    package let actorID: String
    package let actorName: String
    package let address: String
    package let objectKind: String
    package let objectID: String
    /// JSON.
    package let before: String?
    package let after: String?
    package let at: Timestamp
}

/// What is asked of the log. Both are beginnings: `api_key.` finds all events of keys, `owner@` one person.
package struct AuditFilter: Sendable, Equatable {
    package var action: String
    package var actor: String

    package init(action: String = "", actor: String = "") { (self.action, self.actor) = (action, actor) }
}

/// Reads the audit log, newest first. It is written by `Journal` and by nobody else.
package struct AuditLog: Sendable {
    private let database: any SQLDatabase

    package init(database: any SQLDatabase) { self.database = database }

    /// - Parameter older: continues after this event.
    package func list(
        in scope: AuditEvent.Scope, matching filter: AuditFilter = AuditFilter(),
        older than: Identifier<AuditEventKind>? = nil, limit: Int
    ) async throws(StorageError) -> [RecordedEvent] {
        try await database.rows(Self.select(in: scope, filter, before: than, limit: limit)).map {
            row throws(StorageError) in
            try Self.event(row)
        }
    }
}
