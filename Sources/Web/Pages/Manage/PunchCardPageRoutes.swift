import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/punch-cards`: the cards on offer, who holds one, and the buttons that give out and stamp them.
package struct PunchCardPageRoutes: Sendable {
    static let path = "/manage/punch-cards"
    private static let words: Set = ["made", "changed", "issued", "stamped", "deleted"]

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/punch-cards", for: .all, use: list)
        pages.get("/manage/punch-cards/{card}", for: .all, use: show)
        pages.post("/manage/punch-cards/{card}/issue", for: .all, use: issue)
        pages.post("/manage/punch-cards/{card}/delete", for: .all, use: delete)
        pages.post("/manage/punch-cards/{card}/stamp", for: .all, use: stamp)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let (texts, place) = (context.texts, ListPlace(query, at: Self.path))
        let found = try await useCases.punchCards.list(place.request(), in: context.portal.id)
        let rows = found.entities.map { card in
            TableView.Row(
                href: "\(Self.path)/\(card.id)", title: card.name,
                cells: [
                    .text(punches(card)), .text(card.sale.map { texts.money($0.price) }),
                    .time(context.times.dayView(card.createdAt)),
                ])
        }
        let view = ListPage(
            title: texts("punch_cards.title"),
            new: LinkView(href: "\(Self.path)/new", label: texts("punch_cards.new")),
            table: TableView(
                caption: texts("punch_cards.title"),
                columns: [
                    .init(texts("punch_card.name")), .init(texts("punch_card.punches")),
                    .init(texts("punch_card.price"), isNumber: true), .init(texts("customers.created")),
                ], rows: rows),
            pager: place.pager(hasMore: found.hasMore), emptyTitle: texts("punch_cards.empty"),
            emptyText: texts("punch_cards.empty.text"))
        return try context.answer(
            view, titled: texts("punch_cards.title"), in: .punchCards,
            notice: context.notice(query, "punch_cards", Self.words))
    }

    private func punches(_ card: PunchCard) -> String { "\(card.punches) × \(card.punchLabel)" }

    // MARK: - One card and who holds it

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        return try await show(context, query, notice: context.notice(query, "punch_cards", Self.words))
    }

    private func show(
        _ context: SignedInContext, _ query: FormFields, notice: NoticeView?, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let id: PunchCardID = try context.page.id("card")
        guard let card = try await useCases.punchCards.find(id, in: context.portal.id) else { throw PageError.notFound }
        let (texts, path) = (context.texts, "\(Self.path)/\(id)")
        let place = ListPlace(query, at: path)
        let issued = try await useCases.punchCards.list(place.request(), of: id, in: context.portal.id)
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("punch_cards.title")), title: card.name,
            details: details(card, texts), created: context.times.view(card.createdAt), id: id.text,
            links: place.links(hasMore: issued.hasMore, texts)
                + [LinkView(href: "\(path)/edit", label: texts("form.edit"))],
            sections: try await sections(issued, of: card, place, context),
            actions: issued.entities.isEmpty && place.number == 1 ? [deletion(card, texts)] : [])
        return try context.answer(view, titled: card.name, in: .punchCards, status: status, notice: notice)
    }

    private func details(_ card: PunchCard, _ texts: Texts) -> [DetailView] {
        var details = [DetailView(label: texts("punch_card.punches"), value: punches(card))]
        if let description = card.description {
            details.append(DetailView(label: texts("punch_card.description"), value: description))
        }
        if let sale = card.sale {
            let price = texts(
                "punch_card.price.value", ["price": texts.money(sale.price), "rate": "\(sale.vatRate.rawValue)"])
            details.append(DetailView(label: texts("punch_card.price"), value: price))
        } else {
            details.append(DetailView(label: texts("punch_card.price"), value: texts("punch_card.not_for_sale")))
        }
        let expiry = card.expiry.map { texts.counted("punch_card.expiry.\($0.period.rawValue)", $0.count) }
        details.append(
            DetailView(label: texts("punch_card.expiry"), value: expiry ?? texts("punch_card.expiry.never")))
        return details
    }

    private func sections(
        _ issued: Slice<IssuedPunchCard>, of card: PunchCard, _ place: ListPlace, _ context: SignedInContext
    ) async throws -> [SectionView] {
        let texts = context.texts
        let names = try await useCases.customers.names(of: issued.entities.map(\.customer), in: context.portal.id)
        let rows = issued.entities.map { held in
            TableView.Row(
                href: nil, title: names[held.customer] ?? held.customer.text,
                cells: [
                    .text("\(held.punchesLeft) / \(card.punches)"), .badge(badge(held, context)),
                    .time(held.expiresAt.map(context.times.dayView)), .time(context.times.dayView(held.issuedAt)),
                ])
        }
        let table = TableView(
            caption: texts("punch_card.issued"),
            columns: [
                .init(texts("list.customer")), .init(texts("punch_card.left"), isNumber: true),
                .init(texts("list.status")), .init(texts("punch_card.expires")), .init(texts("punch_card.issued_at")),
            ], rows: rows)
        let good = issued.entities.filter { $0.status(at: context.page.now) == .active }
        let stamping = good.isEmpty ? [] : [stamping(good, of: card, names, texts)]
        var sections = [
            SectionView(
                title: texts("punch_card.issued"), table: table, emptyText: texts("punch_card.issued.none"),
                actions: stamping)
        ]
        let customers = try await useCases.customerChoice.options(chosen: "", context)
        sections.append(
            SectionView(
                title: texts("punch_card.issue"),
                actions: [
                    ActionView(
                        texts("punch_card.issue"), action: "\(Self.path)/\(card.id)/issue",
                        fields: [InputView("customer", texts("list.customer"), options: customers)])
                ]))
        return sections
    }

    private func badge(_ held: IssuedPunchCard, _ context: SignedInContext) -> BadgeView {
        let status = held.status(at: context.page.now)
        let tone: BadgeView.Tone =
            switch status {
            case .active: .good
            case .expired: .bad
            case .fullyUsed: .plain
            }
        return BadgeView(context.texts("punch_card.status.\(status.rawValue)"), tone)
    }

    // MARK: - What can be done

    private func stamping(
        _ good: [IssuedPunchCard], of card: PunchCard, _ names: [CustomerID: String], _ texts: Texts
    ) -> ActionView {
        let holders = good.map { held in
            let name = names[held.customer] ?? held.customer.text
            return OptionView(value: held.id.text, label: "\(name) (\(held.punchesLeft))")
        }
        return ActionView(
            texts("punch_card.stamp"), action: "\(Self.path)/\(card.id)/stamp",
            fields: [
                InputView("issued", texts("punch_card.holder"), options: holders),
                InputView("stamps", texts("punch_card.stamps"), type: "number", value: "1", isRequired: true),
            ])
    }

    private func deletion(_ card: PunchCard, _ texts: Texts) -> ActionView {
        ActionView(
            texts("punch_card.delete"), action: "\(Self.path)/\(card.id)/delete", isDanger: true,
            question: texts("punch_card.delete.text", ["name": card.name]))
    }

    @Sendable private func issue(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: PunchCardID = try context.page.id("card")
        guard let customer = fields["customer"].flatMap({ CustomerID($0) }) else {
            return try await problem("punch_card.problem.customer", .unprocessableContent, context)
        }
        let creation = try await useCases.punchCards.issue(
            id, to: customer, in: context.portal.id, zone: try context.zone(), by: context.actor)
        guard case .created = creation else { throw PageError.notFound }
        return context.redirect(to: "\(Self.path)/\(id)", done: "issued")
    }

    @Sendable private func stamp(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: PunchCardID = try context.page.id("card")
        var reader = FieldReader(fields)
        let issued = reader.required("issued", .id(of: IssuedPunchCardKind.self))
        guard let issued, let stamps = reader.required("stamps", .digits(1...1000)) else {
            return try await problem("punch_card.problem.stamps", .unprocessableContent, context)
        }
        let stamped = try await useCases.punchCards.stamp(
            issued, of: id, stamps, in: context.portal.id, by: context.actor)
        switch stamped {
        case .done: return context.redirect(to: "\(Self.path)/\(id)", done: "stamped")
        case .notFound: throw PageError.notFound
        case .refused: return try await problem("punch_card.problem.left", .conflict, context)
        }
    }

    @Sendable private func delete(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let deletion = try await useCases.punchCards.delete(
            context.page.id("card"), in: context.portal.id, by: context.actor)
        switch deletion {
        case .deleted: return context.redirect(to: Self.path, done: "deleted")
        case .notFound: throw PageError.notFound
        case .refused: return try await problem("punch_card.problem.issued", .conflict, context)
        }
    }

    private func problem(
        _ text: String, _ status: HTTPResponse.Status, _ context: SignedInContext
    ) async throws -> Response {
        let notice = NoticeView(text: context.texts(text), isProblem: true)
        return try await show(context, FormFields([]), notice: notice, status: status)
    }
}
