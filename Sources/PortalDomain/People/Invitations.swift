package import Kernel
package import Persistence

/// What somebody sees who opens an invitation.
package struct Invitation: Sendable, Equatable {
    package let user: UserID
    package let email: String
    package let portalName: String
    package let role: Role
}

/// Opening an invitation, and choosing a password with it.
package struct Invitations: Sendable {
    private let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient

    package init(database: any SQLDatabase, ambient: Ambient) {
        (self.database, self.ambient) = (database, ambient)
        journal = Journal(ambient: ambient)
    }

    /// Nil for a link that is unknown, spent or too old. Looking does not spend it.
    package func find(_ token: Credential) async throws(StorageError) -> Invitation? {
        try await database.first(Self.select(token.digest, at: ambient.now()), as: Self.invitation)
    }

    /// Sets the password and spends the link; nil if somebody else did first. Whoever chose a password has proven it.
    package func accept(
        _ token: Credential, password: PasswordHash, from address: String
    ) async throws(StorageError) -> PasswordProof? {
        let now = ambient.now()
        let journal = journal
        return try await database.write { connection throws(StorageError) -> PasswordProof? in
            guard let row = try connection.first(Self.select(token.digest, at: now)) else { return nil }
            let invitation = try Self.invitation(row)
            guard try MailedLinks.spend(token.digest, .invitation, at: now, on: connection) != nil else { return nil }
            try Users.setPassword(password, of: invitation.user, on: connection)
            try Sessions.endAll(of: .user(invitation.user), on: connection)
            try journal.record(
                AuditEvent(
                    "user.joined", in: .portal(try row.id("portal_id")),
                    by: .init(kind: .user, id: invitation.user.text, name: invitation.email, address: address),
                    on: .init(kind: "user", id: invitation.user.text), after: .facts(["role": invitation.role.rawValue])
                ),
                on: connection)
            return PasswordProof(account: .user(invitation.user), hash: password)
        }
    }
}
