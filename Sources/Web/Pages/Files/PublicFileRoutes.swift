import HTTPTypes
import Hummingbird
import Kernel
import PortalDomain

/// The pages of shares and of requests: for whoever has the address, without an account and without a script.
struct PublicFileRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases

    private static let pageSize = 100

    init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/share/{share}/{secret}", in: .plain, use: share)
        pages.get("/share/{share}/{secret}/{file}", in: .plain, use: download)
        pages.get("/file-request/{request}/{secret}", in: .plain) { try await request($0) }
        router.on("/file-request/{request}/{secret}/{wanted}", method: .post) { [self] request, context in
            try await self.pages.answer(request, context, in: .plain) { try await upload($0) }
        }
    }

    // MARK: - Shares

    /// `?directory=&page=`
    @Sendable private func share(_ page: PageContext) async throws -> Response {
        let (share, portal) = try await visitedShare(page)
        let query = try page.query()
        let number = query["page"].flatMap(Int.init).map { min(max(1, $0), 100_000) } ?? 1
        let base = "/share/\(share.id)/\(Self.secret(page))"
        let times = page.pages.times(in: portal.timeZone, page.language)
        guard let text = query["directory"] else {
            return try list(share.content, page, titled: portal.name, at: base, times)
        }
        guard let id = DirectoryID(text),
            let directory = try await useCases.fileShares.entry(.directory(id), of: share.id, in: portal.id)
        else { throw PageError.notFound }
        let found = try await useCases.files.list(
            PageRequest(start: .page(number), size: Self.pageSize), of: id, in: portal.id)
        // Up as far as the share goes.
        var up = base
        if let parent = directory.directory,
            try await useCases.fileShares.entry(.directory(parent), of: share.id, in: portal.id) != nil
        {
            up = "\(base)?directory=\(parent)"
        }
        let here = "\(base)?directory=\(id)"
        let pager = PagerView(
            previousHref: number > 1 ? "\(here)&page=\(number - 1)" : nil,
            nextHref: found.hasMore ? "\(here)&page=\(number + 1)" : nil)
        return try list(
            found.entities, page, titled: directory.name, at: base, times,
            links: [LinkView(href: up, label: page.texts("files.up"))], pager)
    }

    private func list(
        _ entries: [FileEntry], _ page: PageContext, titled title: String, at base: String, _ times: PageTimes,
        links: [LinkView] = [], _ pager: PagerView = PagerView(previousHref: nil, nextHref: nil)
    ) throws -> Response {
        let texts = page.texts
        let rows = entries.map { entry -> TableView.Row in
            switch entry.body {
            case .file(let id, _, let size, _):
                .init(
                    href: "\(base)/\(id)", title: entry.name,
                    cells: [.text(texts.size(size)), .time(times.dayView(entry.createdAt))])
            case .directory(let id):
                .init(
                    href: "\(base)?directory=\(id)", title: "\(entry.name)/",
                    cells: [.empty, .time(times.dayView(entry.createdAt))])
            }
        }
        let view = ListPage(
            title: title, intro: texts("share.intro"), links: links,
            table: TableView(
                caption: title,
                columns: [
                    .init(texts("files.name")), .init(texts("files.size"), isNumber: true), .init(texts("files.added")),
                ], rows: rows),
            pager: pager, emptyTitle: texts("share.empty"), emptyText: texts("share.empty.text"))
        return try Self.unlisted(page.answer(view, titled: title))
    }

    @Sendable private func download(_ page: PageContext) async throws -> Response {
        let (share, portal) = try await visitedShare(page)
        let id: FileID = try page.id("file")
        guard let entry = try await useCases.fileShares.entry(.file(id), of: share.id, in: portal.id),
            let file = entry.linked(in: portal.id),
            let response = try await FileResponses(contents: useCases.contents).response(file, to: page.request)
        else { throw PageError.notFound }
        return Self.unlisted(response)
    }

    private func visitedShare(_ page: PageContext) async throws -> (FileShare, Portal) {
        let id: FileShareID = try page.id("share")
        guard let found = try await useCases.fileShares.visit(id, secret: Self.secret(page)) else {
            throw PageError.notFound
        }
        return found
    }

    // MARK: - Requests

    private func request(
        _ page: PageContext, fault: (RequestedFileID, String)? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (request, portal) = try await visitedRequest(page)
        let base = "/file-request/\(request.id)/\(Self.secret(page))"
        let files = request.files.map { wanted in
            FileRequestPage.Wanted(
                id: wanted.id.text, name: wanted.name, description: wanted.description, isRequired: wanted.isRequired,
                isReceived: wanted.uploaded != nil, action: "\(base)/\(wanted.id)",
                limit: page.texts("file_request.limit", ["size": page.texts.size(wanted.maximumKilobytes * 1024)]),
                error: fault?.0 == wanted.id ? fault?.1 : nil)
        }
        let view = FileRequestPage(
            portal: portal.name, description: request.description, isComplete: request.completedAt != nil, files: files)
        let title = page.texts("file_request.title", ["portal": portal.name])
        return try Self.unlisted(
            page.answer(view, titled: title, status: status, notice: page.done(try page.query())))
    }

    private func upload(_ page: PageContext) async throws -> Response {
        // Who has no address sends nothing, and what is there is not sent again: asked before a byte is read.
        let (request, portal) = try await visitedRequest(page)
        let id: RequestedFileID = try page.id("wanted")
        guard let wanted = request.files.first(where: { $0.id == id }) else { throw PageError.notFound }
        guard wanted.uploaded == nil else { return try await refuseAnother(page, id) }
        let part = FilePart("file", maximum: wanted.maximumKilobytes * 1024)
        do {
            return try await PageUpload.receive([part], by: page, into: useCases.contents.staging) { form in
                guard let file = form.file("file") else {
                    return try await self.request(
                        page, fault: (id, page.texts("file_request.none")), status: .unprocessableContent)
                }
                let reception = try await useCases.fileRequests.receive(
                    file, as: id, of: request.id, in: portal, from: page.address)
                switch reception {
                case .received: return try back(to: request.id, page)
                case .already: return try await refuseAnother(page, id)
                case .tooLarge: throw PageError.tooLarge
                case .notFound: throw PageError.notFound
                }
            }
        } catch let error as PageError where error == .tooLarge {
            return try await self.request(
                page, fault: (id, page.texts("file_request.too_large")), status: .contentTooLarge)
        }
    }

    private func refuseAnother(_ page: PageContext, _ id: RequestedFileID) async throws -> Response {
        try await request(page, fault: (id, page.texts("file_request.already")), status: .conflict)
    }

    private func back(to id: FileRequestID, _ page: PageContext) throws -> Response {
        guard let path = LocalPath("/file-request/\(id)/\(Self.secret(page))?done=file-received") else {
            throw PageError.notFound
        }
        return page.redirect(to: path)
    }

    private func visitedRequest(_ page: PageContext) async throws -> (FileRequest, Portal) {
        let id: FileRequestID = try page.id("request")
        guard let found = try await useCases.fileRequests.visit(id, secret: Self.secret(page)) else {
            throw PageError.notFound
        }
        return found
    }

    private static func secret(_ page: PageContext) -> String { page.app.parameters.get("secret") ?? "" }

    /// Found by whoever was given the address, and by no search engine.
    private static func unlisted(_ response: Response) -> Response {
        var response = response
        response.headers[.xRobotsTag] = "noindex, nofollow"
        return response
    }
}

extension HTTPField.Name {
    fileprivate static let xRobotsTag = HTTPField.Name("X-Robots-Tag")!
}
