import Crypto
package import Kernel
package import Persistence

/// The place for the answer to one request that carries an `Idempotency-Key` (contract api-v1, 2.7).
package struct IdempotencySlot: Sendable, Hashable {
    package let portal: PortalID
    /// The API key, or the app: a retry after a refresh of the access token is recognised.
    package let holder: String
    package let key: String
    /// Of the request: equal digests mean the same request.
    package let requestDigest: String
    package let now: Timestamp

    /// - Parameters:
    ///   - request: what makes it the same request besides its body: method, address, version.
    ///   - body: the bytes as they were sent.
    package init(portal: PortalID, holder: String, key: String, request: [String], body: [UInt8], now: Timestamp) {
        var hash = SHA256()
        for part in request {
            hash.update(data: Array(part.utf8))
            hash.update(data: [0])
        }
        hash.update(data: body)
        (self.portal, self.holder, self.key, self.now) = (portal, holder, key, now)
        requestDigest = Hex.text(hash.finalize())
    }

    /// Two requests in one slot are either the same or a mistake of the client.
    package static func == (left: Self, right: Self) -> Bool {
        left.portal == right.portal && left.holder == right.holder && left.key == right.key
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(portal)
        hasher.combine(holder)
        hasher.combine(key)
    }
}

/// An answer as it is kept for repetition.
package struct StoredAnswer: Sendable, Equatable {
    package let status: Int
    package let location: String?
    package let body: String

    package init(status: Int, location: String?, body: String) {
        (self.status, self.location, self.body) = (status, location, body)
    }
}

/// Writes the answer to a change in the change's own transaction, so that there is never one without the other.
///
/// Handed to a use case, which calls `keep` as the last statement of its write closure. Two nodes that run the same
/// request at the same time both come as far as that; the primary key stops the second, and with it its whole change.
package struct AnswerKeeper<Entity: Sendable>: Sendable {
    let slot: IdempotencySlot
    /// A secret is in the answer: only `sealed` may be kept.
    private let isSecret: Bool
    let answer: @Sendable (Entity) -> StoredAnswer

    package init(
        in slot: IdempotencySlot, isSecret: Bool = false, answer: @escaping @Sendable (Entity) -> StoredAnswer
    ) {
        (self.slot, self.isSecret, self.answer) = (slot, isSecret, answer)
    }

    func keep(_ entity: Entity, on connection: any SQLConnection) throws(StorageError) {
        guard !isSecret else { throw .invalid(detail: "an answer with a secret in it was not sealed") }
        try IdempotencyRecords.insert(answer(entity), in: slot, on: connection)
    }

    /// The answer as it is kept where it holds a secret: encrypted. To be made before the transaction.
    func sealed(_ entity: Entity, in box: SecretBox) throws -> SealedAnswer {
        let plain = answer(entity)
        let body = try IdempotencyRecords.sealMark + box.seal(Array(plain.body.utf8), of: slot.owner)
        return SealedAnswer(
            slot: slot, answer: StoredAnswer(status: plain.status, location: plain.location, body: body))
    }
}

/// An answer that nobody can read from a copy of the database.
struct SealedAnswer: Sendable {
    fileprivate let slot: IdempotencySlot
    fileprivate let answer: StoredAnswer

    func keep(on connection: any SQLConnection) throws(StorageError) {
        try IdempotencyRecords.insert(answer, in: slot, on: connection)
    }
}

extension IdempotencySlot {
    fileprivate var owner: String { "answer \(portal) \(holder) \(key)" }
}

/// The answers kept so far.
package struct IdempotencyRecords: Sendable {
    let database: any SQLDatabase
    private let box: SecretBox?

    /// What a sealed body begins with; JSON never does.
    static let sealMark = "sealed."

    /// Seconds for which an answer is kept.
    package static let lifetime: Int64 = 86_400
    /// What `StorageError.uniqueViolation` names when another node was first.
    package static let constraint = "idempotency_records_pkey"

    /// - Parameter box: opens answers with secrets in them.
    package init(database: any SQLDatabase, box: SecretBox? = nil) { (self.database, self.box) = (database, box) }

    package enum Found: Sendable {
        case nothing
        case answer(StoredAnswer)
        /// The key belongs to another request.
        case anotherRequest
    }

    package func find(_ slot: IdempotencySlot) async throws(StorageError) -> Found {
        guard let (digest, answer) = try await record(of: slot) else { return .nothing }
        return digest == slot.requestDigest ? .answer(try opened(answer, in: slot)) : .anotherRequest
    }

    private func opened(_ answer: StoredAnswer, in slot: IdempotencySlot) throws(StorageError) -> StoredAnswer {
        guard answer.body.hasPrefix(Self.sealMark) else { return answer }
        guard let bytes = box?.open(String(answer.body.dropFirst(Self.sealMark.utf8.count)), of: slot.owner) else {
            throw .invalid(detail: "a kept answer was sealed under another key")
        }
        return StoredAnswer(
            status: answer.status, location: answer.location, body: String(decoding: bytes, as: UTF8.self))
    }
}
