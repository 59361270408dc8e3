package import Kernel
package import Persistence

/// The tenants of this server.
package struct Portals: Sendable {
    let database: any SQLDatabase
    let ambient: Ambient
    let journal: Journal
    let changes: CredentialChanges
    private let links: MailedLinks

    package init(database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges, links: MailedLinks) {
        (self.database, self.ambient, self.changes, self.links) = (database, ambient, changes, links)
        journal = Journal(ambient: ambient)
    }

    package enum Creation: Sendable {
        /// `invitation` is the link by which an owner without a password gets in; nil for one who has one.
        case created(Portal, owner: UserID, invitation: MailedLink?)
        case slugTaken
    }

    package func find(_ id: PortalID) async throws(StorageError) -> Portal? {
        try await database.first(Self.select(id), as: Self.portal)
    }

    package func find(slug: String) async throws(StorageError) -> Portal? {
        try await database.first(Self.select(slug: slug), as: Self.portal)
    }

    package func all() async throws(StorageError) -> [Portal] {
        try await database.rows(Self.selectAll, as: Self.portal)
    }

    /// A portal with its first owner.
    package func create(
        _ new: NewPortal, owner: NewMember, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Creation {
        let now = ambient.now()
        let portal = Portal(id: ambient.makeID(), slug: new.slug, name: new.name, timeZone: new.timeZone)
        let id: UserID = ambient.makeID()
        let link = links.invitation()
        let event = AuditEvent(
            "portal.created", in: .portal(portal.id), by: actor, on: .init(kind: "portal", id: portal.id.text),
            after: .facts(["slug": portal.slug, "name": portal.name, "owner": owner.email.text]))
        let (journal, links) = (journal, links)
        return try await database.write { connection throws(StorageError) -> Creation in
            guard try Self.insert(portal, at: now, on: connection) else { return .slugTaken }
            let account = try Users.findOrMake(owner, as: id, at: now, on: connection)
            _ = try Memberships.insert(account.id, owner.role, in: portal.id, at: now, on: connection)
            try journal.record(event, on: connection)
            guard !account.hasPassword else { return .created(portal, owner: account.id, invitation: nil) }
            try links.insert(link, of: account.id.text, on: connection)
            try journal.mail(.invitation(to: owner.email, portal: portal.name, link: link), on: connection)
            return .created(portal, owner: account.id, invitation: link)
        }
    }
}

/// What a portal is made from.
package struct NewPortal: Sendable {
    package let slug: String
    package let name: String
    package let timeZone: String

    package init(slug: String, name: String, timeZone: String = "Europe/Amsterdam") throws(RefusedForm) {
        var problems: [FormProblem] = []
        if !Self.isSlug(slug) { problems.append(FormProblem("slug", "error.slug.malformed")) }
        var checkedName: PublicName?
        do throws(PublicName.Fault) {
            checkedName = try PublicName(name)
        } catch {
            problems.append(error.problem(of: "name"))
        }
        guard let checkedName, problems.isEmpty else { throw RefusedForm(problems) }
        (self.slug, self.name, self.timeZone) = (slug, checkedName.text, timeZone)
    }

    /// Lower-case letters, digits and hyphens inside, 2 to 63 of them: a label of a host name.
    private static func isSlug(_ text: String) -> Bool {
        guard (2...63).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "-"),
            text.utf8.last != UInt8(ascii: "-")
        else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }
}
