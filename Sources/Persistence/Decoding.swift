package import Kernel

// What rows mean, in the place where they are asked for: `database.first(Self.selection(of: id), as: Self.payment)`.

extension SQLDatabase {
    package func rows<Entity>(
        _ sql: SQL, as decode: (SQLRow) throws(StorageError) -> Entity
    ) async throws(StorageError) -> [Entity] {
        try await rows(sql).map(decode)
    }

    package func first<Entity>(
        _ sql: SQL, as decode: (SQLRow) throws(StorageError) -> Entity
    ) async throws(StorageError) -> Entity? {
        try await first(sql).map(decode)
    }
}

extension SQLConnection {
    package func rows<Entity>(
        _ sql: SQL, as decode: (SQLRow) throws(StorageError) -> Entity
    ) throws(StorageError) -> [Entity] {
        try rows(sql).map(decode)
    }

    package func first<Entity>(
        _ sql: SQL, as decode: (SQLRow) throws(StorageError) -> Entity
    ) throws(StorageError) -> Entity? {
        try first(sql).map(decode)
    }
}
