import Persistence

extension Migrations {
    /// Files and directories, shares of them, and requests for more.
    static let m0032Files = Migration(
        version: 32, name: "files",
        statements: [
            // A directory has no content. `tail` is the id without its prefix: both kinds in the order in which they were made.
            """
            CREATE TABLE files (
                portal_id TEXT NOT NULL CONSTRAINT files_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                tail TEXT NOT NULL,
                parent_id TEXT,
                depth INTEGER NOT NULL,
                name TEXT NOT NULL,
                content_id TEXT,
                size BIGINT,
                media_type TEXT,
                created_at BIGINT NOT NULL,
                CONSTRAINT files_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT files_parent_fkey FOREIGN KEY (portal_id, parent_id) REFERENCES files (portal_id, id),
                CONSTRAINT files_content_fkey FOREIGN KEY (portal_id, content_id) REFERENCES contents (portal_id, id)
            )
            """,
            "CREATE INDEX files_of_directory ON files (portal_id, parent_id, tail)",
            "CREATE INDEX files_content ON files (portal_id, content_id)",
            """
            CREATE TABLE file_shares (
                portal_id TEXT NOT NULL CONSTRAINT file_shares_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                customer_id TEXT,
                created_at BIGINT NOT NULL,
                CONSTRAINT file_shares_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT file_shares_customer_fkey
                    FOREIGN KEY (portal_id, customer_id) REFERENCES customers (portal_id, id)
            )
            """,
            "CREATE INDEX file_shares_of_customer ON file_shares (portal_id, customer_id)",
            """
            CREATE TABLE file_share_entries (
                portal_id TEXT NOT NULL,
                share_id TEXT NOT NULL,
                file_id TEXT NOT NULL,
                place INTEGER NOT NULL,
                CONSTRAINT file_share_entries_pkey PRIMARY KEY (portal_id, share_id, file_id),
                CONSTRAINT file_share_entries_share_fkey
                    FOREIGN KEY (portal_id, share_id) REFERENCES file_shares (portal_id, id),
                CONSTRAINT file_share_entries_file_fkey FOREIGN KEY (portal_id, file_id) REFERENCES files (portal_id, id)
            )
            """,
            "CREATE INDEX file_share_entries_of_file ON file_share_entries (portal_id, file_id, share_id)",
            """
            CREATE TABLE file_requests (
                portal_id TEXT NOT NULL CONSTRAINT file_requests_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                description TEXT,
                directory_id TEXT,
                customer_id TEXT,
                completed_at BIGINT,
                created_at BIGINT NOT NULL,
                CONSTRAINT file_requests_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT file_requests_directory_fkey
                    FOREIGN KEY (portal_id, directory_id) REFERENCES files (portal_id, id),
                CONSTRAINT file_requests_customer_fkey
                    FOREIGN KEY (portal_id, customer_id) REFERENCES customers (portal_id, id)
            )
            """,
            "CREATE INDEX file_requests_of_directory ON file_requests (portal_id, directory_id)",
            "CREATE INDEX file_requests_of_customer ON file_requests (portal_id, customer_id)",
            """
            CREATE TABLE requested_files (
                portal_id TEXT NOT NULL,
                id TEXT NOT NULL,
                request_id TEXT NOT NULL,
                place INTEGER NOT NULL,
                name TEXT NOT NULL,
                description TEXT,
                is_required BOOLEAN NOT NULL,
                maximum_kilobytes INTEGER NOT NULL,
                uploaded_file_id TEXT,
                CONSTRAINT requested_files_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT requested_files_request_fkey
                    FOREIGN KEY (portal_id, request_id) REFERENCES file_requests (portal_id, id),
                CONSTRAINT requested_files_upload_fkey
                    FOREIGN KEY (portal_id, uploaded_file_id) REFERENCES files (portal_id, id)
            )
            """,
            "CREATE INDEX requested_files_of_request ON requested_files (portal_id, request_id, place)",
            "CREATE INDEX requested_files_of_upload ON requested_files (portal_id, uploaded_file_id)",
        ])
}
