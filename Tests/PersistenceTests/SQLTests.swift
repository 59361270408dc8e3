import Kernel
import Persistence
import Testing

@Suite struct SQLTests {
    @Test func `values become numbered placeholders in the order they are written`() {
        let sql: SQL = "UPDATE t SET a = \("x"), b = \(7) WHERE c = \(true) AND d = \(String?.none)"
        #expect(sql.text == "UPDATE t SET a = $1, b = $2 WHERE c = $3 AND d = $4")
        #expect(sql.bindings == [.text("x"), .integer(7), .bool(true), .null])
    }

    @Test func `a list becomes one placeholder per value`() {
        let sql: SQL = "SELECT a FROM t WHERE b = \(1) AND c IN (\(list: ["x", "y", "z"])) AND d = \(2)"
        #expect(sql.text == "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3, $4) AND d = $5")
        #expect(sql.bindings == [.integer(1), .text("x"), .text("y"), .text("z"), .integer(2)])
    }

    @Test func `pieces are numbered anew, also inside of each other`() {
        let inner: SQL = "c > \(3) AND c < \(4)"
        let middle: SQL = "b = \(2) AND (\(inner))"
        let sql: SQL = "SELECT a FROM t WHERE a = \(1) AND \(middle) AND \(SQL("TRUE")) AND e IN (\(list: [5, 6]))"
        #expect(
            sql.text == "SELECT a FROM t WHERE a = $1 AND b = $2 AND (c > $3 AND c < $4) AND TRUE AND e IN ($5, $6)")
        #expect(sql.bindings == (1...6).map { .integer($0) })
    }

    @Test func `more than nine placeholders in a piece keep their values`() {
        let piece: SQL = "a IN (\(list: Array(1...12)))"
        let sql: SQL = "SELECT \(0) WHERE \(piece)"
        #expect(sql.text == "SELECT $1 WHERE a IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
        #expect(sql.bindings == (0...12).map { .integer($0) })
    }
}

@Suite struct StatementGuardTests {
    private let statementGuard = StatementGuard(tenantTables: ["customers", "access_tokens"])

    @Test(arguments: [
        "SELECT name FROM customers WHERE portal_id = $1",
        "SELECT portal_id, name FROM access_tokens WHERE digest = $1",
        "SELECT id FROM portals",
        "INSERT INTO customers (portal_id, id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        "SELECT 'customers' AS word",
        "CREATE INDEX customers_name ON customers (name)",
        "ALTER TABLE customers ADD COLUMN nickname TEXT",
        "DROP TABLE access_tokens",
        "UPDATE customers SET nickname = name WHERE portal_id IS NOT NULL",
        "SELECT id FROM portals WHERE name = 'begin; commit'".replacing(";", with: ","),
    ])
    func `lets through what keeps the rules`(_ text: String) throws {
        try statementGuard.check(text)
    }

    @Test(arguments: [
        "SELECT name FROM customers WHERE id = $1",
        "DELETE FROM Access_Tokens",
        "SELECT p.id FROM portals AS p JOIN customers AS c ON c.id = p.id",
        "SELECT 'portal_id' AS word FROM customers",
        "BEGIN", "begin immediate", " COMMIT", "END", "ROLLBACK TO x", "SAVEPOINT x", "RELEASE x", "START TRANSACTION",
        "ABORT", "SET statement_timeout = 0", "VACUUM", "ATTACH 'x' AS y", "DETACH y",
        "INSERT OR ROLLBACK INTO portals (id) VALUES ($1)",
        "SELECT id FROM portals WHERE id = ?",
        "SELECT 1; DELETE FROM portals",
    ])
    func `refuses what breaks one`(_ text: String) {
        #expect { try statementGuard.check(text) } throws: { error in
            guard case StorageError.invalid = error else { return false }
            return true
        }
    }
}
