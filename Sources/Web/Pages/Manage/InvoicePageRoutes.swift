import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/invoices`: what customers have to pay, and what of it they have paid.
package struct InvoicePageRoutes: Sendable {
    static let path = "/manage/invoices"
    private static let words: Set = ["made", "paid", "deleted"]

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/invoices", for: .all, use: list)
        pages.get("/manage/invoices/{invoice}", for: .all) { try await show($0) }
        pages.get("/manage/invoices/{invoice}/pdf", for: .all, use: pdf)
        pages.post("/manage/invoices/{invoice}/paid", for: .all, use: markPaid)
        pages.post("/manage/invoices/{invoice}/delete", for: .all, use: delete)
    }

    /// `?status=&customer=&page=`
    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let texts = context.texts
        let place = ListPlace(query, at: Self.path, keeping: ["status", "customer"])
        let status = query["status"].flatMap(CustomerInvoice.Status.init)
        let customer = query["customer"].flatMap(CustomerID.init)
        let found = try await useCases.customerInvoices.list(
            place.request(), in: context.portal.id, where: ListFilter(customer: customer), status: status)
        let names = try await useCases.customers.names(of: found.entities.map(\.customer), in: context.portal.id)
        let view = ListPage(
            title: texts("invoices.title"),
            new: LinkView(href: "\(Self.path)/new", label: texts("invoices.new")),
            filter: StatusFilter(at: Self.path, query, status).view(
                CustomerInvoice.Status.allCases, texts, named: "invoice.status"),
            table: table(found.entities, names, context), pager: place.pager(hasMore: found.hasMore),
            emptyTitle: texts("invoices.empty"), emptyText: texts("invoices.empty.text"))
        return try context.answer(
            view, titled: texts("invoices.title"), in: .invoices,
            notice: context.notice(query, "invoices", Self.words))
    }

    private func table(
        _ invoices: [CustomerInvoice], _ names: [CustomerID: String], _ context: SignedInContext
    ) -> TableView {
        let texts = context.texts
        return TableView(
            caption: texts("invoices.title"),
            columns: [
                .init(texts("invoice.number")), .init(texts("paper.customer")), .init(texts("paper.issued")),
                .init(texts("paper.status")), .init(texts("paper.amount"), isNumber: true),
            ],
            rows: invoices.map { invoice in
                TableView.Row(
                    href: "\(Self.path)/\(invoice.id)", title: invoice.number,
                    cells: [
                        .text(names[invoice.customer] ?? invoice.customer.text),
                        .text(context.times.text(invoice.issuedAt)), .badge(badge(invoice.status, texts)),
                        .text(texts.money(invoice.amount)),
                    ])
            })
    }

    private func badge(_ status: CustomerInvoice.Status, _ texts: Texts) -> BadgeView {
        BadgeView(texts("invoice.status.\(status.rawValue)"), status == .paid ? .good : .warn)
    }

    // MARK: - One invoice

    private func show(
        _ context: SignedInContext, notice: NoticeView? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let invoice = try await find(context)
        let (texts, path) = (context.texts, "\(Self.path)/\(invoice.id)")
        let names = try await useCases.customers.names(of: [invoice.customer], in: context.portal.id)
        var details = [
            DetailView(
                label: texts("paper.customer"), value: names[invoice.customer] ?? invoice.customer.text,
                href: "/manage/customers/\(invoice.customer)"),
            DetailView(label: texts("paper.amount"), value: texts.money(invoice.amount)),
            DetailView(label: texts("paper.issued"), value: context.times.text(invoice.issuedAt)),
        ]
        if let paidAt = invoice.paidAt {
            details.append(DetailView(label: texts("invoice.paid_at"), value: context.times.view(paidAt).text))
        } else {
            details.append(.address(texts("invoice.payment_address"), invoice.paymentAddress))
        }
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("invoices.title")), title: invoice.number,
            badge: badge(invoice.status, texts), details: details, created: context.times.view(invoice.createdAt),
            id: invoice.id.text, links: [LinkView(href: "\(path)/pdf", label: texts("paper.pdf"))],
            actions: invoice.status == .open ? actions(invoice, path, texts) : [])
        let done = try context.notice(context.page.query(), "invoices", Self.words)
        return try context.answer(view, titled: invoice.number, in: .invoices, status: status, notice: notice ?? done)
    }

    private func actions(_ invoice: CustomerInvoice, _ path: String, _ texts: Texts) -> [ActionView] {
        [
            ActionView(texts("invoice.mark_paid"), action: "\(path)/paid"),
            ActionView(
                texts("invoice.delete"), action: "\(path)/delete", isDanger: true,
                question: texts("invoice.delete.question", ["number": invoice.number])),
        ]
    }

    /// Paid now. Another moment is for the API to say.
    @Sendable private func markPaid(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: CustomerInvoiceID = try context.page.id("invoice")
        let change = try await useCases.customerInvoices.markPaid(
            id, at: context.page.now, in: context.portal.id, by: context.actor)
        switch change {
        case .done: return context.redirect(to: "\(Self.path)/\(id)", done: "paid")
        case .notFound: throw PageError.notFound
        case .refused: return try await refuse("invoice.paid_already", context)
        }
    }

    @Sendable private func delete(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: CustomerInvoiceID = try context.page.id("invoice")
        switch try await useCases.customerInvoices.delete(id, in: context.portal.id, by: context.actor) {
        case .deleted: return context.redirect(to: Self.path, done: "deleted")
        case .notFound: throw PageError.notFound
        case .refused: return try await refuse("invoice.delete.refused", context)
        }
    }

    private func refuse(_ text: String, _ context: SignedInContext) async throws -> Response {
        try await show(context, notice: NoticeView(text: context.texts(text), isProblem: true), status: .conflict)
    }

    @Sendable private func pdf(_ context: SignedInContext) async throws -> Response {
        let invoice = try await find(context)
        return try await context.pdf(invoice.content, PaperName.of(invoice.number), of: useCases.contents)
    }

    private func find(_ context: SignedInContext) async throws -> CustomerInvoice {
        let id: CustomerInvoiceID = try context.page.id("invoice")
        guard let invoice = try await useCases.customerInvoices.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        return invoice
    }
}
