import Kernel
import Persistence

extension PortalSettings {
    static func select(_ portal: PortalID) -> SQL {
        "SELECT name, time_zone, key_days FROM portals WHERE id = \(portal)"
    }

    static func values(_ row: SQLRow) throws(StorageError) -> Values {
        Values(
            name: PublicName(stored: try row.text("name")), timeZone: try row.text("time_zone"),
            keyDays: try row.optionalInteger("key_days"))
    }

    static func update(
        _ portal: PortalID, to new: Values, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE portals SET name = \(new.name.text), time_zone = \(new.timeZone), key_days = \(new.keyDays)
            WHERE id = \(portal)
            """)
    }
}
