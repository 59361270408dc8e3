package import Kernel
package import Persistence

/// The APIs beside ours that take our tokens: registered by the operator, for everybody's apps to ask for (RFC 8707).
package struct ResourceServers: Sendable {
    private let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient

    package init(database: any SQLDatabase, ambient: Ambient) {
        (self.database, self.ambient) = (database, ambient)
        journal = Journal(ambient: ambient)
    }

    /// What it proves itself with at introspection (RFC 7662 §2.1). The secret can be seen this once.
    package struct Credentials: Sendable {
        package let id: ResourceServerID
        package let secret: Credential
    }

    package func all() async throws(StorageError) -> [RegisteredResourceServer] {
        try await database.rows(Self.selectAll, as: Self.server)
    }

    /// Nil if the URI is taken.
    package func add(
        _ name: PublicName, _ uri: ResourceURI, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Credentials? {
        let now = ambient.now()
        let new = Credentials(id: ambient.makeID(), secret: Credential(minting: .appSecret, from: ambient))
        let (journal, event) = (journal, Self.event("created", new.id, uri, by: actor))
        return try await database.write { connection throws(StorageError) -> Credentials? in
            guard try Self.insert(new, name, uri, at: now, on: connection) else { return nil }
            try journal.record(event, on: connection)
            return new
        }
    }

    /// Another secret; the old one is dead at once. Nil if there is no such resource server.
    package func replaceSecret(
        of uri: ResourceURI, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Credentials? {
        let secret = Credential(minting: .appSecret, from: ambient)
        let journal = journal
        return try await database.write { connection throws(StorageError) -> Credentials? in
            guard let id = try Self.replaceSecret(of: uri, by: secret.digest, on: connection) else { return nil }
            try journal.record(Self.event("secret_replaced", id, uri, by: actor), on: connection)
            return Credentials(id: id, secret: secret)
        }
    }

    /// Tokens for it are worth nothing from then on: nobody may ask about them. False if it is not there.
    package func remove(_ uri: ResourceURI, by actor: AuditEvent.Actor) async throws(StorageError) -> Bool {
        let journal = journal
        return try await database.write { connection throws(StorageError) -> Bool in
            guard let id = try Self.remove(uri, on: connection) else { return false }
            try journal.record(Self.event("removed", id, uri, by: actor), on: connection)
            return true
        }
    }

    private static func event(
        _ what: String, _ id: ResourceServerID, _ uri: ResourceURI, by actor: AuditEvent.Actor
    ) -> AuditEvent {
        AuditEvent(
            "resource_server.\(what)", in: .server, by: actor, on: .init(kind: "resource_server", id: id.text),
            after: .facts(["uri": uri.text]))
    }
}

/// A resource server as its operator lists it.
package struct RegisteredResourceServer: Sendable {
    package let id: ResourceServerID
    package let name: String
    package let uri: ResourceURI
    package let createdAt: Timestamp
}
