import Persistence

extension Migrations {
    /// What the files of a portal weigh, out of an index alone.
    static let m0054ContentsSizes = Migration(
        version: 54, name: "contents_sizes",
        statements: ["CREATE INDEX contents_sizes ON contents (portal_id, size)"])
}
