package import Kernel
package import Persistence

/// What owners and admins decide about their portal. Callers have checked that the actor is one.
package struct PortalSettings: Sendable {
    /// Days that a portal can set as the longest life of its API keys.
    package static let keyDays: ClosedRange<Int64> = 1...3650

    let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient
    private let changes: CredentialChanges
    /// The zones that exist, for forms and checks.
    package let zones: TimeZones

    package init(database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges, zones: TimeZones) {
        (self.database, self.ambient, self.changes, self.zones) = (database, ambient, changes, zones)
        journal = Journal(ambient: ambient)
    }

    /// The settings themselves. Every field is checked.
    package struct Values: Sendable, Equatable {
        package let name: PublicName
        /// IANA name.
        package let timeZone: String
        /// The longest life of an API key in days; nil: as long as somebody likes (contract O40).
        package let keyDays: Int64?

        init(name: PublicName, timeZone: String, keyDays: Int64?) {
            (self.name, self.timeZone, self.keyDays) = (name, timeZone, keyDays)
        }

        /// - Parameters:
        ///   - keyDays: digits, or nothing for no maximum.
        ///   - zones: those that exist.
        package init(
            name: String, timeZone: String, keyDays: String, zones: TimeZones
        ) throws(RefusedForm) {
            var problems: [FormProblem] = []
            var checkedName: PublicName?
            do throws(PublicName.Fault) {
                checkedName = try PublicName(name)
            } catch { problems.append(error.problem(of: "name")) }
            if zones.table(named: timeZone) == nil {
                problems.append(FormProblem("time_zone", "error.time_zone.unknown"))
            }
            let text = PublicName.trimmed(keyDays)
            // Digits only: `Int64` also reads a sign.
            let days = text.utf8.allSatisfy({ 48...57 ~= $0 }) ? Int64(text) : nil
            if !text.isEmpty, days.map({ !PortalSettings.keyDays.contains($0) }) ?? true {
                problems.append(
                    FormProblem("key_days", "error.key_days.range", ["limit": "\(PortalSettings.keyDays.upperBound)"]))
            }
            guard let checkedName, problems.isEmpty else { throw RefusedForm(problems) }
            self.init(name: checkedName, timeZone: timeZone, keyDays: days)
        }

        var facts: JSONValue {
            .facts(["name": name.text, "time_zone": timeZone, "key_days": keyDays.map { "\($0)" }])
        }
    }

    package func find(in portal: PortalID) async throws(StorageError) -> Values? {
        try await database.first(Self.select(portal), as: Self.values)
    }

    /// Keys that live longer than a new maximum keep their last day; it holds for what is made, replaced or changed from now on.
    /// - Returns: false if nothing was different.
    package func change(
        to new: Values, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Bool {
        let journal = journal
        let isChanged = try await database.write { connection throws(StorageError) -> Bool in
            try Portals.lock(portal, on: connection)
            guard let row = try connection.first(Self.select(portal)) else { return false }
            let old = try Self.values(row)
            guard old != new else { return false }
            try Self.update(portal, to: new, on: connection)
            if old.timeZone != new.timeZone { try Subscriptions.planAnew(in: portal, on: connection) }
            try journal.record(
                AuditEvent(
                    "settings.changed", in: .portal(portal), by: actor, on: .init(kind: "portal", id: portal.text),
                    before: old.facts, after: new.facts), on: connection)
            return true
        }
        // Name and time zone of the portal are part of what the token cache remembers.
        if isChanged { await changes.portal(portal) }
        return isChanged
    }
}
