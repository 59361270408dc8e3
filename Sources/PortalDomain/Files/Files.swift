package import Kernel
package import Persistence

/// The files of a portal, in directories (contract api-v1, 4.9). One audit event per change.
package struct Files: Sendable {
    let database: any SQLDatabase
    let contents: Contents
    let journal: Journal
    let ambient: Ambient

    /// How deep directories may stand in each other.
    package static let maximumDepth = 32
    /// Bytes of one file.
    package static let maximumSize = 25 * 1_048_576

    package init(database: any SQLDatabase, contents: Contents, journal: Journal, ambient: Ambient) {
        (self.database, self.contents, self.journal, self.ambient) = (database, contents, journal, ambient)
    }

    package func find(_ id: FileEntryID, in portal: PortalID) async throws(StorageError) -> FileEntry? {
        try await database.first(Self.select(id, in: portal), as: Self.entry)
    }

    /// - Parameter directory: whose direct children; nil: the top. An unknown one is empty.
    package func list(
        _ page: PageRequest<FileEntryKind>, of directory: DirectoryID?, in portal: PortalID
    ) async throws(StorageError) -> Slice<FileEntry> {
        try await database.slice(Self.select(page, of: directory, in: portal), of: page, as: Self.entry)
    }

    /// A directory and those that it is in, the top one first; none if it is not there.
    package func path(to directory: DirectoryID, in portal: PortalID) async throws(StorageError) -> [FileEntry] {
        let rows = try await database.rows(Self.selectPath(to: directory, in: portal))
        return try rows.map { row throws(StorageError) in try Self.entry(row) }
    }

    /// Puts an upload into a directory, or at the top.
    package func add(
        _ upload: UploadedFile, to directory: DirectoryID?, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<FileEntry>? = nil
    ) async throws(StorageError) -> FileCreation {
        // Asked again below; here, so that what has no place takes no room.
        if let directory, try await find(.directory(directory), in: portal) == nil { return .noDirectory }
        let kept = try await contents.keep(upload, in: portal)
        let file = FileEntry(
            body: .file(
                ambient.makeID(), kept.id, size: kept.size,
                mediaType: MediaTypes.type(of: upload.content, named: upload.name)),
            name: upload.name.text, directory: directory, share: nil, createdAt: ambient.now())
        return try await insert(file, kept, in: portal, by: actor, keeping: keeper)
    }

    package func makeDirectory(
        named name: String, in directory: DirectoryID?, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<FileEntry>? = nil
    ) async throws(StorageError) -> FileCreation {
        let entry = FileEntry(
            body: .directory(ambient.makeID()), name: name, directory: directory, share: nil, createdAt: ambient.now())
        return try await insert(entry, nil, in: portal, by: actor, keeping: keeper)
    }

    private func insert(
        _ entry: FileEntry, _ kept: KeptContent?, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<FileEntry>?
    ) async throws(StorageError) -> FileCreation {
        let event = AuditEvent(
            entry.isDirectory ? "directory.created" : "file.created", in: .portal(portal), by: actor,
            on: entry.auditObject, after: entry.facts)
        return try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            guard let depth = try Self.depth(of: entry.directory, in: portal, on: connection) else {
                return .noDirectory
            }
            guard !entry.isDirectory || depth < Self.maximumDepth else { return .tooDeep }
            try Self.insert(entry, kept, depth: depth + 1, in: portal, on: connection)
            try journal.record(event, on: connection)
            try keeper?.keep(entry, on: connection)
            return .created(entry)
        }
    }

    /// - Parameter isRecursive: a directory with everything below it; otherwise only an empty one.
    package func delete(
        _ id: FileEntryID, isRecursive: Bool, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Deletion {
        let now = ambient.now()
        return try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            guard let entry = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            let below = try Self.below(id, in: portal, on: connection)
            guard isRecursive || below.count == 1 else { return .refused("The directory is not empty.") }
            try Self.delete(below, in: portal, at: now, on: connection)
            let event = AuditEvent(
                entry.isDirectory ? "directory.deleted" : "file.deleted", in: .portal(portal), by: actor,
                on: entry.auditObject, before: entry.facts,
                after: below.count > 1 ? .facts(["deleted_below": "\(below.count - 1)"]) : nil)
            try journal.record(event, on: connection)
            return .deleted
        }
    }
}
