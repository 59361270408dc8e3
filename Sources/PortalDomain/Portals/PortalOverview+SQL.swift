import Kernel
import Persistence

extension Portals {
    static func countCustomers(of portal: PortalID, on connection: any SQLConnection) throws(StorageError) -> Int {
        try connection.first("SELECT COUNT(*) AS n FROM customers WHERE portal_id = \(portal)")?.int("n") ?? 0
    }

    static func countCustomers(
        of portal: PortalID, from start: Timestamp, to end: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.first(
            """
            SELECT COUNT(*) AS n FROM customers
            WHERE \(ListFilter(createdAfter: start, createdBefore: end).conditions(in: portal, onIDsOf: CustomerKind.self))
            """)?.int("n") ?? 0
    }
}
