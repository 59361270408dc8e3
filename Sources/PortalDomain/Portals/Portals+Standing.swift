package import Kernel
import Persistence

/// A whole portal stopped by the operator (checklist, row 207).
///
/// One column of `portals` is all that changes: every look-up of a key, token, code or session joins that row anyway and reads the column
/// there. So nothing has to be found and ended, nothing that is issued at the same moment can be missed, and what was revoked before or
/// meanwhile is revoked still when the portal goes on.
extension Portals {
    /// Stops a portal: from the next call on all its credentials are refused, nobody can give access to it, and its pages say why.
    /// False if it was stopped before.
    package func suspend(_ portal: Portal, by actor: AuditEvent.Actor) async throws(StorageError) -> Bool {
        let now = ambient.now()
        return try await change("portal.suspended", portal, from: "active", to: "suspended", by: actor) {
            connection throws(StorageError) in
            try Self.suspend(portal.id, at: now, on: connection)
        }
    }

    /// Lets a portal go on where it stopped. False if it was not.
    package func reinstate(_ portal: Portal, by actor: AuditEvent.Actor) async throws(StorageError) -> Bool {
        try await change("portal.reinstated", portal, from: "suspended", to: "active", by: actor) {
            connection throws(StorageError) in
            try Self.reinstate(portal.id, on: connection)
        }
    }

    /// - Parameter write: whether the standing was another one before.
    private func change(
        _ action: String, _ portal: Portal, from old: String, to new: String, by actor: AuditEvent.Actor,
        write: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Bool
    ) async throws(StorageError) -> Bool {
        let journal = journal
        let event = AuditEvent(
            action, in: .portal(portal.id), by: actor, on: .init(kind: "portal", id: portal.id.text),
            before: .facts(["name": portal.name, "standing": old]),
            after: .facts(["name": portal.name, "standing": new]))
        let isChanged = try await database.write { connection throws(StorageError) -> Bool in
            guard try write(connection) else { return false }
            try journal.record(event, on: connection)
            return true
        }
        if isChanged { await changes.portal(portal.id) }
        return isChanged
    }
}
