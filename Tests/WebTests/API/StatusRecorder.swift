import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import TestSupport
import Web

/// Notes every 5xx, and every answer that the OpenAPI document does not promise.
final class StatusRecorder: TestClientProtocol, Sendable {
    private let client: any TestClientProtocol
    private let noted = Mutex<[String]>([])

    init(_ client: any TestClientProtocol) { self.client = client }

    var port: Int? { client.port }
    var faults: [String] { noted.withLock { $0 } }

    func executeRequest(
        uri: String, method: HTTPRequest.Method, headers: HTTPFields, body: ByteBuffer?
    ) async throws -> TestResponse {
        let response = try await client.executeRequest(uri: uri, method: method, headers: headers, body: body)
        if let fault = ContractWatcher.standard.fault(in: Answer(response), to: method, uri) {
            noted.withLock { $0.append(fault) }
        }
        if response.status.code >= 500 { noted.withLock { $0.append("\(method) \(uri): \(response.status.code)") } }
        return response
    }
}

/// The client's address, as `FrontDoor` would set it: what the request claims, for tests.
struct FixedAddress: RouterMiddleware {
    typealias Context = AppContext

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.clientAddress = request.headers[HTTPField.Name("X-Test-Address")!] ?? "192.0.2.1"
        return try await next(request, context)
    }
}
