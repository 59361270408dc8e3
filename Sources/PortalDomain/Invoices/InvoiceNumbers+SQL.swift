import Kernel
import Persistence

extension InvoiceNumbers {
    /// The last number of the series; 0 before the first.
    static func last(
        in portal: PortalID, of year: Int, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.first(
            "SELECT last_number FROM invoice_numbers WHERE portal_id = \(portal) AND year = \(year)"
        ).map { row throws(StorageError) in try row.int("last_number") } ?? 0
    }

    /// Takes a number in the transaction that uses it. False if somebody else was first; then nothing has changed.
    static func take(
        _ choice: Choice, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        guard try !isUsed(choice.text, in: portal, on: connection) else { return false }
        return try connection.execute(
            """
            INSERT INTO invoice_numbers (portal_id, year, last_number) VALUES (\(portal), \(choice.year), \(choice.position))
            ON CONFLICT (portal_id, year) DO UPDATE SET last_number = excluded.last_number
                WHERE invoice_numbers.last_number < excluded.last_number
            """) == 1
    }

    /// Takes so many numbers, whoever else does.
    /// - Returns: the last of them.
    static func take(
        _ count: Int, in portal: PortalID, of year: Int, on connection: any SQLConnection
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
