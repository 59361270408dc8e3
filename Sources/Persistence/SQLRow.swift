package import Kernel

/// One row of an answer. Values are read by column name and in the type the caller expects.
package struct SQLRow: Sendable {
    /// Shared by all rows of one answer.
    package final class Columns: Sendable {
        package let names: [String]
        package init(_ names: [String]) { self.names = names }
    }

    private let columns: Columns
    private let values: [SQLValue]

    package init(columns: Columns, values: [SQLValue]) { (self.columns, self.values) = (columns, values) }

    /// The raw value. A name that is not in the answer is a mistake of ours, told as `.invalid`.
    package func value(_ column: String) throws(StorageError) -> SQLValue {
        guard let position = columns.names.firstIndex(of: column) else {
            throw .invalid(detail: "no column \(column) in the answer")
        }
        return values[position]
    }

    package func text(_ column: String) throws(StorageError) -> String {
        guard let text = try optionalText(column) else { throw .invalid(detail: "\(column) is null") }
        return text
    }

    package func optionalText(_ column: String) throws(StorageError) -> String? {
        switch try value(column) {
        case .null: nil
        case .text(let text): text
        case .integer(let integer): "\(integer)"
        case .bool(let bool): bool ? "1" : "0"
        }
    }

    package func integer(_ column: String) throws(StorageError) -> Int64 {
        guard let integer = try optionalInteger(column) else { throw .invalid(detail: "\(column) is null") }
        return integer
    }

    package func int(_ column: String) throws(StorageError) -> Int { Int(try integer(column)) }

    package func optionalInteger(_ column: String) throws(StorageError) -> Int64? {
        switch try value(column) {
        case .null: return nil
        case .integer(let integer): return integer
        case .bool(let bool): return bool ? 1 : 0
        case .text(let text):
            // PostgreSQL's SUM and COUNT arrive as text of a wide type.
            guard let integer = Int64(text) else { throw .invalid(detail: "\(column) is no integer") }
            return integer
        }
    }

    package func bool(_ column: String) throws(StorageError) -> Bool { try integer(column) != 0 }
    package func timestamp(_ column: String) throws(StorageError) -> Timestamp {
        Timestamp(seconds: try integer(column))
    }

    package func optionalTimestamp(_ column: String) throws(StorageError) -> Timestamp? {
        try optionalInteger(column).map(Timestamp.init(seconds:))
    }

    package func id<Entity>(_ column: String) throws(StorageError) -> Identifier<Entity> {
        Identifier(stored: try text(column))
    }

    package func optionalID<Entity>(_ column: String) throws(StorageError) -> Identifier<Entity>? {
        try optionalText(column).map(Identifier.init(stored:))
    }

    package func date(_ column: String) throws(StorageError) -> CalendarDate {
        guard let date = CalendarDate(try text(column)) else { throw .invalid(detail: "\(column) is no date") }
        return date
    }

    package func optionalDate(_ column: String) throws(StorageError) -> CalendarDate? {
        try optionalText(column) == nil ? nil : try date(column)
    }

    package func cents(_ column: String) throws(StorageError) -> Cents { Cents(try integer(column)) }
    package func optionalCents(_ column: String) throws(StorageError) -> Cents? {
        try optionalInteger(column).map(Cents.init)
    }

    package func vatRate(_ column: String) throws(StorageError) -> VATRate {
        guard let rate = VATRate(rawValue: try int(column)) else { throw .invalid(detail: "\(column) is no VAT rate") }
        return rate
    }

    package func digest(_ column: String) throws(StorageError) -> TokenDigest { TokenDigest(stored: try text(column)) }
    package func scopes(_ column: String) throws(StorageError) -> Scopes { Scopes(stored: try text(column)) }

    /// A value of one of our own enumerations; an unknown one means that the row is from a later release.
    package func choice<Choice: RawRepresentable<String>>(_ column: String) throws(StorageError) -> Choice {
        guard let choice = Choice(rawValue: try text(column)) else {
            throw .invalid(detail: "\(column) holds an unknown word")
        }
        return choice
    }
}
