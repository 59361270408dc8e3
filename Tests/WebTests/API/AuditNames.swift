import Kernel
import Persistence
import Testing
import Web

/// What holds for every event of the audit log, whichever area wrote it: its names are in one style, and its page has a text for it.
enum AuditNames {
    private static let known = (try? Translations.embedded())?.texts(in: .en).keys ?? []

    static func check(_ database: any SQLDatabase) async throws {
        for row in try await database.rows(
            "SELECT DISTINCT action, before, after FROM audit_events WHERE portal_id IS NOT NULL")
        {
            let action = try row.text("action")
            #expect(try /[a-z_]+\.[a-z_]+/.wholeMatch(in: action) != nil, "\(action)")
            #expect(known.contains("event.\(action)"), "\(action)")
            for text in [try row.optionalText("before"), try row.optionalText("after")].compactMap({ $0 }) {
                guard case .object(let facts) = try JSONValue(parsing: Array(text.utf8)) else { continue }
                for fact in facts { #expect(try /[a-z_]+/.wholeMatch(in: fact.name) != nil, "\(action) \(fact.name)") }
            }
        }
    }
}
