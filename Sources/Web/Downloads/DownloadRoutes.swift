import HTTPTypes
package import Hummingbird
package import Kernel

/// `GET /download/{link}`: the bytes behind a `CloudFile` (contract api-v1, 2.12). Whoever has the address has the file, for five minutes.
package struct DownloadRoutes: Sendable {
    private let links: DownloadLinks
    private let files: FileResponses
    private let ambient: Ambient

    package init(links: DownloadLinks, files: FileResponses, ambient: Ambient) {
        (self.links, self.files, self.ambient) = (links, files, ambient)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        router.on("/download/{link}", method: .get) { request, context in
            try await send(context.parameters.get("link") ?? "", request)
        }
    }

    private func send(_ link: String, _ request: Request) async throws -> Response {
        let file: LinkedFile
        do throws(DownloadLinks.Fault) {
            file = try links.file(behind: link, at: ambient.now())
        } catch {
            throw error == .expired ? PageError.gone : PageError.notFound
        }
        guard let response = try await files.response(file, to: request) else { throw PageError.notFound }
        return response
    }
}
