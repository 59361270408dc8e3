import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore

/// `/openapi.json` and `/openapi.yaml`, for everybody. `?version=` picks another version than the newest.
package struct OpenAPIRoutes: Sendable {
    private enum Form: String {
        case json
        /// RFC 9512 §2.1
        case yaml

        var mediaType: String { "application/\(rawValue)" }
    }

    private let origins: Origins
    private let versions: APIVersions
    /// Few servers are asked for more than one.
    private let rendered = Kept<String, ByteBuffer>()

    package init(origins: Origins, versions: APIVersions = .published) {
        (self.origins, self.versions) = (origins, versions)
    }

    package func add(to router: Router<AppContext>) {
        router.get("/openapi.json") { request, _ in answer(request, .json) }
        router.get("/openapi.yaml") { request, _ in answer(request, .yaml) }
    }

    private func answer(_ request: Request, _ form: Form) -> Response {
        let query = try? FormFields(parsing: (request.uri.query ?? "").utf8)
        let name = query?["version"] ?? versions.newest.name
        guard let version = versions.all.first(where: { $0.name == name }) else {
            let error = APIError.unknownVersion(supported: versions.all.map(\.name))
            return Self.response(error.kind.status, "application/json", ByteBuffer(bytes: error.publishedBody()))
        }
        return Self.response(.ok, form.mediaType, document(version, form))
    }

    private func document(_ version: APIVersion, _ form: Form) -> ByteBuffer {
        rendered.value("\(version.name).\(form.rawValue)") {
            let document = OpenAPIDocument(version: version, origins: origins)
            return switch form {
            case .json: ByteBuffer(bytes: document.json())
            case .yaml: ByteBuffer(string: YAMLText(document.document).text)
            }
        }
    }

    private static func response(_ status: HTTPResponse.Status, _ type: String, _ body: ByteBuffer) -> Response {
        var fields = HTTPFields()
        fields.append(HTTPField(name: .contentType, value: type))
        fields.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
        return Response(status: status, headers: fields, body: .init(byteBuffer: body))
    }
}
