import Hummingbird
import Kernel
import PortalDomain

/// `/manage/file-requests`: what was asked for and what has come in.
struct FileRequestPageRoutes: Sendable {
    static let path = "/manage/file-requests"

    private let pages: PageResponder
    private let useCases: UseCases

    init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/file-requests", for: .all, use: list)
        pages.get("/manage/file-requests/{request}", for: .all, use: show)
        pages.post("/manage/file-requests/{request}/delete", for: .all, use: delete)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let place = ListPlace(query, at: Self.path)
        let found = try await useCases.fileRequests.list(place.request(), in: context.portal.id)
        let texts = context.texts
        let rows = found.entities.map { request in
            TableView.Row(
                href: "\(Self.path)/\(request.id)", title: request.name,
                cells: [.badge(request.badge(texts)), .time(context.times.dayView(request.createdAt))])
        }
        let view = ListPage(
            title: texts("file_requests.title"), intro: texts("file_requests.intro"),
            links: [LinkView(href: FilePageRoutes.path, label: texts("files.title"))],
            new: LinkView(href: "\(Self.path)/new", label: texts("file_requests.new")),
            table: TableView(
                caption: texts("file_requests.title"),
                columns: [
                    .init(texts("file_requests.name")), .init(texts("file_requests.state")),
                    .init(texts("files.added")),
                ], rows: rows),
            pager: place.pager(hasMore: found.hasMore), emptyTitle: texts("file_requests.empty"),
            emptyText: texts("file_requests.empty.text"))
        return try context.answer(
            view, titled: texts("file_requests.title"), in: .files, notice: context.page.done(query))
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
            details.append(.address(texts("file_shares.address"), request.address))
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
        guard try await useCases.fileRequests.delete(id, in: context.portal.id, by: context.actor) == .deleted else {
            throw PageError.notFound
        }
        return context.redirect(to: Self.path, done: "request-ended")
    }
}

extension FileRequest {
    func badge(_ texts: Texts) -> BadgeView {
        completedAt == nil
            ? BadgeView(texts("file_requests.open")) : BadgeView(texts("file_requests.complete"), .good)
    }
}
