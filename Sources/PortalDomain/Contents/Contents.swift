package import Kernel
package import Persistence

package enum ContentKind: EntityKind { package static let idPrefix = "cnt" }
/// What an entity that has a file refers to: one use of some bytes in one portal.
package typealias ContentID = Identifier<ContentKind>

/// Bytes that are durable, and a use of them that is not written yet.
package struct KeptContent: Sendable, Equatable {
    package let id: ContentID
    package let digest: TokenDigest
    /// Bytes.
    package let size: Int
    /// Of what somebody sent; nil: made by the server.
    let bounds: StorageBounds?
}

/// The bytes behind one use.
package struct StoredContent: Sendable, Equatable {
    package let digest: TokenDigest
    /// Bytes.
    package let size: Int
    let place: ContentPlace
}

/// The files of all portals. Equal bytes are stored once; each use of them is a row of its portal.
///
/// An entity with a file is made in two steps:
///
/// ```swift
/// let kept = try await contents.keep(upload, in: portal)       // durable, and nobody's
/// try await database.write { connection throws(StorageError) in
///     try Contents.insert(kept, in: portal, at: now, on: connection)
///     try …insert(document, content: kept.id)
/// }
/// ```
///
/// and calls `Contents.delete` in the transaction that deletes it. What is kept and never used is swept an hour later.
package struct Contents: Sendable {
    let database: any SQLDatabase
    let store: any ContentStore
    let ambient: Ambient
    package let bounds: StorageBounds

    /// Seconds for which bytes stay that nobody uses: between `keep` and the row there are milliseconds.
    package static let grace: Int64 = 3600
    /// How many troubles of the store one sweep bears.
    private static let patience = 10

    package init(
        database: any SQLDatabase, store: any ContentStore, ambient: Ambient, bounds: StorageBounds = .init()
    ) {
        (self.database, self.store, self.ambient, self.bounds) = (database, store, ambient, bounds)
    }

    /// Where uploads arrive.
    package var staging: ContentStaging { store.staging }

    /// Makes an upload durable. Again: another use of the same bytes.
    /// - Throws: `.full` if the portal has no room for it, as `insert` does if that went meanwhile.
    package func keep(_ upload: UploadedFile, in portal: PortalID) async throws(StorageError) -> KeptContent {
        let (size, bounds) = (upload.content.size, bounds)
        let hasRoom = try await database.read { connection throws(StorageError) in
            try Self.hasRoom(for: size, in: portal, bounds, on: connection)
        }
        guard hasRoom else { throw .full }
        return try await keep(upload.content, bounds)
    }

    /// Makes bytes durable that the server made itself.
    package func keep(bytes: [UInt8]) async throws(StorageError) -> KeptContent {
        let staged = try await staging.stage(bytes)
        let kept = try await keep(staged)
        await staged.discard()
        return kept
    }

    /// Makes bytes durable that the server received for itself.
    package func keep(_ staged: StagedContent) async throws(StorageError) -> KeptContent { try await keep(staged, nil) }

    private func keep(
        _ staged: StagedContent, _ bounds: StorageBounds?
    ) async throws(StorageError) -> KeptContent {
        let now = ambient.now()
        let proposed = ContentPlace(staged.digest, from: ambient)
        // The row first: bytes without a row would never be swept.
        let place = try await database.write { connection throws(StorageError) in
            try Self.claim(staged, at: proposed, now, on: connection)
        }
        try await store.put(staged, at: place)
        return KeptContent(id: ambient.makeID(), digest: staged.digest, size: staged.size, bounds: bounds)
    }

    /// Writes one use of kept bytes that needs no entity around it.
    @discardableResult
    package func use(
        _ kept: KeptContent, in portal: PortalID, at now: Timestamp,
        keeping keeper: AnswerKeeper<KeptContent>? = nil
    ) async throws(StorageError) -> KeptContent {
        try await database.write { connection throws(StorageError) in
            try Self.insert(kept, in: portal, at: now, on: connection)
            try keeper?.keep(kept, on: connection)
            return kept
        }
    }

    package func find(_ id: ContentID, in portal: PortalID) async throws(StorageError) -> StoredContent? {
        try await database.first(Self.select(id, in: portal), as: Self.stored)
    }

    /// Some of the bytes; nil if the store has lost them.
    package func read(
        _ range: Range<Int>, of content: StoredContent
    ) async throws(StorageError) -> (any ContentReader)? {
        try await store.read(range, at: content.place)
    }

    /// Deletes bytes that nobody has used for an hour.
    ///
    /// Whoever uploads the same bytes at this moment is safe: either the row is found used again and stays, or the row is gone and the
    /// new upload gets another place in the store. A use that is being written holds the row through its foreign key.
    ///
    /// What the store does not delete is tried again after everything else, and holds up nothing; a store that deletes nothing at all
    /// is left alone until the next sweep.
    /// - Returns: how many were deleted.
    /// - Throws: the last trouble, after the others were deleted.
    @discardableResult
    package func sweep() async throws(StorageError) -> Int {
        let late = ambient.now() - Self.grace
        for digest in try await unused(since: late) {
            do {
                try await database.write { connection throws(StorageError) in
                    try Self.release(digest, unusedSince: late, on: connection)
                }
            } catch .foreignKeyViolation {
                continue  // somebody uses it since just now
            }
        }
        var count = 0
        var troubles: [StorageError] = []
        for place in try await discarded() where troubles.count < Self.patience {
            do {
                try await store.delete(place)
                try await database.write { connection throws(StorageError) in try Self.forget(place, on: connection) }
                count += 1
            } catch {
                troubles.append(error)
                let now = ambient.now()
                try await database.write { connection throws(StorageError) in
                    try Self.postpone(place, at: now, on: connection)
                }
            }
        }
        if let trouble = troubles.last { throw trouble }
        return count
    }
}
