import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore

/// `/openapi.json`, for everybody. `?version=` picks another version than the newest.
package struct OpenAPIRoutes: Sendable {
    /// Rendered once: nothing in them depends on the request.
    private let documents: [(version: APIVersion, body: ByteBuffer)]
    private let newest: APIVersion

    package init(origins: Origins, versions: APIVersions = .published) {
        newest = versions.newest
        documents = versions.all.map { version in
            (version, ByteBuffer(bytes: OpenAPIDocument(version: version, origins: origins).json()))
        }
    }

    package func add(to router: Router<AppContext>) {
        router.get("/openapi.json") { request, _ in document(request) }
    }

    func document(_ request: Request) -> Response {
        let query = try? FormFields(parsing: (request.uri.query ?? "").utf8)
        let name = query?["version"] ?? newest.name
        guard let found = documents.first(where: { $0.version.name == name }) else {
            let error = APIError.unknownVersion(supported: documents.map(\.version.name))
            return Self.response(error.kind.status, ByteBuffer(bytes: error.publishedBody()))
        }
        return Self.response(.ok, found.body)
    }

    private static func response(_ status: HTTPResponse.Status, _ body: ByteBuffer) -> Response {
        var fields = HTTPFields()
        fields.append(HTTPField(name: .contentType, value: "application/json"))
        fields.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
        return Response(status: status, headers: fields, body: .init(byteBuffer: body))
    }
}
