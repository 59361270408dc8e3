import Persistence

/// The changes and the audit events of one transaction.
struct AuditLedger: Sendable {
    /// Rows of which contract O51 wants an event. Where columns are named, only their change counts: the others keep books (last use,
    /// the head of a refresh family).
    private static let audited: [String: Set<String>] = [
        "portals": [], "memberships": [], "app_redirect_uris": [], "customers": [], "customer_groups": [],
        "customer_group_members": [],
        "standings": ["suspended_at"], "grants": ["scopes", "revoked_at"], "access_tokens": ["revoked_at"],
        "app_tokens": ["revoked_at"],
        "apps": [
            "name", "description", "website", "type", "profile", "scopes", "required_scopes", "options", "jwks",
            "api_version", "deleted_at",
        ],
        "resource_servers": [], "app_secrets": ["expires_at", "revoked_at"],
        "api_keys": ["name", "scopes", "allowed_addresses", "api_version", "rate_limit", "expires_at", "revoked_at"],
        "users": ["disabled_at"], "developers": ["name", "verified_at", "banned_at"],
    ]
    /// Made beside something that has an event, or bookkeeping from the first row.
    private static let insertedSilently: Set = ["users", "access_tokens", "app_tokens"]
    /// Neither a change nor a reason for an event.
    private static let ignored: Set = ["audit_events", "mails"]

    private var changes: [String] = []
    private var changedRows = 0
    private var otherRows = 0
    private var events: [String] = []

    init() {}

    mutating func note(_ sql: SQL, changed: Int) {
        guard changed > 0, let statement = WrittenStatement(sql) else { return }
        if statement.table == "audit_events" {
            events.append("\(statement.value("action")) on \(statement.value("object_id"))")
        } else if Self.isAudited(statement) {
            changes.append(statement.description)
            changedRows += changed
        } else if !Self.ignored.contains(statement.table), !statement.onlyLocks {
            otherRows += changed
        }
    }

    /// What is wrong with the transaction, or nil.
    var fault: String? {
        if events.isEmpty {
            return changes.isEmpty ? nil : "changed without an event: \(changes.joined(separator: ", "))"
        }
        if changedRows + otherRows == 0 { return "an event without a change: \(events.joined(separator: ", "))" }
        if Set(events).count < events.count { return "the same event twice: \(events.joined(separator: ", "))" }
        if events.count > changedRows + otherRows {
            return "more events (\(events.joined(separator: ", "))) than changes (\(changes.joined(separator: ", ")))"
        }
        return nil
    }

    private static func isAudited(_ statement: WrittenStatement) -> Bool {
        guard let columns = audited[statement.table], !statement.onlyLocks else { return false }
        switch statement.verb {
        case .insert: return !insertedSilently.contains(statement.table)
        case .delete: return true
        case .update: return columns.isEmpty || !columns.isDisjoint(with: statement.columns)
        }
    }
}
