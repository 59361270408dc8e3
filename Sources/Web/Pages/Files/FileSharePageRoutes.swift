import Hummingbird
import Kernel
import PortalDomain

/// `/manage/file-shares`: who may have what, and the address of each public share.
struct FileSharePageRoutes: Sendable {
    static let path = "/manage/file-shares"

    private let pages: PageResponder
    private let useCases: UseCases

    init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/file-shares", for: .all, use: list)
        pages.get("/manage/file-shares/{share}", for: .all, use: show)
        pages.post("/manage/file-shares/{share}/delete", for: .all, use: delete)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let place = ListPlace(query, at: Self.path)
        let found = try await useCases.fileShares.list(place.request(), in: context.portal.id)
        let names = try await useCases.customers.names(
            of: found.entities.compactMap(\.customer), in: context.portal.id)
        let texts = context.texts
        let rows = found.entities.map { share in
            TableView.Row(
                href: "\(Self.path)/\(share.id)", title: share.title(texts),
                cells: [
                    .text(share.customer.map { names[$0] ?? $0.text } ?? texts("file_shares.public")),
                    .time(context.times.dayView(share.createdAt)),
                ])
        }
        let view = ListPage(
            title: texts("file_shares.title"), intro: texts("file_shares.intro"),
            links: [LinkView(href: FilePageRoutes.path, label: texts("files.title"))],
            table: TableView(
                caption: texts("file_shares.title"),
                columns: [
                    .init(texts("file_shares.content")), .init(texts("file_shares.with")), .init(texts("files.added")),
                ], rows: rows),
            pager: place.pager(hasMore: found.hasMore), emptyTitle: texts("file_shares.empty"),
            emptyText: texts("file_shares.empty.text"))
        return try context.answer(
            view, titled: texts("file_shares.title"), in: .files, notice: context.page.done(query))
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let id: FileShareID = try context.page.id("share")
        guard let share = try await useCases.fileShares.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        let texts = context.texts
        var details: [DetailView] = []
        if let customer = share.customer {
            let name = try await useCases.customers.find(customer, in: context.portal.id)?.companyName
            details.append(
                DetailView(
                    label: texts("file_shares.with"), value: name ?? customer.text,
                    href: "/manage/customers/\(customer)"))
        } else {
            details.append(.address(texts("file_shares.address"), share.address))
        }
        let rows = share.content.map { entry in
            TableView.Row(
                href: "\(FilePageRoutes.path)/\(entry.id)", title: entry.isDirectory ? "\(entry.name)/" : entry.name,
                cells: [.time(context.times.dayView(entry.createdAt))])
        }
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("file_shares.title")), title: share.title(texts),
            details: details, created: context.times.view(share.createdAt), id: share.id.text,
            sections: [
                SectionView(
                    title: texts("file_shares.content"),
                    table: TableView(
                        caption: texts("file_shares.content"),
                        columns: [.init(texts("files.name")), .init(texts("files.added"))], rows: rows),
                    emptyText: texts("file_shares.nothing"))
            ],
            actions: [
                ActionView(
                    texts("file_shares.end"), action: "\(Self.path)/\(share.id)/delete", isDanger: true,
                    question: texts("file_shares.end.question"))
            ])
        return try context.answer(view, titled: share.title(texts), in: .files)
    }

    @Sendable private func delete(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: FileShareID = try context.page.id("share")
        guard try await useCases.fileShares.delete(id, in: context.portal.id, by: context.actor) == .deleted else {
            throw PageError.notFound
        }
        return context.redirect(to: Self.path, done: "share-ended")
    }
}

extension FileShare {
    /// A share has no name of its own: what is in it.
    func title(_ texts: Texts) -> String {
        guard let first = content.first else { return texts("file_shares.nothing") }
        return content.count == 1 ? first.name : "\(first.name) + \(content.count - 1)"
    }
}
