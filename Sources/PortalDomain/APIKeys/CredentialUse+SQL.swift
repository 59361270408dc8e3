import Kernel
import Persistence

extension CredentialUses {
    /// At most one write per credential and minute, also when several nodes saw it used (contract O41).
    static func note(_ use: CredentialUse, on connection: any SQLConnection) throws(StorageError) {
        switch use.subject {
        case .apiKey(let id):
            try connection.execute(
                """
                UPDATE api_keys SET last_used_at = \(use.at), last_used_address = \(use.address)
                WHERE portal_id = \(use.portal) AND id = \(id) AND (last_used_at IS NULL OR last_used_at <= \(use.at - 60))
                """)
        case .grant(let id):
            try connection.execute(
                """
                UPDATE grants SET last_used_at = \(use.at)
                WHERE portal_id = \(use.portal) AND id = \(id) AND (last_used_at IS NULL OR last_used_at <= \(use.at - 60))
                """)
        }
    }
}
