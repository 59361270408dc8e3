import Persistence

extension Migrations {
    static let m0005Customers = Migration(
        version: 5, name: "customers",
        statements: [
            // `search_text` is company and e-mail in lower case (ASCII letters only), so that both databases find the same.
            """
            CREATE TABLE customers (
                portal_id TEXT NOT NULL CONSTRAINT customers_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                company_name TEXT NOT NULL,
                address TEXT NOT NULL,
                zip_code TEXT NOT NULL,
                city TEXT NOT NULL,
                country_code TEXT NOT NULL,
                primary_email TEXT NOT NULL,
                phone TEXT,
                integration TEXT,
                integration_id TEXT,
                search_text TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT customers_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            "CREATE INDEX customers_created ON customers (portal_id, created_at)",
            """
            CREATE TABLE customer_groups (
                portal_id TEXT NOT NULL CONSTRAINT customer_groups_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT customer_groups_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            """
            CREATE TABLE customer_group_members (
                portal_id TEXT NOT NULL,
                group_id TEXT NOT NULL,
                customer_id TEXT NOT NULL,
                CONSTRAINT customer_group_members_pkey PRIMARY KEY (portal_id, group_id, customer_id),
                CONSTRAINT customer_group_members_group_fkey
                    FOREIGN KEY (portal_id, group_id) REFERENCES customer_groups (portal_id, id),
                CONSTRAINT customer_group_members_customer_fkey
                    FOREIGN KEY (portal_id, customer_id) REFERENCES customers (portal_id, id)
            )
            """,
            "CREATE INDEX customer_group_members_customer ON customer_group_members (portal_id, customer_id, group_id)",
        ])
}
