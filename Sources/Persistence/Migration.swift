/// One forward step of the schema. Never edited once released: its checksum is recorded.
package struct Migration: Sendable {
    package let version: Int
    package let name: String
    /// Statements in order, the same text for both databases.
    package let statements: [String]
    /// Statements that only one database needs or understands, after the shared ones.
    package let variants: [Dialect: [String]]

    package init(version: Int, name: String, statements: [String], variants: [Dialect: [String]] = [:]) {
        (self.version, self.name, self.statements, self.variants) = (version, name, statements, variants)
    }

    /// What this step runs on `dialect`.
    package func statements(for dialect: Dialect) -> [String] { statements + (variants[dialect] ?? []) }
}
