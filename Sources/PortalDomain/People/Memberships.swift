package import Kernel
package import Persistence

/// Who belongs to which portal, and as what.
package struct Memberships: Sendable {
    let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient
    private let changes: CredentialChanges
    private let links: MailedLinks

    package init(database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges, links: MailedLinks) {
        (self.database, self.ambient, self.changes, self.links) = (database, ambient, changes, links)
        journal = Journal(ambient: ambient)
    }

    package enum Addition: Sendable {
        /// `invitation` is the link by which somebody without a password gets in; nil for those who have one.
        case added(UserID, invitation: MailedLink?)
        case alreadyMember
    }

    package enum Change: Sendable, Equatable {
        case changed, unchanged
        case notFound
        /// Every portal keeps an owner.
        case lastOwner
    }

    package func portals(of user: UserID) async throws(StorageError) -> [Membership] {
        try await database.rows(Self.selectPortals(of: user)).map { row throws(StorageError) in try Self.membership(row)
        }
    }

    package func role(of user: UserID, in portal: PortalID) async throws(StorageError) -> Role? {
        try await database.first(Self.selectRole(of: user, in: portal)).map { row throws(StorageError) in
            try row.choice("role")
        }
    }

    /// Makes the account if there is none, and mails an invitation to whoever has no password yet.
    package func add(
        _ member: NewMember, to portal: Portal, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Addition {
        let now = ambient.now()
        let id: UserID = ambient.makeID()
        let link = links.invitation()
        let (journal, links) = (journal, links)
        return try await database.write { connection throws(StorageError) -> Addition in
            let account = try Users.findOrMake(member, as: id, at: now, on: connection)
            guard try Self.insert(account.id, member.role, in: portal.id, at: now, on: connection) else {
                return .alreadyMember
            }
            try journal.record(
                AuditEvent(
                    "user.invited", in: .portal(portal.id), by: actor, on: .init(kind: "user", id: account.id.text),
                    after: .facts(["email": member.email.text, "role": member.role.rawValue])), on: connection)
            guard !account.hasPassword else { return .added(account.id, invitation: nil) }
            try links.insert(link, of: account.id.text, on: connection)
            try journal.mail(.invitation(to: member.email, portal: portal.name, link: link), on: connection)
            return .added(account.id, invitation: link)
        }
    }

    package func changeRole(
        of user: UserID, in portal: PortalID, to role: Role, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Change {
        let journal = journal
        let change = try await database.write { connection throws(StorageError) -> Change in
            try Portals.lock(portal, on: connection)
            guard let row = try connection.first(Self.selectRole(of: user, in: portal)) else { return .notFound }
            let old: Role = try row.choice("role")
            guard old != role else { return .unchanged }
            if old == .owner, try Self.countOwners(of: portal, on: connection) < 2 { return .lastOwner }
            try Self.update(user, to: role, in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    "user.role_changed", in: .portal(portal), by: actor, on: .init(kind: "user", id: user.text),
                    before: .facts(["role": old.rawValue]), after: .facts(["role": role.rawValue])), on: connection)
            return .changed
        }
        if change == .changed { await changes.portal(portal) }
        return change
    }

    package func remove(
        _ user: UserID, from portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Change {
        let now = ambient.now()
        let journal = journal
        let change = try await database.write { connection throws(StorageError) -> Change in
            try Portals.lock(portal, on: connection)
            guard let row = try connection.first(Self.selectRole(of: user, in: portal)) else { return .notFound }
            let role: Role = try row.choice("role")
            if role == .owner, try Self.countOwners(of: portal, on: connection) < 2 { return .lastOwner }
            try Self.delete(user, from: portal, on: connection)
            // Else they would come back to life if the person ever did.
            try Self.revokeCredentials(of: user, in: portal, at: now, on: connection)
            try journal.record(
                AuditEvent(
                    "user.removed", in: .portal(portal), by: actor, on: .init(kind: "user", id: user.text),
                    before: .facts(["role": role.rawValue])), on: connection)
            return .changed
        }
        if change == .changed { await changes.portal(portal) }
        return change
    }
}
