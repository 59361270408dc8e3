package import Kernel
package import Persistence

/// The file requests of a portal, and what is sent in answer to them. One audit event per change.
package struct FileRequests: Sendable {
    let database: any SQLDatabase
    let contents: Contents
    let journal: Journal
    let links: PublicLinks
    let ambient: Ambient

    package static let area = "file-request"

    package init(
        database: any SQLDatabase, contents: Contents, journal: Journal, links: PublicLinks, ambient: Ambient
    ) {
        (self.database, self.contents, self.journal) = (database, contents, journal)
        (self.links, self.ambient) = (links, ambient)
    }

    package func find(_ id: FileRequestID, in portal: PortalID) async throws(StorageError) -> FileRequest? {
        let rows = try await database.rows(Self.select(id, in: portal))
        return try Self.requests(rows, links, in: portal).first
    }

    package func list(
        _ page: PageRequest<FileRequestKind>, in portal: PortalID
    ) async throws(StorageError) -> Slice<FileRequest> {
        let rows = try await database.rows(Self.select(page, in: portal))
        return Slice(try Self.requests(rows, links, in: portal), size: page.size)
    }

    /// For a request that is wrong in other ways too.
    package func lacks(_ directory: DirectoryID, in portal: PortalID) async throws(StorageError) -> Bool {
        try await database.read { connection throws(StorageError) in
            try !FileShares.unknown([.directory(directory)], in: portal, on: connection).isEmpty
        }
    }

    /// A customer gets the address by mail.
    package func create(
        _ new: NewFileRequest, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<FileRequest>? = nil
    ) async throws(StorageError) -> FileRequestCreation {
        let id: FileRequestID = ambient.makeID()
        let request = FileRequest(
            id: id, name: new.name, description: new.description, directory: new.directory, customer: new.customer,
            files: new.files.map { wanted in
                FileRequest.Wanted(
                    id: ambient.makeID(), name: wanted.name, description: wanted.description,
                    isRequired: wanted.isRequired, maximumKilobytes: wanted.maximumKilobytes, uploaded: nil)
            },
            completedAt: nil, address: links.address(of: id, in: portal, area: Self.area), createdAt: ambient.now())
        let event = AuditEvent(
            "file_request.created", in: .portal(portal), by: actor, on: request.auditObject, after: request.facts)
        return try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            let knowsDirectory = try request.directory.map { directory throws(StorageError) in
                try FileShares.unknown([.directory(directory)], in: portal, on: connection).isEmpty
            }
            let knowsCustomer = try request.customer.map { customer throws(StorageError) in
                try Customers.find(customer, in: portal, on: connection) != nil
            }
            guard knowsDirectory != false, knowsCustomer != false else {
                return .unknown(directory: knowsDirectory == false, customer: knowsCustomer == false)
            }
            try Self.insert(request, in: portal, on: connection)
            try journal.record(event, on: connection)
            if let customer = request.customer {
                let reader = try FileShares.reader(customer, in: portal, on: connection)
                try journal.mail(
                    .filesRequested(
                        request.files.map(\.name).joined(separator: ", "), of: reader, address: request.address),
                    from: portal, on: connection)
            }
            try keeper?.keep(request, on: connection)
            return .created(request)
        }
    }

    /// What was uploaded stays; the page is gone.
    package func delete(
        _ id: FileRequestID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Deletion {
        try await database.writeAcrossKeys { [journal, links] connection throws(StorageError) in
            guard let request = try Self.lock(id, links, in: portal, on: connection) else { return .notFound }
            try Self.delete(id, in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    "file_request.deleted", in: .portal(portal), by: actor, on: request.auditObject,
                    before: request.facts), on: connection)
            return .deleted
        }
    }

    // MARK: - The page

    /// The request behind an address, and whose it is; nil if the address is not that of a request, or the portal is closed.
    package func visit(
        _ id: FileRequestID, secret: String
    ) async throws(StorageError) -> (request: FileRequest, portal: Portal)? {
        guard let portal = try await links.visitedPortal(of: id, secret: secret, in: database),
            let request = try await find(id, in: portal.id)
        else { return nil }
        return (request, portal)
    }

    /// Takes one of the files that were asked for, once. The last one that is missing completes the request: its portal hears of it.
    ///
    /// - Parameter address: of the client, for the audit log.
    package func receive(
        _ upload: UploadedFile, as wanted: RequestedFileID, of id: FileRequestID, in portal: Portal,
        from address: String
    ) async throws(StorageError) -> FileReception {
        // Asked again below; here, so that what nobody wants any more takes no room.
        guard let found = try await find(id, in: portal.id)?.files.first(where: { $0.id == wanted }) else {
            return .notFound
        }
        guard found.uploaded == nil else { return .already }
        let kept = try await contents.keep(upload, in: portal.id)
        let (file, now): (FileID, Timestamp) = (ambient.makeID(), ambient.now())
        let type = MediaTypes.type(of: upload.content, named: upload.name)
        return try await database.writeAcrossKeys { [journal, links] connection throws(StorageError) in
            // The request's row is held from here on, so that of two last uploads one sees the other.
            guard var request = try Self.lock(id, links, in: portal.id, on: connection),
                let position = request.files.firstIndex(where: { $0.id == wanted })
            else { return .notFound }
            guard request.files[position].uploaded == nil else { return .already }
            guard kept.size <= request.files[position].maximumKilobytes * 1024 else { return .tooLarge }

            let entry = FileEntry(
                body: .file(file, kept.id, size: kept.size, mediaType: type), name: upload.name.text,
                directory: request.directory, share: nil, createdAt: now)
            let depth = try Files.depth(of: request.directory, in: portal.id, on: connection) ?? 0
            try Files.insert(entry, kept, depth: depth + 1, in: portal.id, on: connection)
            try Self.note(file, as: wanted, in: portal.id, on: connection)
            let actor = AuditEvent.Actor(
                kind: .visitor, id: request.customer?.text ?? "", name: request.name, address: address)
            try journal.record(
                AuditEvent(
                    "file.received", in: .portal(portal.id), by: actor, on: entry.auditObject, after: entry.facts),
                on: connection)
            request.files[position].uploaded = file

            guard request.isComplete, request.completedAt == nil else { return .received(request) }
            request.completedAt = now
            try Self.complete(id, at: now, in: portal.id, on: connection)
            try journal.record(
                AuditEvent(
                    "file_request.completed", in: .portal(portal.id), by: actor, on: request.auditObject,
                    after: request.facts), on: connection)
            try journal.announce(.fileRequestCompleted, .fileRequest(request), in: portal.id, on: connection)
            for person in try SecurityContacts.of(nil, in: portal.id, on: connection) {
                try journal.mail(
                    .filesReceived(to: person, portalName: portal.name, name: request.name), on: connection)
            }
            return .received(request)
        }
    }
}
