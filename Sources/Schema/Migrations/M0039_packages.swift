import Persistence

extension Migrations {
    static let m0039Packages = Migration(
        version: 39, name: "packages",
        statements: [
            """
            CREATE TABLE subscription_packages (
                portal_id TEXT NOT NULL CONSTRAINT subscription_packages_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                description TEXT,
                billing_interval TEXT NOT NULL,
                amount BIGINT NOT NULL,
                vat_rate BIGINT NOT NULL,
                for_sale BOOLEAN NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT subscription_packages_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            // With a copy of the package, which may change meanwhile.
            """
            CREATE TABLE sign_ups (
                portal_id TEXT NOT NULL CONSTRAINT sign_ups_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                billing_interval TEXT NOT NULL,
                amount BIGINT NOT NULL,
                vat_rate BIGINT NOT NULL,
                company_name TEXT NOT NULL,
                address TEXT NOT NULL,
                zip_code TEXT NOT NULL,
                city TEXT NOT NULL,
                email TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                subscription_id TEXT,
                CONSTRAINT sign_ups_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            "CREATE UNIQUE INDEX sign_ups_id ON sign_ups (id)",
            "CREATE INDEX sign_ups_expires ON sign_ups (expires_at)",
        ])
}
