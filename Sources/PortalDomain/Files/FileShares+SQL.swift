import Kernel
import Persistence

extension FileShares {
    static func select(_ id: FileShareID, in portal: PortalID) -> SQL {
        "SELECT id, customer_id, created_at FROM file_shares WHERE portal_id = \(portal) AND id = \(id)"
    }

    static func select(_ page: PageRequest<FileShareKind>, in portal: PortalID) -> SQL {
        """
        SELECT id, customer_id, created_at FROM file_shares
        WHERE \(page.conditions(in: portal)) \(page.limits)
        """
    }

    static func selectContent(of shares: [FileShareID], in portal: PortalID) -> SQL {
        """
        SELECT e.share_id AS of_share, \(Files.columns) FROM file_share_entries e
        JOIN files f ON f.portal_id = e.portal_id AND f.id = e.file_id
        WHERE e.portal_id = \(portal) AND e.share_id IN (\(list: IDList.padded(shares)))
        ORDER BY e.share_id, e.place
        """
    }

    static func content(
        of share: FileShareID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [FileEntry] {
        try connection.rows(selectContent(of: [share], in: portal), as: Files.entry)
    }

    /// Upwards from the entry: one of those must be in the share.
    static func select(_ id: FileEntryID, within share: FileShareID, in portal: PortalID) -> SQL {
        """
        WITH RECURSIVE way (id, parent_id) AS (
            SELECT id, parent_id FROM files WHERE portal_id = \(portal) AND id = \(id.text)
            UNION ALL
            SELECT u.id, u.parent_id FROM files u JOIN way ON u.id = way.parent_id WHERE u.portal_id = \(portal)
        )
        SELECT \(Files.columns) FROM files f
        WHERE f.portal_id = \(portal) AND f.id = \(id.text) AND EXISTS (
            SELECT 1 FROM file_share_entries e JOIN way ON e.file_id = way.id
            WHERE e.portal_id = \(portal) AND e.share_id = \(share)
        )
        """
    }

    static func unknown(
        _ content: [FileEntryID?], in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [Int] {
        let wanted = content.compactMap { $0?.text }
        guard !wanted.isEmpty else { return [] }
        let ids = IDList.padded(wanted)
        let there = Set(
            try connection.rows("SELECT id FROM files WHERE portal_id = \(portal) AND id IN (\(list: ids))").map {
                row throws(StorageError) in
                try row.text("id")
            })
        return content.indices.filter { position in content[position].map { !there.contains($0.text) } ?? false }
    }

    static func insert(
        _ id: FileShareID, _ content: [FileEntryID], for customer: CustomerID?, in portal: PortalID,
        at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO file_shares (portal_id, id, customer_id, created_at)
            VALUES (\(portal), \(id), \(customer), \(now))
            """)
        for (place, entry) in content.enumerated() {
            try connection.execute(
                """
                INSERT INTO file_share_entries (portal_id, share_id, file_id, place)
                VALUES (\(portal), \(id), \(entry.text), \(place))
                """)
        }
    }

    /// See `Customers.lock`.
    static func lock(
        _ id: FileShareID, at address: String, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> FileShare? {
        let row = try connection.first(
            """
            UPDATE file_shares SET created_at = created_at WHERE portal_id = \(portal) AND id = \(id)
            RETURNING customer_id, created_at
            """)
        guard let row else { return nil }
        return FileShare(
            id: id, customer: try row.optionalID("customer_id"),
            content: try content(of: id, in: portal, on: connection), address: address,
            createdAt: try row.timestamp("created_at"))
    }

    static func delete(
        _ id: FileShareID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("DELETE FROM file_share_entries WHERE portal_id = \(portal) AND share_id = \(id)")
        try connection.execute("DELETE FROM file_shares WHERE portal_id = \(portal) AND id = \(id)")
    }

    /// With their customer (contract api-v1, 4.3).
    static func delete(
        of customer: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            DELETE FROM file_share_entries WHERE portal_id = \(portal) AND share_id IN (
                SELECT id FROM file_shares WHERE portal_id = \(portal) AND customer_id = \(customer))
            """)
        try connection.execute("DELETE FROM file_shares WHERE portal_id = \(portal) AND customer_id = \(customer)")
    }

    /// Whom a mail about files goes to.
    static func reader(
        _ customer: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> FileReader {
        let row = try connection.first(
            """
            SELECT c.company_name AS customer_name, c.primary_email AS email, p.name AS portal_name
            FROM customers c JOIN portals p ON p.id = c.portal_id
            WHERE c.portal_id = \(portal) AND c.id = \(customer)
            """)
        guard let row else { throw .foreignKeyViolation("file_shares_customer_fkey") }
        return FileReader(
            name: try row.text("customer_name"), email: try row.text("email"), portalName: try row.text("portal_name"))
    }
}
