import Kernel
import Persistence

extension Letterheads {
    static func select(_ portal: PortalID) -> SQL {
        """
        SELECT p.name AS portal_name, l.name, l.address, l.zip_code, l.city, l.country_code, l.email, l.vat_number, l.registration,
            l.iban, l.language
        FROM portals p LEFT JOIN letterheads l ON l.portal_id = p.id WHERE p.id = \(portal)
        """
    }

    static func letterhead(_ row: SQLRow) throws(StorageError) -> Letterhead {
        guard let name = try row.optionalText("name") else { return .plain(named: try row.text("portal_name")) }
        return Letterhead(
            name: name, address: try row.text("address"), zipCode: try row.text("zip_code"), city: try row.text("city"),
            country: CountryCode(stored: try row.text("country_code")),
            email: try row.optionalText("email").map(EmailAddress.init(stored:)),
            vatNumber: try row.optionalText("vat_number"), registration: try row.optionalText("registration"),
            iban: try row.optionalText("iban").map(IBAN.init(stored:)),
            language: MailLanguage(rawValue: try row.text("language")) ?? .nl)
    }

    static func find(in portal: PortalID, on connection: any SQLConnection) throws(StorageError) -> Letterhead {
        guard let row = try connection.first(select(portal)) else { throw .invalid(detail: "no portal \(portal)") }
        return try letterhead(row)
    }

    static func put(_ new: Letterhead, in portal: PortalID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO letterheads (portal_id, name, address, zip_code, city, country_code, email, vat_number, registration, iban,
                language)
            VALUES (\(portal), \(new.name), \(new.address), \(new.zipCode), \(new.city), \(new.country.text), \(new.email?.text),
                \(new.vatNumber), \(new.registration), \(new.iban?.text), \(new.language.rawValue))
            ON CONFLICT (portal_id) DO UPDATE SET name = excluded.name, address = excluded.address,
                zip_code = excluded.zip_code, city = excluded.city, country_code = excluded.country_code,
                email = excluded.email, vat_number = excluded.vat_number, registration = excluded.registration,
                iban = excluded.iban, language = excluded.language
            """)
    }

    static func selectLogo(_ portal: PortalID) -> SQL {
        "SELECT content FROM letterhead_logos WHERE portal_id = \(portal)"
    }

    static func logo(_ row: SQLRow) throws(StorageError) -> PrintedLogo? {
        guard let content = Base64.decodeURL(try row.text("content").utf8), let logo = try? AppLogo(content) else {
            throw .invalid(detail: "a logo cannot be read")
        }
        return PrintedLogo(logo)
    }

    static func putLogo(
        _ logo: PrintedLogo, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO letterhead_logos (portal_id, content, created_at)
            VALUES (\(portal), \(Base64.encodeURL(logo.content)), \(now))
            ON CONFLICT (portal_id) DO UPDATE SET content = excluded.content, created_at = excluded.created_at
            """)
    }

    static func deleteLogo(in portal: PortalID, on connection: any SQLConnection) throws(StorageError) -> Bool {
        try connection.execute("DELETE FROM letterhead_logos WHERE portal_id = \(portal)") == 1
    }
}
