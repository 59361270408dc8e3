package import Kernel
package import Persistence

/// Who belongs to which portal, and as what.
package struct Memberships: Sendable {
    let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient
    private let changes: CredentialChanges
    private let links: MailedLinks
    private let resendings: AttemptThrottle
    /// Counts the people whom a portal invites.
    private let invitations = AttemptThrottle(limit: 50, window: 3600)

    /// - Parameter resendings: counts the mails to one person.
    package init(
        database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges, links: MailedLinks,
        resendings: AttemptThrottle = AttemptThrottle(limit: 5, window: 3600)
    ) {
        (self.database, self.ambient, self.changes, self.links) = (database, ambient, changes, links)
        self.resendings = resendings
        journal = Journal(ambient: ambient)
    }

    package enum Addition: Sendable {
        /// `invitation` is the link by which somebody without a password gets in; nil for those who have one.
        case added(UserID, invitation: MailedLink?)
        case alreadyMember
        /// Whoever asks may not give that role.
        case forbidden
        /// A developer's test portal is theirs alone: with it anybody could send our mails to anybody.
        case testPortal
        /// Enough mails for now, to this address or from this portal.
        case throttled(seconds: Int64)
    }

    package enum Resending: Sendable, Equatable {
        case sent
        case notFound
        /// Has joined already: there is nothing to invite to.
        case joined
        case forbidden
        /// Enough mails for now.
        case throttled(seconds: Int64)
    }

    package enum Change: Sendable, Equatable {
        case changed, unchanged
        case notFound
        /// Every portal keeps an owner.
        case lastOwner
        /// Whoever asks may not change somebody in that role, or not to that role.
        case forbidden
    }

    package func portals(of user: UserID) async throws(StorageError) -> [Membership] {
        try await database.rows(Self.selectPortals(of: user), as: Self.membership)
    }

    package func role(of user: UserID, in portal: PortalID) async throws(StorageError) -> Role? {
        try await database.first(Self.selectRole(of: user, in: portal)).map { row throws(StorageError) in
            try row.choice("role")
        }
    }

    /// Everybody who belongs to a portal, those who were invited included.
    package func list(in portal: PortalID) async throws(StorageError) -> [Member] {
        try await database.rows(Self.selectMembers(of: portal), as: Self.member)
    }

    /// Makes the account if there is none, and mails an invitation to whoever has no password yet. Who has one is told, too.
    package func add(
        _ member: NewMember, to portal: Portal, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Addition {
        let now = ambient.now()
        let id: UserID = ambient.makeID()
        let link = links.invitation()
        if actor.kind == .user {
            for (throttle, key) in [(invitations, portal.id.text), (resendings, member.email.key)] {
                if let seconds = throttle.delay(of: key, at: now) { return .throttled(seconds: seconds) }
                throttle.fail(key, at: now)
            }
        }
        let (journal, links) = (journal, links)
        return try await database.write { connection throws(StorageError) -> Addition in
            try Portals.lock(portal.id, on: connection)
            guard try !TestPortals.has(portal.id, on: connection) else { return .testPortal }
            guard try Self.may(actor, manage: [member.role], in: portal.id, on: connection) else { return .forbidden }
            let account = try Users.findOrMake(member, as: id, at: now, on: connection)
            guard try Self.insert(account.id, member.role, in: portal.id, at: now, on: connection) else {
                return .alreadyMember
            }
            try journal.record(
                AuditEvent(
                    "user.invited", in: .portal(portal.id), by: actor, on: .init(kind: "user", id: account.id.text),
                    after: .facts(["email": member.email.text, "role": member.role.rawValue])), on: connection)
            guard !account.hasPassword else {
                let holder = try Accounts.find(.user(account.id), on: connection)
                try journal.mail(
                    .added(
                        to: holder?.email ?? member.email.text, in: holder?.language, portal: portal.name,
                        address: links.portal(of: .user)), on: connection)
                return .added(account.id, invitation: nil)
            }
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
            guard try Self.may(actor, manage: [old, role], in: portal, on: connection) else { return .forbidden }
            guard old != role else { return .unchanged }
            if old == .owner, try !Self.hasOwner(besides: user, in: portal, on: connection) { return .lastOwner }
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
            // Everybody may leave, whatever they are.
            let isLeaving = actor.kind == .user && actor.id == user.text
            let mayManage = try Self.may(actor, manage: [role], in: portal, on: connection)
            guard isLeaving || mayManage else { return .forbidden }
            if role == .owner, try !Self.hasOwner(besides: user, in: portal, on: connection) { return .lastOwner }
            try Self.delete(user, from: portal, on: connection)
            // An invitation to nothing must not come back to life with the next one.
            if try Self.portals(of: user, on: connection).isEmpty {
                try MailedLinks.spendAll(of: user.text, .invitation, at: now, on: connection)
            }
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

    /// Another link for somebody who was invited; the ones before stop.
    package func resendInvitation(
        to user: UserID, in portal: Portal, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Resending {
        let now = ambient.now()
        let key = "\(portal.id) \(user)"
        if let seconds = resendings.delay(of: key, at: now) { return .throttled(seconds: seconds) }
        let link = links.invitation()
        let (journal, links) = (journal, links)
        let resending = try await database.write { connection throws(StorageError) -> Resending in
            try Portals.lock(portal.id, on: connection)
            guard let role = try Self.role(of: user, in: portal.id, on: connection),
                let holder = try Accounts.find(.user(user), on: connection)
            else { return .notFound }
            guard try Self.may(actor, manage: [role], in: portal.id, on: connection) else { return .forbidden }
            guard holder.passwordHash == nil, let email = AccountEmail(holder.email) else { return .joined }
            try MailedLinks.spendAll(of: user.text, .invitation, at: now, on: connection)
            try links.insert(link, of: user.text, on: connection)
            try journal.mail(.invitation(to: email, portal: portal.name, link: link), on: connection)
            try journal.record(
                AuditEvent(
                    "user.invitation_resent", in: .portal(portal.id), by: actor, on: .init(kind: "user", id: user.text),
                    after: .facts(["email": holder.email])), on: connection)
            return .sent
        }
        if resending == .sent { resendings.fail(key, at: now) }
        return resending
    }

    /// Asked in the transaction of the change, with the portal locked: whoever was demoted a moment ago manages nobody any more. The
    /// operator and the server itself may do everything.
    private static func may(
        _ actor: AuditEvent.Actor, manage roles: [Role], in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        guard actor.kind == .user else { return true }
        guard let own = try role(of: UserID(stored: actor.id), in: portal, on: connection) else { return false }
        return roles.allSatisfy(own.manages)
    }
}
