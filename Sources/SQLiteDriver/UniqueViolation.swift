import Kernel
import Persistence

/// Finds the name of the unique constraint that refused a row.
///
/// PostgreSQL reports it. SQLite reports only the columns (`UNIQUE constraint failed: users.email`), so the name is looked up
/// in the schema; a constraint without one gets PostgreSQL's default (`users_pkey`, `users_email_key`). Of two unique
/// indexes on the same columns of a table nobody could tell which one it was: do not make them.
struct UniqueViolation {
    let message: String
    let isPrimaryKey: Bool

    init(message: String, isPrimaryKey: Bool) { (self.message, self.isPrimaryKey) = (message, isPrimaryKey) }

    /// Falls back to the message: a wrong name would be worse.
    func constraintName(rows: (SQL) throws(StorageError) -> [SQLRow]) -> String {
        guard let subject = message.split(separator: ": ", maxSplits: 1).last else { return message }
        // An index on expressions is reported by its name: `index 'users_lower_email'`.
        if subject.hasPrefix("index '") { return String(subject.dropFirst(7).dropLast()) }
        let names = subject.split(separator: ",").map { $0.drop { $0 == " " } }
        guard let dot = names.first?.firstIndex(of: "."), let table = names.first?[..<dot] else { return message }
        let columns = names.map { String($0.dropFirst(table.count + 1)) }
        do {
            return try constraintName(table: String(table), columns: columns, rows: rows)
        } catch {
            return message
        }
    }

    private func constraintName(
        table: String, columns: [String], rows: (SQL) throws(StorageError) -> [SQLRow]
    ) throws(StorageError) -> String {
        let definition = try rows("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = \(table)").first
        let constraints = TableConstraint.all(in: try definition?.text("sql") ?? "")
        if isPrimaryKey { return constraints.first { $0.isPrimaryKey }?.name ?? "\(table)_pkey" }
        if let name = try indexName(table: table, columns: columns, rows: rows) { return name }
        return constraints.first { !$0.isPrimaryKey && $0.columns == columns }?.name
            ?? "\(table)_\(columns.joined(separator: "_"))_key"
    }

    /// The index made by `CREATE UNIQUE INDEX` on exactly these columns.
    private func indexName(
        table: String, columns: [String], rows: (SQL) throws(StorageError) -> [SQLRow]
    ) throws(StorageError) -> String? {
        let found = try rows(
            """
            SELECT indexes.name AS index_name, members.name AS column_name
            FROM pragma_index_list(\(table)) AS indexes, pragma_index_info(indexes.name) AS members
            WHERE indexes."unique" = 1 AND indexes.origin = 'c' ORDER BY indexes.seq, members.seqno
            """)
        var order: [String] = []
        var members: [String: [String]] = [:]
        for row in found {
            let name = try row.text("index_name")
            if members[name] == nil { order.append(name) }
            members[name, default: []].append(try row.optionalText("column_name") ?? "")
        }
        return order.first { members[$0] == columns }
    }
}

/// A named constraint, read from the text of CREATE TABLE: SQLite keeps these names nowhere else.
struct TableConstraint: Equatable {
    let name: String
    let isPrimaryKey: Bool
    let columns: [String]

    static func all(in definition: String) -> [TableConstraint] {
        let words = words(of: definition)
        var constraints: [TableConstraint] = []
        var depth = 0
        // The first word of the definition we are in: the column, unless it is a table constraint.
        var column = ""
        for (position, word) in words.enumerated() {
            switch word {
            case "(":
                depth += 1
                if depth == 1 { column = words[safe: position + 1] }
            case ")": depth -= 1
            case ",": if depth == 1 { column = words[safe: position + 1] }
            default: break
            }
            guard depth == 1, word.lowercased() == "constraint" else { continue }
            let kind = words[safe: position + 2].lowercased()
            let list = position + (kind == "primary" ? 4 : 3)
            guard kind == "primary" || kind == "unique" else { continue }
            let members =
                words[safe: list] == "(" ? words[(list + 1)...].prefix { $0 != ")" }.filter { $0 != "," } : [column]
            constraints.append(
                TableConstraint(
                    name: words[safe: position + 1], isPrimaryKey: kind == "primary", columns: Array(members)))
        }
        return constraints
    }

    private static func words(of definition: String) -> [String] {
        var words: [String] = []
        var word = ""
        for character in definition {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
                continue
            }
            if !word.isEmpty { words.append(word) }
            word = ""
            if "(),".contains(character) { words.append(String(character)) }
        }
        return word.isEmpty ? words : words + [word]
    }
}

extension [String] {
    fileprivate subscript(safe position: Int) -> String { indices.contains(position) ? self[position] : "" }
}
