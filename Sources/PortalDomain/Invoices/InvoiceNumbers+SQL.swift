import Kernel
import Persistence

extension InvoiceNumbers {
    static func take(_ portal: PortalID, _ year: Int, on connection: any SQLConnection) throws(StorageError) -> Int {
        let row = try connection.first(
            """
            INSERT INTO invoice_numbers (portal_id, year, last_number) VALUES (\(portal), \(year), 1)
            ON CONFLICT (portal_id, year) DO UPDATE SET last_number = invoice_numbers.last_number + 1
            RETURNING last_number
            """)
        guard let row else { throw .invalid(detail: "an upsert returned no row") }
        return try row.int("last_number")
    }

    static func isUsed(
        _ number: String, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.first(
            "SELECT id FROM customer_invoices WHERE portal_id = \(portal) AND invoice_number = \(number) LIMIT 1")
            != nil
    }
}
