import Persistence

extension Migrations {
    /// When the operator suspended a portal; null: it is open.
    static let m0030PortalSuspension = Migration(
        version: 30, name: "portal suspension",
        statements: ["ALTER TABLE portals ADD COLUMN suspended_at BIGINT"])
}
