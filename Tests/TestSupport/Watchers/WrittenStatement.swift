import Persistence

/// An INSERT, UPDATE or DELETE, as far as its text tells what it changes. Knows the one style in which our SQL is written.
struct WrittenStatement: CustomStringConvertible {
    enum Verb: String { case insert, update, delete }

    let verb: Verb
    let table: String
    /// The columns that are written; none for a DELETE, nor where a column is set to itself.
    let columns: [String]
    private let values: [SQLValue]

    /// Nil for a statement that only reads.
    init?(_ sql: SQL) {
        let words = sql.text.split(whereSeparator: \.isWhitespace)
        guard words.count > 2, let verb = Verb(rawValue: words[0].lowercased()) else { return nil }
        self.verb = verb
        table = String(words[verb == .update ? 1 : 2].prefix { $0 != "(" })
        values = sql.bindings
        let text = words.joined(separator: " ")
        switch verb {
        case .insert:
            let list = text.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
            columns = list.split(separator: ",").map { $0.filter { $0 != " " } }
        case .update: columns = Self.assigned(in: text)
        case .delete: columns = []
        }
    }

    /// `UPDATE t SET c = c`: takes the lock of a row and leaves it as it is.
    var onlyLocks: Bool { verb == .update && columns.isEmpty }
    var description: String { "\(verb.rawValue) \(table) \(columns.joined(separator: " "))" }

    /// What an INSERT puts into a column: its placeholders stand in the order of its columns.
    func value(_ column: String) -> String {
        guard let index = columns.firstIndex(of: column), index < values.count, case .text(let text) = values[index]
        else { return "?" }
        return text
    }

    private static func assigned(in text: String) -> [String] {
        guard let start = text.firstRange(of: " SET ") else { return [] }
        let end = [" WHERE ", " RETURNING "].compactMap { text.firstRange(of: $0)?.lowerBound }.min() ?? text.endIndex
        guard start.upperBound < end else { return [] }
        var depth = 0
        let assignments = text[start.upperBound..<end].split { character in
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            return character == "," && depth == 0
        }
        return assignments.compactMap { assignment in
            let halves = assignment.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            return halves.count == 2 && halves[0] != halves[1] ? halves[0] : nil
        }
    }
}
