import Kernel
import Persistence

extension CustomerGroups {
    static func selection(of id: CustomerGroupID, in portal: PortalID) -> SQL {
        "SELECT id, name, created_at FROM customer_groups WHERE portal_id = \(portal) AND id = \(id)"
    }

    static func selection(_ page: PageRequest<CustomerGroupKind>, in portal: PortalID) -> SQL {
        "SELECT id, name, created_at FROM customer_groups WHERE \(page.conditions(in: portal)) \(page.limits)"
    }

    static func group(_ row: SQLRow) throws(StorageError) -> CustomerGroup {
        CustomerGroup(id: try row.id("id"), name: try row.text("name"), createdAt: try row.timestamp("created_at"))
    }

    static func insert(
        _ group: CustomerGroup, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO customer_groups (portal_id, id, name, created_at)
            VALUES (\(portal), \(group.id), \(group.name), \(group.createdAt))
            """)
    }

    /// Reads a group and holds its row until the end of the transaction: see `Customers.lock`.
    static func lock(
        _ id: CustomerGroupID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> CustomerGroup? {
        try connection.first(
            """
            UPDATE customer_groups SET name = name WHERE portal_id = \(portal) AND id = \(id) RETURNING id, name, created_at
            """, as: group)
    }

    static func update(
        _ group: CustomerGroup, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "UPDATE customer_groups SET name = \(group.name) WHERE portal_id = \(portal) AND id = \(group.id)")
    }

    /// - Returns: who was in it.
    static func delete(
        _ id: CustomerGroupID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [CustomerID] {
        let members = try connection.rows(
            """
            DELETE FROM customer_group_members WHERE portal_id = \(portal) AND group_id = \(id) RETURNING customer_id
            """)
        try connection.execute("DELETE FROM customer_groups WHERE portal_id = \(portal) AND id = \(id)")
        return try members.map { row throws(StorageError) in try row.id("customer_id") }.sorted()
    }

    /// - Returns: those that became members just now.
    static func add(
        _ customers: [CustomerID], to group: CustomerGroupID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [CustomerID] {
        guard !customers.isEmpty else { return [] }
        let rows = try connection.rows(
            """
            INSERT INTO customer_group_members (portal_id, group_id, customer_id)
            SELECT portal_id, CAST(\(group) AS TEXT), id FROM customers
            WHERE portal_id = \(portal) AND id IN (\(list: IDList.padded(customers)))
            ON CONFLICT (portal_id, group_id, customer_id) DO NOTHING
            RETURNING customer_id
            """)
        return try rows.map { row throws(StorageError) in try row.id("customer_id") }.sorted()
    }

    static func members(
        among customers: [CustomerID], of group: CustomerGroupID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [Customer] {
        guard !customers.isEmpty else { return [] }
        let rows = try connection.rows(Customers.selection(of: IDList.padded(customers), in: portal, membersOf: group))
        let found = Dictionary(uniqueKeysWithValues: try Customers.customers(of: rows).map { ($0.id, $0) })
        var seen: Set<CustomerID> = []
        return customers.filter { seen.insert($0).inserted }.compactMap { found[$0] }
    }

    static func remove(
        _ customer: CustomerID, from group: CustomerGroupID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let removed = try connection.execute(
            """
            DELETE FROM customer_group_members
            WHERE portal_id = \(portal) AND group_id = \(group) AND customer_id = \(customer)
            """)
        return removed == 1
    }
}
