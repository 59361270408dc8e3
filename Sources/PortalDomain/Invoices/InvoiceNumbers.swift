package import Kernel
package import Persistence

/// The series in which a portal numbers the invoices that the server makes by itself: `2025-001`, `2025-002`, … (contract api-v1,
/// 5.3).
///
/// The number is chosen before the paper is printed that shows it, and taken in the transaction that makes the invoice: so no failure
/// in between leaves a gap, and none is given out twice.
package struct InvoiceNumbers: Sendable {
    /// One that was free when it was chosen.
    struct Choice: Sendable {
        let year: Int
        let position: Int

        var text: String {
            let digits = "\(position)"
            return "\(year)-\(String(repeating: "0", count: max(0, 3 - digits.count)))\(digits)"
        }
    }

    private let database: any SQLDatabase

    package init(database: any SQLDatabase) { self.database = database }

    /// Takes the next number, for who makes the invoice afterwards: it stays unused if that fails.
    package func take(in portal: PortalID, of year: Int) async throws(StorageError) -> String {
        try await database.write { connection throws(StorageError) in
            while true {
                let choice = try Self.choose(in: portal, of: year, on: connection)
                if try Self.take(choice, in: portal, on: connection) { return choice.text }
            }
        }
    }

    /// Takes the next `count` numbers, in order. Not asked is whether somebody gave one of them by hand: for invented invoices.
    package func take(_ count: Int, in portal: PortalID, of year: Int) async throws(StorageError) -> [String] {
        let last = try await database.write { connection throws(StorageError) in
            try Self.take(count, in: portal, of: year, on: connection)
        }
        return (last - count + 1...last).map { Choice(year: year, position: $0).text }
    }

    /// The next number that no invoice of this portal has, also none that somebody numbered by hand.
    func choose(in portal: PortalID, of year: Int) async throws(StorageError) -> Choice {
        try await database.read { connection throws(StorageError) in
            try Self.choose(in: portal, of: year, on: connection)
        }
    }

    private static func choose(
        in portal: PortalID, of year: Int, on connection: any SQLConnection
    ) throws(StorageError) -> Choice {
        var position = try last(in: portal, of: year, on: connection)
        while true {
            position += 1
            let choice = Choice(year: year, position: position)
            if try !isUsed(choice.text, in: portal, on: connection) { return choice }
        }
    }
}
