import Kernel
import Persistence

extension Portals {
    /// The clock of a portal, in the transaction of whoever decides by it.
    static func zone(
        of portal: PortalID, _ zones: TimeZones, on connection: any SQLConnection
    ) throws(StorageError) -> TimeZoneTable {
        let name = try connection.first("SELECT time_zone FROM portals WHERE id = \(portal)")?.text("time_zone") ?? ""
        guard let zone = zones.table(named: name) else { throw .invalid(detail: "no time zone \(name)") }
        return zone
    }
}
