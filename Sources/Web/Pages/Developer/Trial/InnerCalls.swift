import HTTPTypes
import Hummingbird
import Kernel
import NIOCore

/// Our own endpoints, called without the network: what "Try it" shows is what an app would get.
struct InnerCalls: Sendable {
    typealias Endpoint = @Sendable (Request, AppContext) async throws -> Response

    let token: Endpoint
    let revocation: Endpoint
    let api: Endpoint
    let errors: SurfaceErrors
    let ambient: Ambient

    init(tokens: TokenRoutes, api: APIPipeline, errors: SurfaceErrors, ambient: Ambient) {
        token = { try await tokens.issue($0, $1, .form) }
        revocation = { try await tokens.revoke($0, $1) }
        self.api = { try await api.respond($0, $1) }
        (self.errors, self.ambient) = (errors, ambient)
    }

    struct Answer: Sendable {
        let status: HTTPResponse.Status
        let requestID: Kernel.RequestID
        let headers: HTTPFields
        let body: String
    }

    func post(
        _ path: String, _ fields: [(name: String, value: String)], _ endpoint: Endpoint, _ context: AppContext
    )
        async throws -> Answer
    {
        var headers = HTTPFields()
        headers[.contentType] = "application/x-www-form-urlencoded"
        let body = ByteBuffer(string: PercentEncoding.query(fields))
        return try await send(.post, path, headers, RequestBody(buffer: body), endpoint, context)
    }

    func get(_ path: String, bearer: String, _ endpoint: Endpoint, _ context: AppContext) async throws -> Answer {
        var headers = HTTPFields()
        headers[.authorization] = "Bearer \(bearer)"
        return try await send(.get, path, headers, RequestBody(buffer: ByteBuffer()), endpoint, context)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: RequestBody, _ endpoint: Endpoint,
        _ context: AppContext
    ) async throws -> Answer {
        var context = context
        context.requestID = ambient.makeID()
        let head = HTTPRequest(method: method, scheme: nil, authority: nil, path: path, headerFields: headers)
        let request = Request(head: head, body: body)
        let response: Response
        do {
            response = try await endpoint(request, context)
        } catch {
            response = try await errors.response(to: error, request, context)
        }
        let collected = CollectedBody()
        try await response.body.write(collected)
        return Answer(
            status: response.status, requestID: context.requestID, headers: response.headers, body: collected.text)
    }
}

/// A body that is read in memory. Ours are small.
private final class CollectedBody: ResponseBodyWriter {
    private var buffer = ByteBuffer()

    var text: String { String(buffer: buffer) }

    func write(_ part: ByteBuffer) async throws {
        var part = part
        buffer.writeBuffer(&part)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
