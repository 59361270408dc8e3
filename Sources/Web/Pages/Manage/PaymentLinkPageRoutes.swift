import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/payment-links`: what was asked for and what came of it, and closing a link.
package struct PaymentLinkPageRoutes: Sendable {
    static let path = "/manage/payment-links"
    private static let words: Set = ["made", "closed"]

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/payment-links", for: .all, use: list)
        pages.get("/manage/payment-links/{link}", for: .all, use: show)
        pages.post("/manage/payment-links/{link}/close", for: .all, use: close)
    }

    /// `?status=&page=`
    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let (texts, place) = (context.texts, ListPlace(query, at: Self.path, keeping: ["status"]))
        let status = query["status"].flatMap(PaymentLink.Status.init(rawValue:))
        let found = try await useCases.paymentLinks.list(place.request(), in: context.portal.id, status: status)
        let rows = found.entities.map { link in
            TableView.Row(
                href: "\(Self.path)/\(link.id)", title: link.description,
                cells: [
                    .text(texts.money(link.amount)), .badge(texts.badge(link.status(at: context.page.now))),
                    .time(link.expiresAt.map { context.times.dayView($0) }),
                    .time(context.times.dayView(link.createdAt)),
                ])
        }
        let view = ListPage(
            title: texts("payment_links.title"),
            new: LinkView(href: "\(Self.path)/new", label: texts("payment_links.new")),
            filter: StatusFilter(at: Self.path, query, status).view(
                PaymentLink.Status.allCases, texts, named: "payment_link.status"),
            table: TableView(
                caption: texts("payment_links.title"),
                columns: [
                    .init(texts("payment_links.description")), .init(texts("payment_links.amount"), isNumber: true),
                    .init(texts("list.status")), .init(texts("payment_links.expires")),
                    .init(texts("customers.created")),
                ], rows: rows),
            pager: place.pager(hasMore: found.hasMore), emptyTitle: texts("payment_links.empty"),
            emptyText: texts("payment_links.empty.text"))
        return try context.answer(view, titled: texts("payment_links.title"), in: .paymentLinks)
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let link = try await find(context)
        let texts = context.texts
        let status = link.status(at: context.page.now)
        let payments = try await useCases.paymentLinks.payments(
            PageRequest(start: .page(1), size: 100), of: link.id, in: context.portal.id)
        var details = [
            DetailView(label: texts("payment_links.amount"), value: texts.money(link.amount)),
            DetailView(
                label: texts("payment_links.reusable"),
                value: texts(link.isReusable ? "payment_links.often" : "payment_links.once")),
        ]
        if let expiresAt = link.expiresAt {
            details.append(
                DetailView(label: texts("payment_links.expires"), value: context.times.dayView(expiresAt).text))
        }
        if status == .open {
            let address = useCases.payments.addresses.page(of: link.id)
            details.append(.address(texts("payment_links.address"), address))
        }
        let close = ActionView(
            texts("payment_links.close"), action: "\(Self.path)/\(link.id)/close", isDanger: true,
            question: texts("payment_links.close.question"))
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("payment_links.title")), title: link.description,
            badge: texts.badge(status), details: details, created: context.times.view(link.createdAt), id: link.id.text,
            sections: [
                SectionView(
                    title: texts("payments.title"),
                    table: PaymentTable.view(payments.entities, context),
                    emptyText: texts("payments.empty"))
            ], actions: status == .open ? [close] : [])
        let notice = try context.notice(context.page.query(), "payment_links", Self.words, problems: ["not_open"])
        return try context.answer(view, titled: link.description, in: .paymentLinks, notice: notice)
    }

    @Sendable private func close(_: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: PaymentLinkID = try context.page.id("link")
        switch try await useCases.paymentLinks.close(id, in: context.portal.id, by: context.actor) {
        case .notFound: throw PageError.notFound
        case .closed: return context.redirect(to: "\(Self.path)/\(id)", done: "closed")
        case .notOpen: return context.redirect(to: "\(Self.path)/\(id)", done: "not_open")
        }
    }

    private func find(_ context: SignedInContext) async throws -> PaymentLink {
        let id: PaymentLinkID = try context.page.id("link")
        guard let link = try await useCases.paymentLinks.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        return link
    }
}
