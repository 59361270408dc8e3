import Kernel
import Persistence

/// What an edit of an app takes away from those who gave it access (checklist, row 200).
struct AppChange {
    let id: AppID
    let before: AppSettings
    let after: AppSettings
    let now: Timestamp

    /// Whether somebody ever gave the app access. Its type is then part of what they agreed to.
    static func isInUse(_ id: AppID, on connection: any SQLConnection) throws(StorageError) -> Bool {
        try connection.first("SELECT id FROM grants WHERE portal_id IS NOT NULL AND app_id = \(id) LIMIT 1") != nil
    }

    func apply(on connection: any SQLConnection) throws(StorageError) {
        try after.update(id, on: connection)
        // A public app cannot keep a secret (RFC 6749 §2.1), and one with keys proves itself with these alone.
        if !after.hasSecrets { try Apps.endSecrets(of: id, at: now, now: now, on: connection) }
        if !before.scopes.isSubset(of: after.scopes) { try narrow(on: connection) }
        if !before.redirectURIs.allSatisfy(after.redirectURIs.contains) { try forgetConsents(on: connection) }
    }

    /// Live grants and remembered consents keep what is still allowed, for good: widening the ceiling again gives nothing back
    /// without a new consent. In every portal, which the statement guard wants to hear said.
    private func narrow(on connection: any SQLConnection) throws(StorageError) {
        let granted = try connection.rows(
            """
            SELECT DISTINCT scopes FROM grants WHERE portal_id IS NOT NULL AND app_id = \(id) AND revoked_at IS NULL
            """)
        for row in granted {
            let old = try row.text("scopes")
            let kept = try row.scopes("scopes").intersection(after.scopes)
            guard kept.text != old else { continue }
            try connection.execute(
                """
                UPDATE grants SET scopes = \(kept), revoked_at = \(kept.isEmpty ? now : nil)
                WHERE portal_id IS NOT NULL AND app_id = \(id) AND revoked_at IS NULL AND scopes = \(old)
                """)
        }
        let agreed = try connection.rows(
            "SELECT DISTINCT scopes FROM consents WHERE portal_id IS NOT NULL AND app_id = \(id)")
        for row in agreed {
            let old = try row.text("scopes")
            let kept = try row.scopes("scopes").intersection(after.scopes)
            guard kept.text != old else { continue }
            try connection.execute(
                """
                UPDATE consents SET scopes = \(kept)
                WHERE portal_id IS NOT NULL AND app_id = \(id) AND scopes = \(old)
                """)
        }
    }

    /// A redirect URI that comes back later is a new one: whoever owns its host then was never agreed to.
    private func forgetConsents(on connection: any SQLConnection) throws(StorageError) {
        let remembered = try connection.rows(
            "SELECT DISTINCT redirect_uri FROM consents WHERE portal_id IS NOT NULL AND app_id = \(id)")
        for row in remembered {
            let text = try row.text("redirect_uri")
            let isKept = RedirectURI(stored: text).map { after.redirectURIs.contains(where: $0.matches(registered:)) }
            guard isKept != true else { continue }
            try connection.execute(
                "DELETE FROM consents WHERE portal_id IS NOT NULL AND app_id = \(id) AND redirect_uri = \(text)")
        }
    }
}
