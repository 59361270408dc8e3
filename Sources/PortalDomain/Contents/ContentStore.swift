package import Kernel

/// The name under which a store keeps bytes: their SHA-256, and a tail, so that bytes that come back after they were swept have
/// another name than those that are on their way out.
package struct ContentPlace: Sendable, Hashable {
    package let text: String

    init(_ digest: TokenDigest, from ambient: Ambient) {
        text = "\(digest.hex)-\(Hex.text(ambient.randomBytes(8)))"
    }

    /// Trusts a column of our own database.
    package init(stored text: String) { self.text = text }
}

/// Where the bytes of files are: a folder, or a bucket elsewhere. What they mean is in the database.
///
/// Trouble is `.unavailable`: callers answer 503.
package protocol ContentStore: Sendable {
    /// Where uploads arrive before they are kept.
    var staging: ContentStaging { get }

    /// Keeps staged bytes. They are durable afterwards, and were never there in part. Again: nothing changes.
    func put(_ content: StagedContent, at place: ContentPlace) async throws(StorageError)

    /// The bytes in `range`, which is not empty; nil if there is nothing in that place.
    func read(_ range: Range<Int>, at place: ContentPlace) async throws(StorageError) -> (any ContentReader)?

    /// Nothing in that place is what was wanted.
    func delete(_ place: ContentPlace) async throws(StorageError)

    /// Throws if nothing could be kept: asked by `voordeur doctor`.
    func check() async throws(StorageError)
}

/// Bytes that come one piece after the other, no faster than they are taken.
package protocol ContentReader: Sendable {
    /// Runs `body` with each piece, once. Throws what it throws, and if there are fewer bytes than there should be.
    func forEachPiece(_ body: ([UInt8]) async throws -> Void) async throws
}
