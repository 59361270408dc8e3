import Kernel
import Persistence
import PortalDomain

extension KeyFingerprint {
    private static let name = "secret key"

    /// The fingerprint in the database, which is `new` if there was none. Of two nodes that start at once, one is first.
    static func stored(
        in database: any SQLDatabase, orElse new: KeyFingerprint
    ) async throws(StorageError) -> String? {
        if let known = try await stored(in: database) { return known }
        _ = try await database.write { connection throws(StorageError) in
            try connection.execute(
                "INSERT INTO installation (name, value) VALUES (\(name), \(new.text)) ON CONFLICT (name) DO NOTHING")
        }
        return try await stored(in: database)
    }

    /// Nil if no server has used the database yet.
    static func stored(in database: any SQLDatabase) async throws(StorageError) -> String? {
        try await database.first("SELECT value FROM installation WHERE name = \(name)")?.text("value")
    }

    /// Makes this the key that counts. Webhooks that were signed under another one go.
    /// - Returns: how many went.
    func adopt(in database: any SQLDatabase, _ journal: Journal) async throws(StorageError) -> Int {
        try await database.write { [text] connection throws(StorageError) in
            let known = try connection.first("SELECT value FROM installation WHERE name = \(Self.name)")?.text("value")
            guard known != text else { return 0 }
            try connection.execute(
                """
                INSERT INTO installation (name, value) VALUES (\(Self.name), \(text))
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """)
            return try Webhooks.deleteAll(journal, by: .commandLine, on: connection)
        }
    }
}
