import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore

/// `/openapi.json` and `/openapi.yaml`, for everybody. `?version=` picks another version than the newest.
package struct OpenAPIRoutes: Sendable {
    private struct Rendered: Sendable {
        let version: APIVersion
        let json: ByteBuffer
        let yaml: ByteBuffer
    }

    /// Rendered once: nothing in them depends on the request.
    private let documents: [Rendered]
    private let newest: APIVersion

    package init(origins: Origins, versions: APIVersions = .published) {
        newest = versions.newest
        documents = versions.all.map { version in
            let document = OpenAPIDocument(version: version, origins: origins)
            return Rendered(
                version: version, json: ByteBuffer(bytes: document.json()),
                yaml: ByteBuffer(string: YAMLText(document.document).text))
        }
    }

    package func add(to router: Router<AppContext>) {
        router.get("/openapi.json") { request, _ in answer(request, "application/json", \.json) }
        // RFC 9512 §2.1
        router.get("/openapi.yaml") { request, _ in answer(request, "application/yaml", \.yaml) }
    }

    private func answer(_ request: Request, _ type: String, _ form: KeyPath<Rendered, ByteBuffer>) -> Response {
        let query = try? FormFields(parsing: (request.uri.query ?? "").utf8)
        let name = query?["version"] ?? newest.name
        guard let found = documents.first(where: { $0.version.name == name }) else {
            let error = APIError.unknownVersion(supported: documents.map(\.version.name))
            return Self.response(error.kind.status, "application/json", ByteBuffer(bytes: error.publishedBody()))
        }
        return Self.response(.ok, type, found[keyPath: form])
    }

    private static func response(_ status: HTTPResponse.Status, _ type: String, _ body: ByteBuffer) -> Response {
        var fields = HTTPFields()
        fields.append(HTTPField(name: .contentType, value: type))
        fields.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
        return Response(status: status, headers: fields, body: .init(byteBuffer: body))
    }
}
