import Persistence

extension Migrations {
    /// Thumbprints of the keys that codes, grants and access tokens are bound to (RFC 9449).
    static let m0008DPoP = Migration(
        version: 8, name: "dpop",
        statements: [
            "ALTER TABLE authorization_codes ADD COLUMN jkt TEXT",
            // Of public apps: their refresh tokens are bound, because nothing else is (§5).
            "ALTER TABLE grants ADD COLUMN jkt TEXT",
            "ALTER TABLE access_tokens ADD COLUMN jkt TEXT",
        ])
}
