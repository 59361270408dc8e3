package import Kernel
package import Persistence

extension Contents {
    /// Writes one use of kept bytes.
    package static func insert(
        _ kept: KeptContent, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
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

    /// Ends one use. The bytes are swept later, unless somebody else uses them.
    package static func delete(
        _ id: ContentID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        let row = try connection.first(
            "DELETE FROM contents WHERE portal_id = \(portal) AND id = \(id) RETURNING digest")
        guard let digest = try row?.digest("digest") else { return }
        try connection.execute("UPDATE stored_bytes SET unused_since = \(now) WHERE digest = \(digest)")
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
            try connection.execute("INSERT INTO discarded_bytes (place) VALUES (\(try row.text("place")))")
        } else {
            // Another use of the same bytes is left.
            try connection.execute(
                "UPDATE stored_bytes SET unused_since = NULL WHERE digest = \(digest) AND unused_since <= \(late)")
        }
    }

    func discarded() async throws(StorageError) -> [ContentPlace] {
        try await database.rows("SELECT place FROM discarded_bytes LIMIT 500").map { row throws(StorageError) in
            ContentPlace(stored: try row.text("place"))
        }
    }

    static func forget(_ place: ContentPlace, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("DELETE FROM discarded_bytes WHERE place = \(place.text)")
    }
}
