import HTTPTypes
package import Kernel
import PortalDomain

/// What a handler answers: a status and a body of JSON. The pipeline adds what every answer carries.
package struct APIAnswer: Sendable {
    let status: HTTPResponse.Status
    let location: String?
    /// Nil: an empty answer.
    let body: [UInt8]?
    var isReplayed = false

    package static let noContent = APIAnswer(status: .noContent, location: nil, body: nil)

    package static func ok(_ body: JSONWriter) -> APIAnswer { .init(status: .ok, location: nil, body: body.bytes) }

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
