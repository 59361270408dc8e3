package import Kernel
package import Persistence

/// What becomes due for API keys by the passing of time (checklist, row 213): warnings before a key ends, and the end of keys that nobody
/// has used for a year.
///
/// Every step is one conditional write with its mail in the same transaction, so it happens once however many nodes try.
package struct KeyDeadlines: Sendable {
    /// Seconds without use after which a key is revoked; a key that was never used counts from when it was made.
    package static let longestRest: Int64 = 365 * 86_400
    /// Keys per look.
    private static let batch = 200

    private let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient
    private let changes: CredentialChanges
    private let zones: TimeZones

    package init(
        database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges, zones: TimeZones = TimeZones()
    ) {
        (self.database, self.ambient, self.changes, self.zones) = (database, ambient, changes, zones)
        journal = Journal(ambient: ambient)
    }

    /// How much a sweep did.
    package struct Tally: Sendable, Equatable {
        package var warned = 0
        package var revoked = 0
    }

    /// Does everything that is due. After a long stop a key gets the nearest of its warnings, not all of them.
    package func sweep() async throws(StorageError) -> Tally {
        let now = ambient.now()
        var tally = Tally()
        var last: [DueKey] = []
        repeat {
            last = try await due(Self.selectUnused(since: now - Self.longestRest, at: now, limit: Self.batch))
            for key in last where try await revoke(key, at: now) { tally.revoked += 1 }
        } while last.count == Self.batch
        repeat {
            last = try await due(Self.selectEnding(at: now, limit: Self.batch))
            for key in last where try await warn(of: key, at: now) { tally.warned += 1 }
        } while last.count == Self.batch
        return tally
    }

    private func due(_ sql: SQL) async throws(StorageError) -> [DueKey] {
        try await database.rows(sql, as: DueKey.init)
    }

    /// False if somebody else was first, or the key changed meanwhile.
    private func warn(of key: DueKey, at now: Timestamp) async throws(StorageError) -> Bool {
        guard let end = key.expiresAt, let days = ExpiryWarning.reached(before: end, at: now) else { return false }
        let lifetime = KeyLifetime(maximumDays: nil, zone: zones.table(named: key.timeZone))
        let notice = KeyNotice(key, zone: lifetime)
        let journal = journal
        return try await database.write { connection throws(StorageError) -> Bool in
            guard try Self.claimWarning(days, of: key, at: now, on: connection) else { return false }
            for person in try SecurityContacts.of(key.creator, in: key.portal, on: connection) {
                try journal.mail(notice.ending(to: person, end: end), on: connection)
            }
            return true
        }
    }

    private func revoke(_ key: DueKey, at now: Timestamp) async throws(StorageError) -> Bool {
        let lifetime = KeyLifetime(maximumDays: nil, zone: zones.table(named: key.timeZone))
        let notice = KeyNotice(key, zone: lifetime)
        let event = AuditEvent(
            "api_key.revoked", in: .portal(key.portal), by: .system, on: .init(kind: "api_key", id: key.id.text),
            before: .facts(["name": key.name, "last_four": key.lastFour]),
            after: .facts(["reason": "unused for a year"]))
        let journal = journal
        let isRevoked = try await database.write { connection throws(StorageError) -> Bool in
            guard
                try Self.revokeUnused(key, since: now - Self.longestRest, at: now, on: connection)
            else { return false }
            try journal.record(event, on: connection)
            for person in try SecurityContacts.of(key.creator, in: key.portal, on: connection) {
                try journal.mail(notice.unused(to: person), on: connection)
            }
            return true
        }
        if isRevoked { await changes.portal(key.portal) }
        return isRevoked
    }
}

/// A key for which something is due.
struct DueKey: Sendable {
    let portal: PortalID
    let portalName: String
    let timeZone: String
    let id: APIKeyID
    let name: String
    let lastFour: String
    let creator: UserID
    let expiresAt: Timestamp?
    let isReplaced: Bool
}
