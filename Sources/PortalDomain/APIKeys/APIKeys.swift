package import Kernel
package import Persistence

/// The API keys of portals (contract, section 7). Callers have checked that the actor is an owner or admin of the portal.
package struct APIKeys: Sendable {
    /// Live keys per portal.
    package static let limit = 100
    /// Seconds that an old key or secret may go on beside its successor.
    package static let overlaps: [Int64] = [0, 3600, 86_400, 604_800]

    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let changes: CredentialChanges
    let zones: TimeZones
    /// Requests per minute where a portal has no limit of its own; 0: no limit.
    let standardRate: Int

    /// - Parameter zones: where a day of a portal begins and ends.
    package init(
        database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges, zones: TimeZones = TimeZones(),
        standardRate: Int
    ) {
        (self.database, self.ambient, self.changes, self.zones) = (database, ambient, changes, zones)
        self.standardRate = standardRate
        journal = Journal(ambient: ambient)
    }

    package enum Creation: Sendable {
        /// The one time that the key can be seen.
        case created(APIKeyID, Credential)
        case limitReached
        /// It would live longer than the portal allows: until then at the latest.
        case beyondMaximum(Timestamp)
        /// It would be allowed more requests than the portal.
        case beyondRate(RateCeiling)
    }

    package enum Rotation: Sendable {
        /// `oldWorksUntil` is nil if the old key ended at once.
        case rotated(NewAPIKey, Credential, oldWorksUntil: Timestamp?)
        case limitReached
        /// It has a successor already.
        case replaced
        /// Its creator may do none of what it was made for, so there is nothing to hand on.
        case powerless
        case notFound
    }

    package enum Revocation: Sendable, Equatable { case revoked, revokedBefore, notFound }

    /// Those not revoked, newest first. Expired ones are among them until they are revoked.
    package func list(in portal: PortalID) async throws(StorageError) -> [APIKey] {
        try await database.rows(Self.selectAll(in: portal), as: Self.key)
    }

    /// One that is not revoked.
    package func find(_ id: APIKeyID, in portal: PortalID) async throws(StorageError) -> APIKey? {
        try await database.first(Self.select(id, in: portal), as: Self.key)
    }

    /// How long keys of this portal may live.
    package func lifetime(in portal: PortalID) async throws(StorageError) -> KeyLifetime {
        try Self.lifetime(await database.first(Self.selectLifetime(of: portal)), zones)
    }

    package func create(
        _ new: NewAPIKey, in portal: PortalID, for creator: UserID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Creation {
        let now = ambient.now()
        let id: APIKeyID = ambient.makeID()
        let key = Credential(minting: .apiKey, from: ambient)
        let event = AuditEvent(
            "api_key.created", in: .portal(portal), by: actor, on: .init(kind: "api_key", id: id.text),
            after: Self.facts(new))
        let (journal, zones, standardRate) = (journal, zones, standardRate)
        return try await database.write { connection throws(StorageError) -> Creation in
            try Portals.lock(portal, on: connection)
            let ceiling = try Self.rateCeiling(of: portal, standard: standardRate, on: connection)
            if let rate = new.rateLimit, !ceiling.admits(rate) { return .beyondRate(ceiling) }
            let lifetime = try Self.lifetime(connection.first(Self.selectLifetime(of: portal)), zones)
            if let limit = lifetime.limit(madeAt: now), !lifetime.admits(new.expiresAt, madeAt: now) {
                return .beyondMaximum(limit)
            }
            guard try Self.countLive(in: portal, at: now, on: connection) < Self.limit else { return .limitReached }
            try Self.insert(new, id, key, in: portal, for: creator, at: now, on: connection)
            try journal.record(event, on: connection)
            return .created(id, key)
        }
    }

    /// A successor with the same name and rules, which lives as long as the old key was made for; the old key ends after `overlap`
    /// seconds (contract O42).
    ///
    /// Never wider than the old key is *now*: it belongs to whoever rotates, and their rights may exceed those of the old one's creator.
    package func rotate(
        _ id: APIKeyID, in portal: PortalID, overlap: Int64, for creator: UserID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Rotation {
        let now = ambient.now()
        let newID: APIKeyID = ambient.makeID()
        let credential = Credential(minting: .apiKey, from: ambient)
        let (journal, zones) = (journal, zones)
        let rotation = try await database.write { connection throws(StorageError) -> Rotation in
            try Portals.lock(portal, on: connection)
            guard let row = try connection.first(Self.select(id, in: portal)) else { return .notFound }
            let old = try Self.key(row)
            guard !old.isExpired(at: now) else { return .notFound }
            guard old.successor == nil else { return .replaced }
            guard !old.effectiveScopes.isEmpty else { return .powerless }
            // Asked before anything is written: what is returned here is committed. A key that ends at once makes room.
            let others = try Self.countLive(in: portal, at: now, on: connection) - (overlap > 0 ? 0 : 1)
            guard others < Self.limit else { return .limitReached }
            let lifetime = try Self.lifetime(connection.first(Self.selectLifetime(of: portal)), zones)
            let end = overlap > 0 ? min(now + overlap, old.expiresAt ?? now + overlap) : nil
            guard try Self.replace(id, in: portal, by: newID, end: end, at: now, on: connection) else {
                return .notFound
            }
            let new = NewAPIKey(
                name: PublicName(stored: old.name), scopes: old.effectiveScopes,
                expiresAt: lifetime.renewed(from: old.createdAt, to: old.expiresAt, at: now),
                allowedAddresses: old.allowedAddresses, apiVersion: old.apiVersion, rateLimit: old.rateLimit)
            try Self.insert(new, newID, credential, in: portal, for: creator, at: now, on: connection)
            try journal.record(
                AuditEvent(
                    "api_key.rotated", in: .portal(portal), by: actor, on: .init(kind: "api_key", id: newID.text),
                    before: .facts(["id": id.text, "name": old.name, "last_four": old.lastFour]),
                    after: .facts([
                        "name": new.name.text, "last_four": credential.lastFour, "overlap": "\(overlap)",
                        "expires_at": new.expiresAt.map { "\($0.seconds)" },
                    ])), on: connection)
            return .rotated(new, credential, oldWorksUntil: end)
        }
        await changes.portal(portal)
        return rotation
    }

    /// Ends a key at once.
    package func revoke(
        _ id: APIKeyID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Revocation {
        let now = ambient.now()
        let journal = journal
        let revocation = try await database.write { connection throws(StorageError) -> Revocation in
            guard let key = try Self.revoke(id, in: portal, at: now, on: connection) else {
                return try Self.exists(id, in: portal, on: connection) ? .revokedBefore : .notFound
            }
            try journal.record(
                AuditEvent(
                    "api_key.revoked", in: .portal(portal), by: actor, on: .init(kind: "api_key", id: id.text),
                    before: .facts(["name": key.name, "last_four": key.lastFour])), on: connection)
            return .revoked
        }
        if revocation == .revoked { await changes.portal(portal) }
        return revocation
    }

    static func facts(_ key: NewAPIKey) -> JSONValue {
        .facts([
            "name": key.name.text, "scopes": key.scopes.text, "expires_at": key.expiresAt.map { "\($0.seconds)" },
            "allowed_addresses": key.allowedAddresses.map(\.description).joined(separator: " "),
            "api_version": key.apiVersion, "rate_limit": key.rateLimit.map { "\($0)" },
        ])
    }
}
