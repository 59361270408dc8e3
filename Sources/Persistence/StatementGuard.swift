package import Kernel

/// Refuses statements that break the house rules. Drivers ask it once per distinct text, when they prepare it.
package struct StatementGuard: Sendable {
    /// Tables whose every statement must name `portal_id`.
    private let tenantTables: Set<String>
    /// Columns by which a row may be found without its portal: the credential is what tells us the portal.
    private static let digestColumn = "digest"
    private static let forbidden: Set = [
        "abort", "attach", "begin", "commit", "detach", "end", "release", "rollback", "savepoint", "set", "start",
        "vacuum",
    ]
    /// What changes the schema concerns all portals at once.
    private static let definitions: Set = ["alter", "create", "drop"]

    package init(tenantTables: Set<String>) { self.tenantTables = tenantTables }

    /// Throws `.invalid` for transaction control, `OR ROLLBACK`, `?` placeholders, several statements, and a tenant table without `portal_id`
    /// (a look-up by digest and a change of the schema excepted).
    ///
    /// A migration that fills a column in every portal says so: `WHERE portal_id IS NOT NULL`.
    package func check(_ text: String) throws(StorageError) {
        let words = Self.words(of: text)
        if let first = words.first, Self.forbidden.contains(first) {
            throw .invalid(detail: "\(first.uppercased()) belongs to the driver: \(text)")
        }
        for (word, next) in zip(words, words.dropFirst()) where word == "or" && next == "rollback" {
            throw .invalid(detail: "OR ROLLBACK would end a shared transaction: \(text)")
        }
        guard !text.contains("?") else { throw .invalid(detail: "placeholders are $1, $2, …: \(text)") }
        // A trigger of SQLite has a semicolon inside.
        guard words.first == "create" || !text.contains(";") else {
            throw .invalid(detail: "one statement at a time: \(text)")
        }
        if let first = words.first, Self.definitions.contains(first) { return }
        let tables = tenantTables.intersection(words)
        guard tables.isEmpty || words.contains("portal_id") || words.contains(Self.digestColumn) else {
            throw .invalid(detail: "\(tables.sorted().joined(separator: ", ")) without portal_id: \(text)")
        }
    }

    /// Lower-case words outside of quoted strings.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quoted = false
        for character in text.lowercased() {
            if character == "'" { quoted.toggle() }
            if !quoted, character.isLetter || character.isNumber || character == "_" || character == "$" {
                word.append(character)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
