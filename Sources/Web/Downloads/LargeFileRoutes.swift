import HTTPTypes
package import Hummingbird
package import Kernel
import NIOCore
package import PortalDomain

/// Takes and gives files with the code of the API, without its limit on their size: for measurements only (`voordeur bench-files`).
package struct LargeFileRoutes: Sendable {
    private let contents: Contents
    private let downloads: DownloadLinks
    private let portal: PortalID
    private let ambient: Ambient

    /// Bytes.
    private static let limit = 1 << 33

    package init(contents: Contents, downloads: DownloadLinks, portal: PortalID, ambient: Ambient) {
        (self.contents, self.downloads, self.portal, self.ambient) = (contents, downloads, portal, ambient)
    }

    /// `POST /files` answers a link.
    package func add(to router: Router<AppContext>) {
        router.on("/files", method: .post) { request, _ in try await receive(request) }
        DownloadRoutes(links: downloads, files: FileResponses(contents: contents), ambient: ambient).add(to: router)
    }

    private func receive(_ request: Request) async throws -> Response {
        let form = MultipartFields(schema: "", lists: [], files: [FilePart("file", maximum: Self.limit)])
        let boundary = try MultipartBoundary(contentType: request.headers[.contentType] ?? "")
        var reception = MultipartReception(form, boundary: boundary, staging: contents.staging)
        let received = try await reception.receive(request.body)
        return try await received.uploads.untilTheEnd {
            guard let file = received.uploads.file(named: "file") else { return Response(status: .badRequest) }
            let kept = try await contents.keep(file.content)
            let now = ambient.now()
            try await contents.use(kept, in: portal, at: now)
            let link = downloads.link(to: kept.id, in: portal, named: file.name, type: MediaTypes.unknown, at: now)
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: link.link)))
        }
    }
}
