import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/offers`: what was offered to customers, and what became of it.
package struct OfferPageRoutes: Sendable {
    static let path = "/manage/offers"
    private static let words: Set = ["made", "accepted", "rejected", "deleted"]

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/offers", for: .all, use: list)
        pages.get("/manage/offers/{offer}", for: .all) { try await show($0) }
        pages.get("/manage/offers/{offer}/pdf", for: .all, use: pdf)
        pages.post("/manage/offers/{offer}/accept", for: .all) {
            try await decide($1, .accepted(.init(at: $1.page.now)))
        }
        pages.post("/manage/offers/{offer}/reject", for: .all) { try await decide($1, .rejected(at: $1.page.now)) }
        pages.post("/manage/offers/{offer}/delete", for: .all, use: delete)
    }

    /// `?status=&customer=&page=`
    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let texts = context.texts
        let place = ListPlace(query, at: Self.path, keeping: ["status", "customer"])
        let status = query["status"].flatMap(CustomerOffer.Status.init)
        let customer = query["customer"].flatMap(CustomerID.init)
        let today = try context.today()
        let found = try await useCases.customerOffers.list(
            place.request(), in: context.portal.id, where: ListFilter(customer: customer), status: status, on: today)
        let names = try await useCases.customers.names(of: found.entities.map(\.customer), in: context.portal.id)
        let rows = found.entities.map { offer in
            TableView.Row(
                href: "\(Self.path)/\(offer.id)", title: offer.number,
                cells: [
                    .text(names[offer.customer] ?? offer.customer.text), .text(context.times.text(offer.issuedAt)),
                    .text(context.times.text(offer.expiresAt)), .badge(badge(offer.status(on: today), texts)),
                    .text(texts.money(offer.amount)),
                ])
        }
        let columns: [TableView.Column] = [
            .init(texts("offer.number")), .init(texts("paper.customer")), .init(texts("paper.issued")),
            .init(texts("offer.expires")), .init(texts("paper.status")), .init(texts("paper.amount"), isNumber: true),
        ]
        let view = ListPage(
            title: texts("offers.title"), new: LinkView(href: "\(Self.path)/new", label: texts("offers.new")),
            filter: StatusFilter(at: Self.path, query, status).view(
                CustomerOffer.Status.allCases, texts, named: "offer.status"),
            table: TableView(caption: texts("offers.title"), columns: columns, rows: rows),
            pager: place.pager(hasMore: found.hasMore), emptyTitle: texts("offers.empty"),
            emptyText: texts("offers.empty.text"))
        return try context.answer(
            view, titled: texts("offers.title"), in: .offers, notice: context.notice(query, "offers", Self.words))
    }

    private func badge(_ status: CustomerOffer.Status, _ texts: Texts) -> BadgeView {
        let tone: BadgeView.Tone =
            switch status {
            case .accepted: .good
            case .open: .warn
            case .rejected: .bad
            case .expired: .plain
            }
        return BadgeView(texts("offer.status.\(status.rawValue)"), tone)
    }

    // MARK: - One offer

    private func show(
        _ context: SignedInContext, notice: NoticeView? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let offer = try await find(context)
        let (texts, path) = (context.texts, "\(Self.path)/\(offer.id)")
        let today = try context.today()
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("offers.title")), title: offer.number,
            badge: badge(offer.status(on: today), texts), details: try await details(offer, context),
            created: context.times.view(offer.createdAt), id: offer.id.text,
            links: [LinkView(href: "\(path)/pdf", label: texts("paper.pdf"))], actions: actions(offer, path, texts))
        let done = try context.notice(context.page.query(), "offers", Self.words)
        return try context.answer(view, titled: offer.number, in: .offers, status: status, notice: notice ?? done)
    }

    private func details(_ offer: CustomerOffer, _ context: SignedInContext) async throws -> [DetailView] {
        let (texts, times) = (context.texts, context.times)
        let names = try await useCases.customers.names(of: [offer.customer], in: context.portal.id)
        var details = [
            DetailView(
                label: texts("paper.customer"), value: names[offer.customer] ?? offer.customer.text,
                href: "/manage/customers/\(offer.customer)"),
            DetailView(label: texts("paper.amount"), value: texts.money(offer.amount)),
            DetailView(label: texts("paper.issued"), value: times.text(offer.issuedAt)),
            DetailView(label: texts("offer.expires"), value: times.text(offer.expiresAt)),
        ]
        switch offer.decision {
        case .accepted(let acceptance)?:
            details.append(DetailView(label: texts("offer.accepted_at"), value: times.view(acceptance.moment).text))
            if let address = acceptance.address {
                details.append(DetailView(label: texts("offer.accepted_from"), value: address))
            }
            if let agent = acceptance.userAgent {
                details.append(DetailView(label: texts("offer.accepted_with"), value: agent))
            }
        case .rejected(let moment)?:
            details.append(DetailView(label: texts("offer.rejected_at"), value: times.view(moment).text))
        case nil: break
        }
        return details
    }

    private func actions(_ offer: CustomerOffer, _ path: String, _ texts: Texts) -> [ActionView] {
        var actions: [ActionView] = []
        if offer.decision == nil {
            actions += [
                ActionView(texts("offer.accept"), action: "\(path)/accept"),
                ActionView(texts("offer.reject"), action: "\(path)/reject"),
            ]
        }
        if offer.decision?.acceptance == nil {
            actions.append(
                ActionView(
                    texts("offer.delete"), action: "\(path)/delete", isDanger: true,
                    question: texts("offer.delete.question", ["number": offer.number])))
        }
        return actions
    }

    private func decide(_ context: SignedInContext, _ decision: OfferDecision) async throws -> Response {
        let id: CustomerOfferID = try context.page.id("offer")
        switch try await useCases.customerOffers.decide(id, decision, in: context.portal.id, by: context.actor) {
        case .done:
            let done = decision.acceptance != nil ? "accepted" : "rejected"
            return context.redirect(to: "\(Self.path)/\(id)", done: done)
        case .notFound: throw PageError.notFound
        case .refused: return try await refuse("offer.decided_already", context)
        }
    }

    @Sendable private func delete(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: CustomerOfferID = try context.page.id("offer")
        switch try await useCases.customerOffers.delete(id, in: context.portal.id, by: context.actor) {
        case .deleted: return context.redirect(to: Self.path, done: "deleted")
        case .notFound: throw PageError.notFound
        case .refused: return try await refuse("offer.decided_already", context)
        }
    }

    private func refuse(_ text: String, _ context: SignedInContext) async throws -> Response {
        try await show(context, notice: NoticeView(text: context.texts(text), isProblem: true), status: .conflict)
    }

    @Sendable private func pdf(_ context: SignedInContext) async throws -> Response {
        let offer = try await find(context)
        return try await context.pdf(offer.content, PaperName.of(offer.number), of: useCases.contents)
    }

    private func find(_ context: SignedInContext) async throws -> CustomerOffer {
        let id: CustomerOfferID = try context.page.id("offer")
        guard let offer = try await useCases.customerOffers.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        return offer
    }
}
