import Kernel
import Persistence

extension InvoiceNumbers {
    /// - Returns: the last one of those taken.
    static func take(
        _ count: Int, _ portal: PortalID, _ year: Int, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        let row = try connection.first(
            """
            INSERT INTO invoice_numbers (portal_id, year, last_number) VALUES (\(portal), \(year), \(count))
            ON CONFLICT (portal_id, year) DO UPDATE SET last_number = invoice_numbers.last_number + excluded.last_number
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
