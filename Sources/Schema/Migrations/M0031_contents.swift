import Persistence

extension Migrations {
    /// Files: bytes once, and their uses per portal.
    static let m0031Contents = Migration(
        version: 31, name: "contents",
        statements: [
            // Of all portals together: equal bytes are stored once. `unused_since` is null while a row of `contents` refers to them.
            """
            CREATE TABLE stored_bytes (
                digest TEXT NOT NULL CONSTRAINT stored_bytes_pkey PRIMARY KEY,
                size BIGINT NOT NULL,
                place TEXT NOT NULL CONSTRAINT stored_bytes_place_key UNIQUE,
                unused_since BIGINT
            )
            """,
            "CREATE INDEX stored_bytes_unused ON stored_bytes (unused_since)",
            // Out of the books, and to be deleted from the store.
            "CREATE TABLE discarded_bytes (place TEXT NOT NULL CONSTRAINT discarded_bytes_pkey PRIMARY KEY)",
            """
            CREATE TABLE contents (
                portal_id TEXT NOT NULL CONSTRAINT contents_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                digest TEXT NOT NULL CONSTRAINT contents_bytes_fkey REFERENCES stored_bytes (digest),
                size BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT contents_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            "CREATE INDEX contents_digest ON contents (digest)",
        ])
}
