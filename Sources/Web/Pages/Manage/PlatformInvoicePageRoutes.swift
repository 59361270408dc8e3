package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/settings/invoices`: what the operator of the server charges this portal. For owners and admins.
package struct PlatformInvoicePageRoutes: Sendable {
    private static let path = "/manage/settings/invoices"

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/invoices", for: .managers, use: list)
        pages.get("/manage/settings/invoices/{invoice}", for: .managers, use: show)
        pages.get("/manage/settings/invoices/{invoice}/pdf", for: .managers, use: pdf)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let texts = context.texts
        let place = ListPlace(try context.page.query(), at: Self.path)
        let found = try await useCases.platformInvoices.list(place.request(), in: context.portal.id)
        let rows = found.entities.map { invoice in
            TableView.Row(
                href: "\(Self.path)/\(invoice.id)", title: invoice.number,
                cells: [
                    .time(context.times.dayView(invoice.issuedAt)), .badge(badge(invoice, texts)),
                    .text(texts.money(invoice.gross)),
                ])
        }
        let columns: [TableView.Column] = [
            .init(texts("invoice.number")), .init(texts("paper.issued")), .init(texts("paper.status")),
            .init(texts("paper.amount"), isNumber: true),
        ]
        let view = ListPage(
            title: texts("platform_invoices.title"), intro: texts("platform_invoices.intro"),
            table: TableView(caption: texts("platform_invoices.title"), columns: columns, rows: rows),
            pager: place.pager(hasMore: found.hasMore), emptyTitle: texts("platform_invoices.empty"),
            emptyText: texts("platform_invoices.empty.text"))
        return try context.answer(view, titled: texts("platform_invoices.title"), in: .platformInvoices)
    }

    private func badge(_ invoice: PlatformInvoice, _ texts: Texts) -> BadgeView {
        invoice.paidAt == nil
            ? BadgeView(texts("invoice.status.open"), .warn) : BadgeView(texts("invoice.status.paid"), .good)
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let invoice = try await find(context)
        let texts = context.texts
        let lines = TableView(
            caption: texts("paper.lines"),
            columns: [
                .init(texts("paper.description")), .init(texts("paper.quantity"), isNumber: true),
                .init(texts("paper.price"), isNumber: true), .init(texts("paper.vat"), isNumber: true),
                .init(texts("paper.amount"), isNumber: true),
            ],
            rows: invoice.lines.map { line in
                let amounts = line.amounts
                return TableView.Row(
                    href: nil, title: amounts.description,
                    cells: [
                        .text(amounts.quantity.description), .text(texts.money(amounts.unitPrice)),
                        .text("\(amounts.vatRate.rawValue)%"), .text(texts.money(amounts.gross)),
                    ])
            })
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("platform_invoices.title")), title: invoice.number,
            badge: badge(invoice, texts),
            details: [
                DetailView(label: texts("paper.issued"), value: context.times.dayView(invoice.issuedAt).text),
                DetailView(label: texts("paper.subtotal"), value: texts.money(invoice.net)),
                DetailView(label: texts("paper.vat"), value: texts.money(invoice.vat)),
                DetailView(label: texts("paper.amount"), value: texts.money(invoice.gross)),
            ], created: nil, id: invoice.id.text,
            links: [LinkView(href: "\(Self.path)/\(invoice.id)/pdf", label: texts("paper.pdf"))],
            sections: [SectionView(title: texts("paper.lines"), table: lines)])
        return try context.answer(view, titled: invoice.number, in: .platformInvoices)
    }

    @Sendable private func pdf(_ context: SignedInContext) async throws -> Response {
        let invoice = try await find(context)
        return try await context.pdf(invoice.content, PaperName.of(invoice.number), of: useCases.contents)
    }

    private func find(_ context: SignedInContext) async throws -> PlatformInvoice {
        let id: PlatformInvoiceID = try context.page.id("invoice")
        guard let invoice = try await useCases.platformInvoices.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        return invoice
    }
}
