import Kernel
import Persistence

extension SubscriptionPackages {
    static let columns: SQL = "id, name, description, billing_interval, amount, vat_rate, for_sale, created_at"

    static func selection(of id: SubscriptionPackageID, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM subscription_packages WHERE portal_id = \(portal) AND id = \(id)"
    }

    static func selection(_ page: PageRequest<SubscriptionPackageKind>, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM subscription_packages WHERE \(page.conditions(in: portal)) \(page.limits)"
    }

    static func package(_ row: SQLRow) throws(StorageError) -> SubscriptionPackage {
        SubscriptionPackage(
            id: try row.id("id"), name: try row.text("name"), description: try row.optionalText("description"),
            interval: try row.choice("billing_interval"), amount: try row.cents("amount"),
            vatRate: try row.vatRate("vat_rate"), isForSale: try row.bool("for_sale"),
            createdAt: try row.timestamp("created_at"))
    }

    static func insert(
        _ package: SubscriptionPackage, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO subscription_packages (portal_id, id, name, description, billing_interval, amount, vat_rate, for_sale,
                created_at)
            VALUES (\(portal), \(package.id), \(package.name), \(package.description), \(package.interval.rawValue),
                \(package.amount.count), \(package.vatRate.rawValue), \(package.isForSale), \(package.createdAt))
            """)
    }

    /// Reads a package and holds its row until the end of the transaction: see `Customers.lock`.
    static func lock(
        _ id: SubscriptionPackageID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> SubscriptionPackage? {
        try connection.first(
            """
            UPDATE subscription_packages SET amount = amount WHERE portal_id = \(portal) AND id = \(id)
            RETURNING \(columns)
            """, as: package)
    }

    static func update(
        _ package: SubscriptionPackage, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE subscription_packages SET name = \(package.name), description = \(package.description),
                billing_interval = \(package.interval.rawValue), amount = \(package.amount.count),
                vat_rate = \(package.vatRate.rawValue), for_sale = \(package.isForSale)
            WHERE portal_id = \(portal) AND id = \(package.id)
            """)
    }

    static func delete(
        _ id: SubscriptionPackageID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("DELETE FROM subscription_packages WHERE portal_id = \(portal) AND id = \(id)")
    }
}
