import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/payment-links`: what was asked for and what came of it, a new link, and closing one.
package struct PaymentLinkPageRoutes: Sendable {
    private static let path = "/manage/payment-links"
    private static let pageSize = 15

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/payment-links", for: .all, use: list)
        pages.post("/manage/payment-links/new", for: .all, use: create)
        pages.get("/manage/payment-links/{link}", for: .all, use: show)
        pages.post("/manage/payment-links/{link}/close", for: .all, use: close)
    }

    /// `?status=&page=`
    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let done = query["done"].flatMap { $0 == "invalid" ? $0 : nil }
        return try await list(
            context, query,
            notice: done.map { _ in
                NoticeView(text: context.texts("payment_links.invalid"), isProblem: true)
            })
    }

    private func list(
        _ context: SignedInContext, _ query: FormFields, notice: NoticeView?
    ) async throws -> Response {
        let texts = context.texts
        let status = query["status"].flatMap(PaymentLink.Status.init(rawValue:))
        let number = query["page"].flatMap(Int.init).map { min(max(1, $0), 100_000) } ?? 1
        let found = try await useCases.paymentLinks.list(
            PageRequest(start: .page(number), size: Self.pageSize), in: context.portal.id, status: status)
        let rows = found.entities.map { link in
            TableView.Row(
                href: "\(Self.path)/\(link.id)", title: link.description,
                cells: [
                    .text(texts.money(link.amount)), .badge(texts.badge(link.status(at: context.page.now))),
                    .time(link.expiresAt.map { context.times.dayView($0) }),
                    .time(context.times.dayView(link.createdAt)),
                ])
        }
        let choices =
            [OptionView(value: "", label: texts("payment_links.all"), isSelected: status == nil)]
            + PaymentLink.Status.allCases.map { one in
                OptionView(
                    value: one.rawValue, label: texts("payment_link.status.\(one.rawValue)"), isSelected: one == status)
            }
        let view = ListPage(
            title: texts("payment_links.title"),
            filter: FilterView(
                action: Self.path, fields: [InputView("status", texts("payment_links.status"), options: choices)],
                isActive: status != nil),
            table: TableView(
                caption: texts("payment_links.title"),
                columns: [
                    .init(texts("payment_links.description")), .init(texts("payment_links.amount"), isNumber: true),
                    .init(texts("payment_links.status")), .init(texts("payment_links.expires")),
                    .init(texts("customers.created")),
                ], rows: rows),
            pager: PagerView(
                previousHref: number > 1 ? Self.href(status, number - 1) : nil,
                nextHref: found.hasMore ? Self.href(status, number + 1) : nil),
            emptyTitle: texts("payment_links.empty"), emptyText: texts("payment_links.empty.text"),
            forms: [Self.form(texts)])
        return try context.answer(view, titled: texts("payment_links.title"), in: .paymentLinks, notice: notice)
    }

    private static func form(_ texts: Texts) -> ActionView {
        ActionView(
            texts("payment_links.new"), action: "\(path)/new",
            fields: [
                InputView("description", texts("payment_links.description"), type: "text", isRequired: true),
                InputView("amount", texts("payment_links.amount.euros"), type: "text", isRequired: true),
                InputView("expires", texts("payment_links.expires"), type: "date"),
                InputView(
                    "reusable", texts("payment_links.reusable"),
                    options: [
                        OptionView(value: "once", label: texts("payment_links.once"), isSelected: true),
                        OptionView(value: "often", label: texts("payment_links.often")),
                    ]),
            ])
    }

    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let description = PublicName.trimmed(fields["description"] ?? "")
        let day = PublicName.trimmed(fields["expires"] ?? "")
        let lastDay = CalendarDate(day)
        guard !description.isEmpty, description.unicodeScalars.count <= 2000, !description.utf8.contains(0),
            let amount = Self.euros(fields["amount"] ?? ""), amount > .zero, day.isEmpty || lastDay != nil,
            let zone = useCases.portalSettings.zones.table(named: context.portal.timeZone),
            lastDay.map({ $0 >= zone.date(at: context.page.now) && $0.year < 2200 }) ?? true
        else { return context.page.redirect(to: "/manage/payment-links?done=invalid") }
        let new = NewPaymentLink(
            description: description, amount: amount, isReusable: fields["reusable"] == "often",
            expiresAt: lastDay.map { zone.end(of: $0) })
        let link = try await useCases.paymentLinks.create(new, in: context.portal.id, by: context.actor)
        return context.page.redirect(to: LocalPath("\(Self.path)/\(link.id)?done=made") ?? "/")
    }

    /// As people write it: `12`, `12,50`, `12.50`.
    private static func euros(_ text: String) -> Cents? {
        let plain = String(PublicName.trimmed(text).map { $0 == "," ? "." : $0 })
        return Cents(plain) ?? Cents("\(plain).00")
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
            details.append(DetailView(label: texts("payment_links.address"), value: address, href: address))
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
        let notices = ["made", "closed", "not_open"]
        let notice = try context.page.query()["done"].flatMap { done in
            notices.contains(done)
                ? NoticeView(text: texts("payment_links.done.\(done)"), isProblem: done == "not_open") : nil
        }
        return try context.answer(view, titled: link.description, in: .paymentLinks, notice: notice)
    }

    @Sendable private func close(_: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: PaymentLinkID = try context.page.id("link")
        switch try await useCases.paymentLinks.close(id, in: context.portal.id, by: context.actor) {
        case .notFound: throw PageError.notFound
        case .closed: return context.page.redirect(to: LocalPath("\(Self.path)/\(id)?done=closed") ?? "/")
        case .notOpen: return context.page.redirect(to: LocalPath("\(Self.path)/\(id)?done=not_open") ?? "/")
        }
    }

    private func find(_ context: SignedInContext) async throws -> PaymentLink {
        let id: PaymentLinkID = try context.page.id("link")
        guard let link = try await useCases.paymentLinks.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        return link
    }

    private static func href(_ status: PaymentLink.Status?, _ page: Int) -> String {
        var fields: [(name: String, value: String)] = []
        if let status { fields.append(("status", status.rawValue)) }
        if page > 1 { fields.append(("page", "\(page)")) }
        return fields.isEmpty ? path : "\(path)?\(PercentEncoding.query(fields))"
    }
}
