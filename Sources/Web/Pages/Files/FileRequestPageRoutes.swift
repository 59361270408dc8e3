import Hummingbird
import Kernel
import PortalDomain

/// `/manage/file-requests`: what was asked for and what has come in, and a form to ask for more.
struct FileRequestPageRoutes: Sendable {
    static let path = "/manage/file-requests"
    private static let pageSize = 25
    /// The API takes ten.
    private static let filesInForm = 3

    private let pages: PageResponder
    private let useCases: UseCases

    init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/file-requests", for: .all, use: list)
        pages.get("/manage/file-requests/{request}", for: .all, use: show)
        pages.post("/manage/file-requests", for: .all, use: create)
        pages.post("/manage/file-requests/{request}/delete", for: .all, use: delete)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let number = query["page"].flatMap(Int.init).map { min(max(1, $0), 100_000) } ?? 1
        let found = try await useCases.fileRequests.list(
            PageRequest(start: .page(number), size: Self.pageSize), in: context.portal.id)
        let texts = context.texts
        let rows = found.entities.map { request in
            TableView.Row(
                href: "\(Self.path)/\(request.id)", title: request.name,
                cells: [.badge(request.badge(texts)), .time(context.times.dayView(request.createdAt))])
        }
        var inputs = [
            InputView("name", texts("file_requests.name"), type: "text", isRequired: true),
            InputView("description", texts("file_requests.description"), type: "text"),
        ]
        for number in 1...Self.filesInForm {
            inputs.append(
                InputView(
                    "file\(number)", texts("file_requests.file", ["number": "\(number)"]), type: "text",
                    isRequired: number == 1))
        }
        let view = ListPage(
            title: texts("file_requests.title"), intro: texts("file_requests.intro"),
            links: [LinkView(href: FilePageRoutes.path, label: texts("files.title"))],
            table: TableView(
                caption: texts("file_requests.title"),
                columns: [
                    .init(texts("file_requests.name")), .init(texts("file_requests.state")),
                    .init(texts("files.added")),
                ], rows: rows),
            pager: PagerView(
                previousHref: number > 1 ? "\(Self.path)?page=\(number - 1)" : nil,
                nextHref: found.hasMore ? "\(Self.path)?page=\(number + 1)" : nil),
            emptyTitle: texts("file_requests.empty"), emptyText: texts("file_requests.empty.text"),
            forms: [ActionView(texts("file_requests.new"), action: Self.path, fields: inputs)])
        return try context.answer(
            view, titled: texts("file_requests.title"), in: .files, notice: context.page.done(query))
    }

    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        func text(_ name: String, _ limit: Int) throws(PageError) -> String? {
            let text = PublicName.trimmed(fields[name] ?? "")
            guard text.unicodeScalars.count <= limit else { throw .badRequest }
            return text.isEmpty ? nil : text
        }
        let files = try (1...Self.filesInForm).compactMap { number in
            try text("file\(number)", 255).map {
                NewFileRequest.Wanted(
                    name: $0, description: nil, isRequired: true, maximumKilobytes: Files.maximumSize / 1024)
            }
        }
        guard let name = try text("name", 255), !files.isEmpty else { throw PageError.badRequest }
        let new = NewFileRequest(
            name: name, description: try text("description", 2000), directory: nil, customer: nil, files: files)
        let creation = try await useCases.fileRequests.create(new, in: context.portal.id, by: context.actor)
        guard case .created(let request) = creation,
            let path = LocalPath("\(Self.path)/\(request.id)?done=request-made")
        else { throw PageError.notFound }
        return context.page.redirect(to: path)
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let id: FileRequestID = try context.page.id("request")
        guard let request = try await useCases.fileRequests.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        let texts = context.texts
        var details: [DetailView] = []
        if let customer = request.customer {
            let name = try await useCases.customers.find(customer, in: context.portal.id)?.companyName
            details.append(
                DetailView(
                    label: texts("file_requests.of"), value: name ?? customer.text,
                    href: "/manage/customers/\(customer)"))
        } else {
            details.append(
                DetailView(label: texts("file_shares.address"), value: request.address, href: request.address))
        }
        let rows = request.files.map { wanted -> TableView.Row in
            let state = texts(wanted.uploaded == nil ? "file_requests.missing" : "file_requests.received")
            return .init(
                href: wanted.uploaded.map { "\(FilePageRoutes.path)/\($0)" }, title: wanted.name,
                cells: [
                    .text(wanted.isRequired ? texts("file_requests.required") : nil),
                    .badge(BadgeView(state, wanted.uploaded == nil ? .plain : .good)),
                ])
        }
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("file_requests.title")), title: request.name,
            badge: request.badge(texts), details: details, created: context.times.view(request.createdAt),
            id: request.id.text,
            sections: [
                SectionView(
                    title: texts("file_requests.files"), text: request.description,
                    table: TableView(
                        caption: texts("file_requests.files"),
                        columns: [
                            .init(texts("files.name")), .init(texts("file_requests.required")),
                            .init(texts("file_requests.state")),
                        ], rows: rows))
            ],
            actions: [
                ActionView(
                    texts("file_requests.end"), action: "\(Self.path)/\(request.id)/delete", isDanger: true,
                    question: texts("file_requests.end.question"))
            ])
        return try context.answer(
            view, titled: request.name, in: .files, notice: context.page.done(try context.page.query()))
    }

    @Sendable private func delete(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: FileRequestID = try context.page.id("request")
        guard try await useCases.fileRequests.delete(id, in: context.portal.id, by: context.actor) == .deleted,
            let path = LocalPath("\(Self.path)?done=request-ended")
        else { throw PageError.notFound }
        return context.page.redirect(to: path)
    }
}

extension FileRequest {
    func badge(_ texts: Texts) -> BadgeView {
        completedAt == nil
            ? BadgeView(texts("file_requests.open")) : BadgeView(texts("file_requests.complete"), .good)
    }
}
