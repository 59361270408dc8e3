package import Kernel
package import Persistence

/// The letterheads of portals, and their logos.
package struct Letterheads: Sendable {
    private let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient

    package init(database: any SQLDatabase, journal: Journal, ambient: Ambient) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
    }

    package func find(in portal: PortalID) async throws(StorageError) -> Letterhead {
        guard let row = try await database.first(Self.select(portal)) else { throw .invalid(detail: "no such portal") }
        return try Self.letterhead(row)
    }

    package func logo(in portal: PortalID) async throws(StorageError) -> PrintedLogo? {
        try await database.first(Self.selectLogo(portal)).flatMap { row throws(StorageError) in try Self.logo(row) }
    }

    /// Papers that were printed stay as they are.
    /// - Returns: what is wrong with the form; nil if it was taken.
    package func change(
        to form: LetterheadForm, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> RefusedForm? {
        let new: Letterhead
        do throws(RefusedForm) {
            new = try form.letterhead()
        } catch {
            return error
        }
        try await database.write { [journal] connection throws(StorageError) in
            try Portals.lock(portal, on: connection)
            guard let row = try connection.first(Self.select(portal)) else { return }
            let old = try Self.letterhead(row)
            guard old != new else { return }
            try Self.put(new, in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    "letterhead.changed", in: .portal(portal), by: actor, on: Self.object(portal), before: old.facts,
                    after: new.facts), on: connection)
        }
        return nil
    }

    /// - Returns: false for a picture that no PDF can hold.
    package func setLogo(
        _ logo: AppLogo, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Bool {
        guard let printed = PrintedLogo(logo) else { return false }
        let now = ambient.now()
        try await database.write { [journal] connection throws(StorageError) in
            try Self.putLogo(printed, in: portal, at: now, on: connection)
            try journal.record(
                AuditEvent(
                    "letterhead.logo_set", in: .portal(portal), by: actor, on: Self.object(portal),
                    after: .facts(["sha256": logo.digest.hex])), on: connection)
        }
        return true
    }

    /// - Returns: false if there is none.
    package func removeLogo(
        in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Bool {
        try await database.write { [journal] connection throws(StorageError) in
            guard try Self.deleteLogo(in: portal, on: connection) else { return false }
            try journal.record(
                AuditEvent("letterhead.logo_removed", in: .portal(portal), by: actor, on: Self.object(portal)),
                on: connection)
            return true
        }
    }

    private static func object(_ portal: PortalID) -> AuditEvent.Object { .init(kind: "portal", id: portal.text) }
}
