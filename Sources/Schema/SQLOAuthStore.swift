package import Kernel
package import OAuth
package import Persistence
package import PortalDomain

/// The authorization server's store on a database. Its statements are in `*+SQL.swift`, by topic.
package struct SQLOAuthStore: OAuthStore, CredentialStore {
    let database: any SQLDatabase
    let journal: Journal

    package init(database: any SQLDatabase, journal: Journal) { (self.database, self.journal) = (database, journal) }

    package func transaction<Outcome: Sendable>(
        _ body: @escaping @Sendable (any OAuthTransaction) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        let journal = journal
        return try await database.write { connection throws(StorageError) -> Outcome in
            try body(SQLOAuthTransaction(connection: connection, journal: journal))
        }
    }
}

/// An open transaction, in the words of the authorization server.
struct SQLOAuthTransaction: OAuthTransaction {
    let connection: any SQLConnection
    let journal: Journal

    func record(_ event: AuditEvent) throws(StorageError) { try journal.record(event, on: connection) }
}
