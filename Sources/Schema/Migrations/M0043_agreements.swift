import Persistence

extension Migrations {
    static let m0043Agreements = Migration(
        version: 43, name: "agreements",
        statements: [
            // Signatures are PNGs as data URIs, as they were sent: digests are made over them.
            """
            CREATE TABLE agreements (
                portal_id TEXT NOT NULL CONSTRAINT agreements_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                customer_id TEXT,
                name TEXT NOT NULL,
                status TEXT NOT NULL,
                signer_name TEXT NOT NULL,
                signer_signature TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT agreements_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT agreements_customer_fkey
                    FOREIGN KEY (portal_id, customer_id) REFERENCES customers (portal_id, id)
            )
            """,
            "CREATE INDEX agreements_customer ON agreements (portal_id, customer_id, status)",
            // `digest` is that of the secret in the address of the page; `code_mark` an HMAC over the code that was mailed last.
            """
            CREATE TABLE agreement_signers (
                portal_id TEXT NOT NULL,
                id TEXT NOT NULL,
                agreement_id TEXT NOT NULL,
                first_name TEXT NOT NULL,
                last_name TEXT NOT NULL,
                email TEXT NOT NULL,
                should_identify BOOLEAN NOT NULL,
                digest TEXT NOT NULL,
                code_mark TEXT,
                code_sent_at BIGINT,
                code_attempts BIGINT NOT NULL,
                signature TEXT,
                signed_at BIGINT,
                CONSTRAINT agreement_signers_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT agreement_signers_agreement_fkey
                    FOREIGN KEY (portal_id, agreement_id) REFERENCES agreements (portal_id, id)
            )
            """,
            "CREATE INDEX agreement_signers_agreement ON agreement_signers (portal_id, agreement_id, id)",
            "CREATE UNIQUE INDEX agreement_signers_digest_key ON agreement_signers (digest)",
            """
            CREATE TABLE agreement_documents (
                portal_id TEXT NOT NULL,
                id TEXT NOT NULL,
                agreement_id TEXT NOT NULL,
                name TEXT NOT NULL,
                content_id TEXT NOT NULL,
                size BIGINT NOT NULL,
                hash TEXT NOT NULL,
                CONSTRAINT agreement_documents_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT agreement_documents_agreement_fkey
                    FOREIGN KEY (portal_id, agreement_id) REFERENCES agreements (portal_id, id),
                CONSTRAINT agreement_documents_content_fkey
                    FOREIGN KEY (portal_id, content_id) REFERENCES contents (portal_id, id)
            )
            """,
            "CREATE INDEX agreement_documents_agreement ON agreement_documents (portal_id, agreement_id, id)",
            "CREATE INDEX agreement_documents_content ON agreement_documents (portal_id, content_id)",
        ])
}
