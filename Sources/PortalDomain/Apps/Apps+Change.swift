import Kernel
import Persistence

extension Apps {
    /// The same for whoever may change an app: its developer in the portal, or an app that registered itself.
    static func change(
        _ id: AppID, to settings: AppSettings, of developer: DeveloperID, by actor: AuditEvent.Actor, at now: Timestamp,
        _ journal: Journal, on connection: any SQLConnection
    ) throws(StorageError) -> Update {
        guard try lock(id, of: developer, on: connection) != nil,
            let row = try connection.first(select(id, of: developer))
        else { return .notFound }
        let before = try AppSettings(row, of: id, on: connection)
        guard before != settings else { return .unchanged }
        if before.type != settings.type, try AppChange.isInUse(id, on: connection) {
            return .refused(FormProblem("type", "error.type.in_use"))
        }
        try AppChange(id: id, before: before, after: settings, now: now).apply(on: connection)
        let changes = zip(before.facts, settings.facts).filter { $0.value != $1.value }
        try journal.record(
            AuditEvent(
                "app.updated", in: .developer(developer), by: actor, on: .init(kind: "app", id: id.text),
                before: .facts(changes.map(\.0)), after: .facts(changes.map(\.1))), on: connection)
        return .updated
    }
}
