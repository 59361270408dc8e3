package import HTTPTypes
import Hummingbird
import Synchronization
import Web

/// A running server that can be replaced by another, as a restart does.
///
/// The router client has no connection, so a request says itself which peer it comes from: `[.testPeer: "192.0.2.1"]`.
final class Node: HTTPResponder {
    typealias Context = AppContext

    private let current: Mutex<Server>

    init(_ server: Server) { current = Mutex(server) }

    var server: Server { current.withLock { $0 } }

    /// - Returns: the one before.
    func replace(with server: Server) -> Server {
        current.withLock { current in
            defer { current = server }
            return current
        }
    }

    func respond(to request: Request, context: AppContext) async throws -> Response {
        var context = context
        if let peer = request.headers[.testPeer] { context.clientAddress = peer }
        return try await server.responder.respond(to: request, context: context)
    }
}

extension HTTPField.Name {
    package static let testPeer = Self("X-Test-Peer")!
}
