import Kernel
import Persistence

extension Files {
    /// Of `files f`.
    static let columns: SQL = """
        f.id AS id, f.name AS name, f.parent_id AS parent_id, f.content_id AS content_id, f.size AS size,
        f.media_type AS media_type, f.created_at AS created_at,
        (SELECT MAX(s.share_id) FROM file_share_entries s WHERE s.portal_id = f.portal_id AND s.file_id = f.id) AS share_id
        """

    static func select(_ id: FileEntryID, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM files f WHERE f.portal_id = \(portal) AND f.id = \(id.text)"
    }

    static func select(_ page: PageRequest<FileEntryKind>, of directory: DirectoryID?, in portal: PortalID) -> SQL {
        var conditions: SQL = "f.portal_id = \(portal)"
        if let directory {
            conditions = "\(conditions) AND f.parent_id = \(directory)"
        } else {
            conditions = "\(conditions) AND f.parent_id IS NULL"
        }
        if case .after(let id) = page.start { conditions = "\(conditions) AND f.tail < \(String(id.text.suffix(20)))" }
        // They all have one parent, also if it is none. PostgreSQL only sees that the index has this order if it is told.
        return """
            SELECT \(columns) FROM files f WHERE \(conditions)
            ORDER BY f.parent_id DESC, f.tail DESC LIMIT \(page.size + 1) OFFSET \(page.offset)
            """
    }

    /// Upwards by `parent_id`; the depth orders them.
    static func selectPath(to directory: DirectoryID, in portal: PortalID) -> SQL {
        """
        WITH RECURSIVE way (id, parent_id) AS (
            SELECT id, parent_id FROM files WHERE portal_id = \(portal) AND id = \(directory)
            UNION ALL
            SELECT u.id, u.parent_id FROM files u JOIN way ON u.id = way.parent_id WHERE u.portal_id = \(portal)
        )
        SELECT \(columns) FROM files f JOIN way ON f.id = way.id WHERE f.portal_id = \(portal) ORDER BY f.depth
        """
    }

    static func entry(_ row: SQLRow) throws(StorageError) -> FileEntry {
        let body: FileEntry.Body
        switch FileEntryID(stored: try row.text("id")) {
        case .file(let id):
            body = .file(
                id, try row.id("content_id"), size: try row.int("size"), mediaType: try row.text("media_type"))
        case .directory(let id): body = .directory(id)
        }
        return FileEntry(
            body: body, name: try row.text("name"), directory: try row.optionalID("parent_id"),
            share: try row.optionalID("share_id"), createdAt: try row.timestamp("created_at"))
    }

    // MARK: - Writing

    /// Of a directory; 0 at the top; nil if it is not there.
    static func depth(
        of directory: DirectoryID?, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Int? {
        guard let directory else { return 0 }
        let row = try connection.first("SELECT depth FROM files WHERE portal_id = \(portal) AND id = \(directory)")
        return try row?.int("depth")
    }

    static func insert(
        _ entry: FileEntry, _ kept: KeptContent?, depth: Int, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        if let kept { try Contents.insert(kept, in: portal, at: entry.createdAt, on: connection) }
        var mediaType: String?
        if case .file(_, _, _, let type) = entry.body { mediaType = type }
        try connection.execute(
            """
            INSERT INTO files (portal_id, id, tail, parent_id, depth, name, content_id, size, media_type, created_at)
            VALUES (\(portal), \(entry.id.text), \(entry.id.tail), \(entry.directory), \(depth), \(entry.name), \(kept?.id),
                \(kept?.size), \(mediaType), \(entry.createdAt))
            """)
    }

    /// See `Customers.lock`.
    static func lock(
        _ id: FileEntryID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> FileEntry? {
        let locked = try connection.execute(
            "UPDATE files SET name = name WHERE portal_id = \(portal) AND id = \(id.text)")
        guard locked == 1 else { return nil }
        return try connection.first(select(id, in: portal), as: entry)
    }

    /// An entry and everything below it, deepest first.
    static func below(
        _ id: FileEntryID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [String] {
        try connection.rows(
            """
            WITH RECURSIVE tree (id, depth) AS (
                SELECT id, depth FROM files WHERE portal_id = \(portal) AND id = \(id.text)
                UNION ALL
                SELECT c.id, c.depth FROM files c JOIN tree ON c.parent_id = tree.id WHERE c.portal_id = \(portal)
            )
            SELECT id FROM tree ORDER BY depth DESC
            """
        ).map { row throws(StorageError) in try row.text("id") }
    }

    /// Leaves shares, and what requests said of them. What somebody puts into one of the directories meanwhile fails its foreign key, or
    /// makes ours fail, and then everything is tried again.
    static func delete(
        _ ids: [String], in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        var uses: [ContentID] = []
        for some in IDList.sets(of: ids) {
            try connection.execute(
                "DELETE FROM file_share_entries WHERE portal_id = \(portal) AND file_id IN (\(list: some))")
            try connection.execute(
                """
                UPDATE requested_files SET uploaded_file_id = NULL
                WHERE portal_id = \(portal) AND uploaded_file_id IN (\(list: some))
                """)
            try connection.execute(
                """
                UPDATE file_requests SET directory_id = NULL
                WHERE portal_id = \(portal) AND directory_id IN (\(list: some))
                """)
            let rows = try connection.rows(
                "DELETE FROM files WHERE portal_id = \(portal) AND id IN (\(list: some)) RETURNING content_id")
            for row in rows {
                if let content: ContentID = try row.optionalID("content_id") { uses.append(content) }
            }
        }
        try Contents.delete(uses, in: portal, at: now, on: connection)
    }

    /// All that a portal has, for a test portal that begins anew.
    static func deleteAll(
        in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("DELETE FROM file_share_entries WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM file_shares WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM requested_files WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM file_requests WHERE portal_id = \(portal)")
        let ids = try connection.rows("SELECT id FROM files WHERE portal_id = \(portal) ORDER BY depth DESC").map {
            row throws(StorageError) in
            try row.text("id")
        }
        try delete(ids, in: portal, at: now, on: connection)
    }
}
