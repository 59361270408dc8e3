package import Kernel
import Persistence

/// What the operator does about apps that nobody here registered.
extension Registrations {
    /// An app that registered itself, or that is known by its document, in a list.
    package struct Line: Sendable {
        package let id: AppID
        package let name: String
        package let createdAt: Timestamp
        /// Nil: nobody gave it access yet.
        package let firstUsedAt: Timestamp?
        /// The address of the document, which is its `client_id`.
        package let document: String?
    }

    /// All that were not ended, oldest first.
    package func all() async throws(StorageError) -> [Line] {
        try await database.rows(Self.selectAll).map { row throws(StorageError) in
            Line(
                id: try row.id("id"), name: try row.text("name"), createdAt: try row.timestamp("created_at"),
                firstUsedAt: try row.optionalTimestamp("first_used_at"), document: try row.optionalText("url"))
        }
    }

    /// Ends one for good, with all that it was given in every portal. The address of a document stays known as that of an app that ended,
    /// so reading it again does not bring the app back.
    ///
    /// - Returns: its name; nil if no app of that id registered itself, or it was ended before.
    package func end(_ id: AppID, by actor: AuditEvent.Actor) async throws(StorageError) -> String? {
        let now = ambient.now()
        let journal = journal
        let name = try await database.write { connection throws(StorageError) -> String? in
            try Self.end(id, by: actor, at: now, journal, on: connection)
        }
        if name != nil { await changes.app(id) }
        return name
    }
}
