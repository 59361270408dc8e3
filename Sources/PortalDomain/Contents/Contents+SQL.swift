package import Kernel
package import Persistence

extension Contents {
    /// Writes one use of kept bytes.
    /// - Throws: `.full`, which undoes the transaction, if the portal has no room left.
    package static func insert(
        _ kept: KeptContent, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        if let bounds = kept.bounds {
            guard try hasRoom(for: kept.size, in: portal, bounds, on: connection) else { throw .full }
        }
        try connection.execute(
            """
            INSERT INTO contents (portal_id, id, digest, size, created_at)
            VALUES (\(portal), \(kept.id), \(kept.digest), \(kept.size), \(now))
            """)
        try markUsed(kept, on: connection)
    }

    /// In the transaction that writes a use of kept bytes.
    package static func markUsed(_ kept: KeptContent, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("UPDATE stored_bytes SET unused_since = NULL WHERE digest = \(kept.digest)")
    }

    /// Whether there is room for another file. It is counted anew each time, where there is a bound: no counter can be wrong. Uploads that
    /// arrive at the same moment may each find the same room on PostgreSQL; then the bound is passed by as much as was under way.
    static func hasRoom(
        for size: Int, in portal: PortalID, _ bounds: StorageBounds, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let isTest = try connection.first("SELECT portal_id FROM test_portals WHERE portal_id = \(portal)") != nil
        guard let bound = isTest ? bounds.testPortal : bounds.portal else { return true }
        let row = try connection.first(
            """
            SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes, COUNT(*) AS files FROM contents
            WHERE portal_id = \(portal)
            """)
        guard let row else { throw .invalid(detail: "an aggregate returned no row") }
        return try row.int("bytes") + size + (row.int("files") + 1) * StorageBounds.perFile <= bound
    }

    /// Ends one use. The bytes are swept later, unless somebody else uses them.
    package static func delete(
        _ id: ContentID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) { try delete([id], in: portal, at: now, on: connection) }

    /// As many as there are, in few statements.
    package static func delete(
        _ ids: [ContentID], in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        for some in IDList.sets(of: ids) {
            let digests = try connection.rows(
                "DELETE FROM contents WHERE portal_id = \(portal) AND id IN (\(list: some)) RETURNING digest"
            ).map { row throws(StorageError) in try row.text("digest") }
            guard !digests.isEmpty else { continue }
            try connection.execute(
                "UPDATE stored_bytes SET unused_since = \(now) WHERE digest IN (\(list: IDList.padded(digests)))")
        }
    }

    /// Of a suspended portal nothing: a link is no token that was looked up before.
    static func select(_ id: ContentID, in portal: PortalID) -> SQL {
        """
        SELECT c.digest, c.size, s.place FROM contents c
            JOIN stored_bytes s ON s.digest = c.digest
            JOIN portals p ON p.id = c.portal_id AND p.suspended_at IS NULL
        WHERE c.portal_id = \(portal) AND c.id = \(id)
        """
    }

    static func stored(_ row: SQLRow) throws(StorageError) -> StoredContent {
        StoredContent(
            digest: try row.digest("digest"), size: try row.int("size"),
            place: ContentPlace(stored: try row.text("place")))
    }

    /// - Returns: where these bytes are, or shall be.
    static func claim(
        _ staged: StagedContent, at place: ContentPlace, _ now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> ContentPlace {
        // What is used stays marked as used; what is not gets another hour.
        let row = try connection.first(
            """
            INSERT INTO stored_bytes (digest, size, place, unused_since)
            VALUES (\(staged.digest), \(staged.size), \(place.text), \(now))
            ON CONFLICT (digest) DO UPDATE SET unused_since =
                CASE WHEN stored_bytes.unused_since IS NULL THEN NULL ELSE excluded.unused_since END
            RETURNING place
            """)
        guard let row else { throw .invalid(detail: "an upsert returned no row") }
        return ContentPlace(stored: try row.text("place"))
    }

    func unused(since late: Timestamp) async throws(StorageError) -> [TokenDigest] {
        try await database.rows(
            "SELECT digest FROM stored_bytes WHERE unused_since <= \(late) ORDER BY unused_since LIMIT 500"
        ).map { row throws(StorageError) in try row.digest("digest") }
    }

    /// Takes unused bytes out of the store's books. The conditions are asked of the row as it is now, not as it was
    /// found.
    static func release(
        _ digest: TokenDigest, unusedSince late: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        let row = try connection.first(
            """
            DELETE FROM stored_bytes
            WHERE digest = \(digest) AND unused_since <= \(late)
                AND NOT EXISTS (SELECT 1 FROM contents c WHERE c.digest = stored_bytes.digest)
            RETURNING place
            """)
        if let row {
            try connection.execute("INSERT INTO discarded_bytes (place, tried_at) VALUES (\(try row.text("place")), 0)")
        } else {
            // Another use of the same bytes is left.
            try connection.execute(
                "UPDATE stored_bytes SET unused_since = NULL WHERE digest = \(digest) AND unused_since <= \(late)")
        }
    }

    func discarded() async throws(StorageError) -> [ContentPlace] {
        try await database.rows("SELECT place FROM discarded_bytes ORDER BY tried_at, place LIMIT 500").map {
            row throws(StorageError) in
            ContentPlace(stored: try row.text("place"))
        }
    }

    /// Behind all that were not tried as lately.
    static func postpone(
        _ place: ContentPlace, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("UPDATE discarded_bytes SET tried_at = \(now) WHERE place = \(place.text)")
    }

    static func forget(_ place: ContentPlace, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("DELETE FROM discarded_bytes WHERE place = \(place.text)")
    }
}
