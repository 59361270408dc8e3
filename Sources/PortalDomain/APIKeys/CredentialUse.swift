package import Kernel
package import Persistence

/// That a key or a grant was used: collected by the API, written in batches by the use recorder.
package struct CredentialUse: Sendable {
    package enum Subject: Sendable, Hashable {
        case apiKey(APIKeyID)
        case grant(GrantID)
    }

    package let portal: PortalID
    package let subject: Subject
    package let address: String
    package let at: Timestamp

    package init(portal: PortalID, subject: Subject, address: String, at: Timestamp) {
        (self.portal, self.subject, self.address, self.at) = (portal, subject, address, at)
    }
}

/// Writes "last used" (contract O41). Nothing depends on it being exact, so a batch that fails is simply lost.
package struct CredentialUses: Sendable {
    private let database: any SQLDatabase

    package init(database: any SQLDatabase) { self.database = database }

    /// One transaction for the whole batch. A use older than what is known changes nothing.
    package func note(_ uses: [CredentialUse]) async throws(StorageError) {
        guard !uses.isEmpty else { return }
        // One order on every node, so that two batches cannot wait for each other.
        let ordered = uses.sorted { Self.order($0) < Self.order($1) }
        try await database.write { connection throws(StorageError) in
            for use in ordered { try Self.note(use, on: connection) }
        }
    }

    private static func order(_ use: CredentialUse) -> String {
        switch use.subject {
        case .apiKey(let id): id.text
        case .grant(let id): id.text
        }
    }
}
