import Hummingbird
import Kernel
import PortalDomain

/// `/manage/files`: what is in the portal's directories, and the ways to add to it and take from it.
struct FilePageRoutes: Sendable {
    static let path = "/manage/files"

    private let pages: PageResponder
    private let useCases: UseCases

    init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/files", for: .all, use: list)
        pages.get("/manage/files/{entry}", for: .all, use: show)
        pages.get("/manage/files/{entry}/download", for: .all, use: download)
        pages.post("/manage/files/directories", for: .all, use: makeDirectory)
        pages.post("/manage/files/{entry}/delete", for: .all, use: delete)
        pages.post("/manage/files/{entry}/share", for: .all, use: share)
        router.on("/manage/files/upload", method: .post) { [self] request, context in
            try await self.pages.answer(request, context, in: .manage) { page in
                let context = try await page.signedIn()
                return try await PageUpload.receive(
                    [FilePart("file", maximum: useCases.contents.bounds.file)], by: page,
                    into: useCases.contents.staging
                ) { try await upload($0, context) }
            }
        }
    }

    // MARK: - Looking

    /// `?directory=&page=`
    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let directory = try Self.directory(query["directory"])
        let way = try await directory.asyncMap { try await useCases.files.path(to: $0, in: context.portal.id) } ?? []
        guard directory == nil || !way.isEmpty else { throw PageError.notFound }
        let place = ListPlace(query, at: Self.path, keeping: ["directory"])
        let found = try await useCases.files.list(place.request(), of: directory, in: context.portal.id)
        let texts = context.texts
        let title = way.last?.name ?? texts("files.title")
        let view = ListPage(
            title: title, intro: Self.crumbs(way, texts), links: links(way, texts),
            table: table(found.entities, context), pager: place.pager(hasMore: found.hasMore),
            emptyTitle: texts("files.empty"), emptyText: texts("files.empty.text"),
            forms: forms(in: directory, texts))
        return try context.answer(view, titled: title, in: .files, notice: context.page.done(query))
    }

    private func table(_ entries: [FileEntry], _ context: SignedInContext) -> TableView {
        let texts = context.texts
        let rows = entries.map { entry -> TableView.Row in
            var size: String?
            var href = "\(Self.path)/\(entry.id)"
            switch entry.body {
            case .file(_, _, let bytes, _): size = texts.size(bytes)
            case .directory(let id): href = Self.href(id)
            }
            return .init(
                href: href, title: entry.isDirectory ? "\(entry.name)/" : entry.name,
                cells: [.text(size), .time(context.times.dayView(entry.createdAt))])
        }
        return TableView(
            caption: texts("files.title"),
            columns: [
                .init(texts("files.name")), .init(texts("files.size"), isNumber: true), .init(texts("files.added")),
            ],
            rows: rows)
    }

    private func links(_ way: [FileEntry], _ texts: Texts) -> [LinkView] {
        guard let last = way.last else {
            return [
                LinkView(href: FileSharePageRoutes.path, label: texts("file_shares.title")),
                LinkView(href: FileRequestPageRoutes.path, label: texts("file_requests.title")),
            ]
        }
        return [
            LinkView(href: Self.href(last.directory), label: texts("files.up")),
            LinkView(href: "\(Self.path)/\(last.id)", label: texts("files.about")),
        ]
    }

    private func forms(in directory: DirectoryID?, _ texts: Texts) -> [ActionView] {
        let hidden = [HiddenField(name: "directory", value: directory?.text ?? "")]
        let limit = texts.size(useCases.contents.bounds.file)
        return [
            ActionView(
                texts("files.upload"), action: "\(Self.path)/upload", hidden: hidden,
                fields: [
                    InputView("file", texts("files.upload.file", ["limit": limit]), type: "file", isRequired: true)
                ]),
            ActionView(
                texts("files.new_directory"), action: "\(Self.path)/directories", hidden: hidden,
                fields: [InputView("name", texts("files.new_directory.name"), type: "text", isRequired: true)]),
        ]
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let entry = try await find(context)
        let texts = context.texts
        var details: [DetailView] = []
        var links: [LinkView] = []
        if case .file(_, _, let size, let type) = entry.body {
            details += [
                DetailView(label: texts("files.size"), value: texts.size(size)),
                DetailView(label: texts("files.type"), value: type),
            ]
            links.append(LinkView(href: "\(Self.path)/\(entry.id)/download", label: texts("files.download")))
        }
        if let share = entry.share {
            details.append(
                DetailView(
                    label: texts("files.shared"), value: texts("files.shared.show"),
                    href: "\(FileSharePageRoutes.path)/\(share)"))
        }
        let href = "\(Self.path)/\(entry.id)"
        let customers = try await useCases.customerChoice.options(
            chosen: "", none: "file_shares.public", context)
        let view = DetailPage(
            crumb: LinkView(href: Self.href(entry.directory), label: texts("files.title")), title: entry.name,
            details: details, created: context.times.view(entry.createdAt), id: entry.id.text, links: links,
            actions: [
                ActionView(
                    texts("files.share"), action: "\(href)/share",
                    fields: [InputView("customer", texts("file_shares.with"), options: customers)],
                    question: texts("files.share.question")),
                ActionView(
                    texts("files.delete"), action: "\(href)/delete", isDanger: true,
                    question: texts(entry.isDirectory ? "files.delete.directory" : "files.delete.question")),
            ])
        return try context.answer(view, titled: entry.name, in: .files)
    }

    @Sendable private func download(_ context: SignedInContext) async throws -> Response {
        let entry = try await find(context)
        guard let file = entry.linked(in: context.portal.id),
            let response = try await FileResponses(contents: useCases.contents).response(
                file, to: context.page.request)
        else { throw PageError.notFound }
        return response
    }

    // MARK: - Changing

    private func upload(_ form: PageUpload, _ context: SignedInContext) async throws -> Response {
        let directory = try Self.directory(form.fields["directory"])
        guard let file = form.file("file") else { throw PageError.badRequest }
        let creation = try await useCases.files.add(file, to: directory, in: context.portal.id, by: context.actor)
        guard case .created = creation else { throw PageError.notFound }
        return try Self.back(to: directory, "file-uploaded", context)
    }

    @Sendable private func makeDirectory(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let directory = try Self.directory(fields["directory"])
        guard let name = FileName(sent: fields["name"] ?? ""), name.text == PublicName.trimmed(fields["name"] ?? "")
        else { throw PageError.badRequest }
        let creation = try await useCases.files.makeDirectory(
            named: name.text, in: directory, in: context.portal.id, by: context.actor)
        switch creation {
        case .created: return try Self.back(to: directory, "directory-made", context)
        case .noDirectory: throw PageError.notFound
        case .tooDeep: throw PageError.badRequest
        }
    }

    @Sendable private func delete(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let entry = try await find(context)
        let deletion = try await useCases.files.delete(
            entry.id, isRecursive: true, in: context.portal.id, by: context.actor)
        guard deletion == .deleted else { throw PageError.notFound }
        return try Self.back(to: entry.directory, "file-deleted", context)
    }

    @Sendable private func share(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let entry = try await find(context)
        var form = PageForm(fields, context.texts)
        let customer = try await useCases.customerChoice.read(&form, context)
        guard form.isFine else { throw PageError.notFound }
        let creation = try await useCases.fileShares.create(
            [entry.id], for: customer, in: context.portal.id, by: context.actor)
        guard case .created(let share) = creation, let path = LocalPath("\(FileSharePageRoutes.path)/\(share.id)")
        else { throw PageError.notFound }
        return context.page.redirect(to: path)
    }

    private func find(_ context: SignedInContext) async throws -> FileEntry {
        guard let id = FileEntryID(context.page.app.parameters.get("entry") ?? ""),
            let entry = try await useCases.files.find(id, in: context.portal.id)
        else { throw PageError.notFound }
        return entry
    }

    private static func directory(_ text: String?) throws(PageError) -> DirectoryID? {
        guard let text, !text.isEmpty else { return nil }
        guard let id = DirectoryID(text) else { throw .notFound }
        return id
    }

    private static func href(_ directory: DirectoryID?) -> String {
        directory.map { "\(path)?directory=\($0)" } ?? path
    }

    private static func crumbs(_ way: [FileEntry], _ texts: Texts) -> String? {
        way.isEmpty ? nil : ([texts("files.title")] + way.map(\.name)).joined(separator: " / ")
    }

    private static func back(
        to directory: DirectoryID?, _ done: String, _ context: SignedInContext
    ) throws -> Response {
        let href = href(directory)
        guard let path = LocalPath("\(href)\(directory == nil ? "?" : "&")done=\(done)") else {
            throw PageError.notFound
        }
        return context.page.redirect(to: path)
    }
}

extension FileEntry {
    /// As it is downloaded; nil for a directory.
    func linked(in portal: PortalID) -> LinkedFile? {
        guard case .file(_, let content, _, let type) = body else { return nil }
        return LinkedFile(content, in: portal, named: fileName, type: type)
    }
}

extension Optional {
    fileprivate func asyncMap<Other>(_ transform: (Wrapped) async throws -> Other) async rethrows -> Other? {
        guard let self else { return nil }
        return try await transform(self)
    }
}

extension PageContext {
    /// What a form of these pages did, told on the page that follows.
    func done(_ query: FormFields) -> NoticeView? {
        let known = [
            "file-uploaded", "directory-made", "file-deleted", "share-ended", "request-ended", "request-made",
            "file-received",
        ]
        guard let done = query["done"], known.contains(done) else { return nil }
        return NoticeView(text: texts("files.done.\(done)"))
    }
}
