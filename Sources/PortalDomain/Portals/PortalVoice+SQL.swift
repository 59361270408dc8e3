import Kernel
import Persistence

extension PortalVoice {
    static func read(
        of portal: PortalID, zones: TimeZones, on connection: any SQLConnection
    ) throws(StorageError) -> PortalVoice {
        let row = try connection.first(
            """
            SELECT p.name, p.time_zone, COALESCE(l.language, (
                SELECT u.language FROM memberships m JOIN users u ON u.id = m.user_id
                WHERE m.portal_id = p.id AND m.role = \(Role.owner) ORDER BY m.created_at, m.user_id LIMIT 1
            )) AS language
            FROM portals p LEFT JOIN letterheads l ON l.portal_id = p.id WHERE p.id = \(portal)
            """)
        guard let row else { throw .invalid(detail: "no portal \(portal)") }
        let zone = try row.text("time_zone")
        guard let table = zones.table(named: zone) else { throw .invalid(detail: "no time zone \(zone)") }
        return PortalVoice(
            name: try row.text("name"), language: try row.optionalText("language").flatMap(MailLanguage.init),
            zone: table)
    }
}
