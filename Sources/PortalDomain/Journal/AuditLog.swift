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

/// What is asked of the log. An empty text asks nothing.
package struct AuditFilter: Sendable, Equatable {
    /// How the event's name begins: `api_key.` finds all events of keys.
    package var action: String
    /// How the actor's name begins: `owner@` finds one person.
    package var actor: String
    /// The id of what was changed, or its kind: `customer`.
    package var object = ""
    /// The id of an app or API key: what it did, and what was done to it and to the grants under it.
    package var credential = ""
    /// From this moment on.
    package var from: Timestamp?
    /// Before this moment.
    package var until: Timestamp?

    package init(action: String = "", actor: String = "") { (self.action, self.actor) = (action, actor) }
}

/// Reads the audit log, newest first. It is written by `Journal` and by nobody else.
package struct AuditLog: Sendable {
    private let database: any SQLDatabase

    package init(database: any SQLDatabase) { self.database = database }

    /// - Parameter older: continues after this event. New events do not move what is older, so a walk sees each event once.
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
