package import Kernel
package import Persistence

/// The shares of a portal, and what their pages show. One audit event per change.
package struct FileShares: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let links: PublicLinks
    let ambient: Ambient

    package static let area = "share"

    package init(database: any SQLDatabase, journal: Journal, links: PublicLinks, ambient: Ambient) {
        (self.database, self.journal, self.links, self.ambient) = (database, journal, links, ambient)
    }

    package func find(_ id: FileShareID, in portal: PortalID) async throws(StorageError) -> FileShare? {
        guard let row = try await database.first(Self.select(id, in: portal)) else { return nil }
        return try await shares([row], in: portal).first
    }

    package func list(
        _ page: PageRequest<FileShareKind>, in portal: PortalID
    ) async throws(StorageError) -> Slice<FileShare> {
        let rows = try await database.rows(Self.select(page, in: portal))
        return Slice(try await shares(rows, in: portal), size: page.size)
    }

    /// The positions of what is not there, for a request that is wrong in other ways too.
    /// - Parameter content: nil: no id.
    package func unknown(_ content: [FileEntryID?], in portal: PortalID) async throws(StorageError) -> [Int] {
        try await database.read { connection throws(StorageError) in
            try Self.unknown(content, in: portal, on: connection)
        }
    }

    /// - Parameters:
    ///   - content: each once, in the order in which it is shown.
    ///   - customer: gets the address by mail; nil: public.
    package func create(
        _ content: [FileEntryID], for customer: CustomerID?, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<FileShare>? = nil
    ) async throws(StorageError) -> FileShareCreation {
        let (id, now): (FileShareID, Timestamp) = (ambient.makeID(), ambient.now())
        let address = links.address(of: id, in: portal, area: Self.area)
        return try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            let unknown = try Self.unknown(content, in: portal, on: connection)
            let knows = try customer.map { customer throws(StorageError) in
                try Customers.find(customer, in: portal, on: connection) != nil
            }
            guard unknown.isEmpty, knows != false else { return .unknown(content: unknown, customer: knows == false) }
            try Self.insert(id, content, for: customer, in: portal, at: now, on: connection)
            let share = FileShare(
                id: id, customer: customer, content: try Self.content(of: id, in: portal, on: connection),
                address: address, createdAt: now)
            try journal.record(
                AuditEvent(
                    "file_share.created", in: .portal(portal), by: actor, on: share.auditObject, after: share.facts),
                on: connection)
            if let customer {
                let reader = try Self.reader(customer, in: portal, on: connection)
                try journal.mail(
                    .filesShared(with: reader, address: address), from: portal, on: connection)
            }
            try keeper?.keep(share, on: connection)
            return .created(share)
        }
    }

    /// The files stay; the page is gone.
    package func delete(
        _ id: FileShareID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Deletion {
        let address = links.address(of: id, in: portal, area: Self.area)
        return try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            guard let share = try Self.lock(id, at: address, in: portal, on: connection) else { return .notFound }
            try Self.delete(id, in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    "file_share.deleted", in: .portal(portal), by: actor, on: share.auditObject, before: share.facts),
                on: connection)
            return .deleted
        }
    }

    // MARK: - The page

    /// The share behind an address, and whose it is; nil if the address is not that of a share, or the portal is closed.
    package func visit(
        _ id: FileShareID, secret: String
    ) async throws(StorageError) -> (share: FileShare, portal: Portal)? {
        guard let portal = try await links.visitedPortal(of: id, secret: secret, in: database),
            let share = try await find(id, in: portal.id)
        else { return nil }
        return (share, portal)
    }

    /// A file or directory that a share holds, itself or in one of its directories.
    package func entry(
        _ id: FileEntryID, of share: FileShareID, in portal: PortalID
    ) async throws(StorageError) -> FileEntry? {
        try await database.first(Self.select(id, within: share, in: portal), as: Files.entry)
    }

    private func shares(_ rows: [SQLRow], in portal: PortalID) async throws(StorageError) -> [FileShare] {
        let ids: [FileShareID] = try rows.map { row throws(StorageError) in try row.id("id") }
        guard !ids.isEmpty else { return [] }
        var content: [FileShareID: [FileEntry]] = [:]
        for row in try await database.rows(Self.selectContent(of: ids, in: portal)) {
            content[try row.id("of_share"), default: []].append(try Files.entry(row))
        }
        return try rows.map { row throws(StorageError) in
            let id: FileShareID = try row.id("id")
            return FileShare(
                id: id, customer: try row.optionalID("customer_id"), content: content[id] ?? [],
                address: links.address(of: id, in: portal, area: Self.area),
                createdAt: try row.timestamp("created_at"))
        }
    }
}
