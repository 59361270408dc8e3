import HTTPTypes
package import Kernel
import PortalDomain

/// What a handler answers: a status and a body of JSON. The pipeline adds what every answer carries.
package struct APIAnswer: Sendable {
    let status: HTTPResponse.Status
    let location: String?
    /// Nil: an empty answer.
    let body: [UInt8]?
    /// A body that is made while it is sent, no faster than the client takes it. Instead of `body`, and in no record.
    private(set) var pieces: Pieces?
    var isReplayed = false

    package typealias Pieces = @Sendable (_ send: ([UInt8]) async throws -> Void) async throws -> Void

    package static let noContent = APIAnswer(status: .noContent, location: nil, body: nil)

    package static func ok(_ body: JSONWriter) -> APIAnswer { .init(status: .ok, location: nil, body: body.bytes) }

    static func pieces(_ pieces: @escaping Pieces) -> APIAnswer {
        var answer = APIAnswer(status: .ok, location: nil, body: nil)
        answer.pieces = pieces
        return answer
    }

    /// - Parameter location: the address of the new entity.
    package static func created(_ body: JSONWriter, at location: String) -> APIAnswer {
        .init(status: .created, location: location, body: body.bytes)
    }

    /// The same for what has no address in the API.
    package static func made(_ body: JSONWriter) -> APIAnswer {
        .init(status: .created, location: nil, body: body.bytes)
    }

    private init(status: HTTPResponse.Status, location: String?, body: [UInt8]?) {
        (self.status, self.location, self.body) = (status, location, body)
    }

    /// An earlier answer once more.
    init(replaying stored: StoredAnswer) {
        self.init(
            status: .init(code: stored.status), location: stored.location,
            body: stored.body.isEmpty ? nil : Array(stored.body.utf8))
        isReplayed = true
    }

    var stored: StoredAnswer {
        .init(status: status.code, location: location, body: String(decoding: body ?? [], as: UTF8.self))
    }
}
