package import Kernel

/// The right of one node to do a job for all: a row that is taken by one conditional write, and free again when its time is
/// over.
///
/// Holding it is never a proof: a node that was paused may believe that it still does. So whoever works under a lease
/// claims each item by a conditional write as well, and a double run does no harm.
package struct Lease: Sendable {
    private let name: String
    private let holder: String
    private let database: any SQLDatabase
    private let ambient: Ambient
    private let term: Int64

    /// Seconds.
    package static let term: Int64 = 30

    /// - Parameters:
    ///   - holder: this node, told apart from all others; nil: a random name.
    ///   - term: seconds after which another node may take it, if this one does not ask again: far more than the clocks of
    ///     two nodes may differ.
    package init(
        _ name: String, holder: String? = nil, term: Int64 = Self.term, database: any SQLDatabase, ambient: Ambient
    ) {
        (self.name, self.term, self.database, self.ambient) = (name, term, database, ambient)
        self.holder = holder ?? Base64.encodeURL(ambient.randomBytes(12))
    }

    /// Takes it, or keeps it for another term. False while it is somebody else's.
    package func take() async throws(StorageError) -> Bool {
        let (now, name, holder, term) = (ambient.now(), name, holder, term)
        return try await database.write { connection throws(StorageError) in
            try connection.execute(
                """
                INSERT INTO leases (name, holder, expires_at) VALUES (\(name), \(holder), \(now + term))
                ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
                WHERE leases.holder = \(holder) OR leases.expires_at <= \(now)
                """) == 1
        }
    }

    /// Gives it back, so that another node need not wait for its end.
    package func release() async throws(StorageError) {
        let (name, holder) = (name, holder)
        try await database.write { connection throws(StorageError) in
            _ = try connection.execute("DELETE FROM leases WHERE name = \(name) AND holder = \(holder)")
        }
    }
}
