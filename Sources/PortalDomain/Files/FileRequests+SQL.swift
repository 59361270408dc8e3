import Kernel
import Persistence

extension FileRequests {
    /// A request and its files, one row for each.
    private static let columns: SQL = """
        r.id AS id, r.name AS name, r.description AS description, r.directory_id AS directory_id,
        r.customer_id AS customer_id, r.completed_at AS completed_at, r.created_at AS created_at,
        w.id AS wanted_id, w.name AS wanted_name, w.description AS wanted_description, w.is_required AS is_required,
        w.maximum_kilobytes AS maximum_kilobytes, w.uploaded_file_id AS uploaded_file_id
        """

    static func select(_ id: FileRequestID, in portal: PortalID) -> SQL {
        """
        SELECT \(columns) FROM file_requests r
        JOIN requested_files w ON w.portal_id = r.portal_id AND w.request_id = r.id
        WHERE r.portal_id = \(portal) AND r.id = \(id) ORDER BY w.place
        """
    }

    static func select(_ page: PageRequest<FileRequestKind>, in portal: PortalID) -> SQL {
        """
        SELECT \(columns) FROM (
            SELECT * FROM file_requests WHERE \(page.conditions(in: portal)) \(page.limits)
        ) AS r
        JOIN requested_files w ON w.portal_id = r.portal_id AND w.request_id = r.id
        ORDER BY r.id DESC, w.place
        """
    }

    /// Folds the rows of one request, which follow each other, into one.
    static func requests(
        _ rows: [SQLRow], _ links: PublicLinks, in portal: PortalID
    ) throws(StorageError) -> [FileRequest] {
        var requests: [FileRequest] = []
        for row in rows {
            let id: FileRequestID = try row.id("id")
            let wanted = FileRequest.Wanted(
                id: try row.id("wanted_id"), name: try row.text("wanted_name"),
                description: try row.optionalText("wanted_description"), isRequired: try row.bool("is_required"),
                maximumKilobytes: try row.int("maximum_kilobytes"), uploaded: try row.optionalID("uploaded_file_id"))
            if requests.last?.id == id {
                requests[requests.count - 1].files.append(wanted)
            } else {
                requests.append(
                    FileRequest(
                        id: id, name: try row.text("name"), description: try row.optionalText("description"),
                        directory: try row.optionalID("directory_id"), customer: try row.optionalID("customer_id"),
                        files: [wanted], completedAt: try row.optionalTimestamp("completed_at"),
                        address: links.address(of: id, in: portal, area: area),
                        createdAt: try row.timestamp("created_at")))
            }
        }
        return requests
    }

    static func insert(
        _ request: FileRequest, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO file_requests (portal_id, id, name, description, directory_id, customer_id, created_at)
            VALUES (\(portal), \(request.id), \(request.name), \(request.description), \(request.directory),
                \(request.customer), \(request.createdAt))
            """)
        for (place, wanted) in request.files.enumerated() {
            try connection.execute(
                """
                INSERT INTO requested_files (portal_id, id, request_id, place, name, description, is_required,
                    maximum_kilobytes)
                VALUES (\(portal), \(wanted.id), \(request.id), \(place), \(wanted.name), \(wanted.description),
                    \(wanted.isRequired), \(wanted.maximumKilobytes))
                """)
        }
    }

    /// See `Customers.lock`.
    static func lock(
        _ id: FileRequestID, _ links: PublicLinks, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> FileRequest? {
        let locked = try connection.execute(
            "UPDATE file_requests SET name = name WHERE portal_id = \(portal) AND id = \(id)")
        guard locked == 1 else { return nil }
        return try requests(try connection.rows(select(id, in: portal)), links, in: portal).first
    }

    static func note(
        _ file: FileID, as wanted: RequestedFileID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "UPDATE requested_files SET uploaded_file_id = \(file) WHERE portal_id = \(portal) AND id = \(wanted)")
    }

    static func complete(
        _ id: FileRequestID, at now: Timestamp, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "UPDATE file_requests SET completed_at = \(now) WHERE portal_id = \(portal) AND id = \(id)")
    }

    static func delete(
        _ id: FileRequestID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("DELETE FROM requested_files WHERE portal_id = \(portal) AND request_id = \(id)")
        try connection.execute("DELETE FROM file_requests WHERE portal_id = \(portal) AND id = \(id)")
    }

    /// With their customer (contract api-v1, 4.3). What was uploaded stays.
    static func delete(
        of customer: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            DELETE FROM requested_files WHERE portal_id = \(portal) AND request_id IN (
                SELECT id FROM file_requests WHERE portal_id = \(portal) AND customer_id = \(customer))
            """)
        try connection.execute("DELETE FROM file_requests WHERE portal_id = \(portal) AND customer_id = \(customer)")
    }
}
