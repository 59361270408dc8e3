package import Kernel
package import Persistence

/// The series in which a portal numbers the invoices that the server makes by itself: `2025-001`, `2025-002`, … (contract api-v1,
/// 5.3).
///
/// A number is taken before the paper is printed that shows it. So a number can stay unused if the server dies in between; none is
/// given out twice.
package struct InvoiceNumbers: Sendable {
    private let database: any SQLDatabase

    package init(database: any SQLDatabase) { self.database = database }

    /// The next number that no invoice of this portal has, also none that somebody numbered by hand.
    package func next(in portal: PortalID, of year: Int) async throws(StorageError) -> String {
        try await database.write { connection throws(StorageError) in
            while true {
                let number = Self.text(try Self.take(1, portal, year, on: connection), of: year)
                if try !Self.isUsed(number, in: portal, on: connection) { return number }
            }
        }
    }

    /// The next `count` numbers, in order. Not asked is whether somebody gave one of them by hand: for invented invoices.
    package func take(_ count: Int, in portal: PortalID, of year: Int) async throws(StorageError) -> [String] {
        let last = try await database.write { connection throws(StorageError) in
            try Self.take(count, portal, year, on: connection)
        }
        return (last - count + 1...last).map { Self.text($0, of: year) }
    }

    private static func text(_ number: Int, of year: Int) -> String {
        let digits = "\(number)"
        return "\(year)-\(String(repeating: "0", count: max(0, 3 - digits.count)))\(digits)"
    }
}
