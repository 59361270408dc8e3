import Persistence

extension Migrations {
    /// Apps whose `client_id` is the address of a document about them.
    static let m0015ClientDocuments = Migration(
        version: 15, name: "client_documents",
        statements: [
            // What the document said is in `apps`; here is how long that is believed.
            """
            CREATE TABLE client_documents (
                url TEXT NOT NULL CONSTRAINT client_documents_pkey PRIMARY KEY,
                app_id TEXT NOT NULL CONSTRAINT client_documents_app_fkey REFERENCES apps (id),
                fetched_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL
            )
            """,
            "CREATE UNIQUE INDEX client_documents_app_key ON client_documents (app_id)",
        ])
}
