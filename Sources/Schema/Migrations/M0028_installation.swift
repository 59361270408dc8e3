import Persistence

extension Migrations {
    /// What all nodes of an installation must agree on and cannot see in each other's configuration.
    static let m0028Installation = Migration(
        version: 28, name: "installation",
        statements: [
            """
            CREATE TABLE installation (
                name TEXT NOT NULL CONSTRAINT installation_pkey PRIMARY KEY,
                value TEXT NOT NULL
            )
            """
        ])
}
