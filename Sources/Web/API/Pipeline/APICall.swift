package import Kernel
package import OAuth
package import PortalDomain

/// A request that has passed the checks of the pipeline: who calls, what is called, and with what.
package struct APICall: Sendable {
    package let operation: Operation
    package let principal: Principal
    package let version: APIVersion
    /// The values of the path's parameters, in order.
    let ids: [Substring]
    let pathParameters: [String]
    package let query: FormFields
    /// An object; empty for an operation without request fields.
    package let body: JSONValue
    /// The files of a multipart body. What nobody keeps is thrown away when the request ends.
    package let uploads: Uploads
    /// Whether the body was sent as a form.
    package let isForm: Bool
    package let clientAddress: String
    package let now: Timestamp
    /// The portal's clock.
    package let zone: TimeZoneTable
    /// Nil where no limit is in force.
    let standing: RateLimiter.Standing?
    let slot: IdempotencySlot?

    package var portal: PortalID { principal.portal.id }
    package var actor: AuditEvent.Actor { principal.actor(at: clientAddress) }

    /// The id in the path. One that cannot be an id of this kind is as unknown as any other.
    package func id<Kind: EntityKind>(
        _ parameter: String, of kind: Kind.Type = Kind.self
    ) throws(APIError) -> Identifier<Kind> {
        guard let position = pathParameters.firstIndex(of: parameter), let id = Identifier<Kind>(String(ids[position]))
        else {
            throw .notFound
        }
        return id
    }

    /// A value of the path as it was sent, for ids that may be of more than one kind.
    package func text(_ parameter: String) -> String {
        pathParameters.firstIndex(of: parameter).map { String(ids[$0]) } ?? ""
    }

    /// What a use case needs to keep the answer for an `Idempotency-Key`; nil without one.
    ///
    /// Every handler of a POST passes this on: the contract promises it for each of them.
    package func keeping<Entity: Sendable>(
        _ answer: @escaping @Sendable (Entity) -> APIAnswer
    ) -> AnswerKeeper<Entity>? {
        slot.map { AnswerKeeper(in: $0) { answer($0).stored } }
    }

    /// As `keeping`, for an answer with a secret in it, which is kept encrypted.
    package func keepingSecret<Entity: Sendable>(
        _ answer: @escaping @Sendable (Entity) -> APIAnswer
    ) -> AnswerKeeper<Entity>? {
        slot.map { AnswerKeeper(in: $0, isSecret: true) { answer($0).stored } }
    }

    /// Reads fields of query or body when the path names an entity: that it exists is checked before the fields are
    /// (contract 2.3, 13 and 14), but asked only when they are wrong. When they are right, the use case finds out by
    /// itself.
    package func fields<Fields>(
        _ read: () throws(APIError) -> Fields, of entity: () async throws -> Bool
    ) async throws -> Fields {
        do {
            return try read()
        } catch {
            guard try await entity() else { throw APIError.notFound }
            throw error
        }
    }
}
