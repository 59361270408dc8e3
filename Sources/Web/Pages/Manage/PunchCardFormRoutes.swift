import Hummingbird
import Kernel
import PortalDomain

/// `/manage/punch-cards/new`, and `/manage/punch-cards/{card}/edit`, where only the sale changes: what customers hold stays what it is.
struct PunchCardFormRoutes: Sendable {
    private static let path = PunchCardPageRoutes.path

    let pages: PageResponder
    let useCases: UseCases

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, pages)
        pages.form(
            "/manage/punch-cards/new", show: { try show(PageForm(["vat_rate": "21"], $0.texts), $0) }, send: create)
        pages.form("/manage/punch-cards/{card}/edit", show: edit, send: change)
    }

    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        var form = PageForm(fields, context.texts)
        let name = form.required("name", .text(255))
        let punches = form.required("punches", .number(1...1000))
        let label = form.required("punch_label", .text(255))
        let description = form.optional("description", .text(2000))
        let sale = Self.readSale(&form)
        let expiry = Self.readExpiry(&form)
        guard form.isFine, let name, let punches, let label else { return try show(form, context) }
        let new = NewPunchCard(
            name: name, description: description, punches: punches, punchLabel: label, sale: sale, expiry: expiry)
        let card = try await useCases.punchCards.create(new, in: context.portal.id, by: context.actor)
        return context.redirect(to: "\(Self.path)/\(card.id)", done: "made")
    }

    @Sendable private func edit(_ context: SignedInContext) async throws -> Response {
        let card = try await find(context)
        let form = PageForm(
            [
                "for_sale": card.sale == nil ? "" : "1", "price": card.sale?.price.typed(context.texts) ?? "",
                "vat_rate": "\((card.sale?.vatRate ?? .standard).rawValue)",
            ], context.texts)
        return try showEdit(form, of: card, context)
    }

    @Sendable private func change(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let card = try await find(context)
        var form = PageForm(fields, context.texts)
        let sale = Self.readSale(&form)
        guard form.isFine else { return try showEdit(form, of: card, context) }
        guard try await useCases.punchCards.sell(card.id, for: sale, in: context.portal.id, by: context.actor) != nil
        else {
            throw PageError.notFound
        }
        return context.redirect(to: "\(Self.path)/\(card.id)", done: "changed")
    }

    // MARK: - Fields

    /// Nil: not for sale.
    private static func readSale(_ form: inout PageForm) -> PunchCard.Sale? {
        guard form.isTicked("for_sale") else { return nil }
        let price = form.required("price", .price)
        let vatRate = form.required("vat_rate", .vatRate)
        guard let price, let vatRate else { return nil }
        return PunchCard.Sale(price: price, vatRate: vatRate)
    }

    private static func sale(_ form: PageForm, _ texts: Texts) -> [InputView] {
        [
            form.input("for_sale", "punch_card.for_sale", type: "box", hint: "punch_card.for_sale.hint"),
            form.input("price", "punch_card.price.euros", isOptional: true, hint: "form.amount.hint"),
            form.choice("vat_rate", "subscriptions.vat", texts.vatRates()),
        ]
    }

    /// Nil: a card is good for ever.
    private static func readExpiry(_ form: inout PageForm) -> PunchCard.Expiry? {
        guard let count = form.optional("expiry", .number(1...3650)),
            let period = form.required("period", PageRule<PunchCard.Expiry.Period>.choice)
        else { return nil }
        return PunchCard.Expiry(count, period)
    }

    private func show(_ form: PageForm, _ context: SignedInContext) throws -> Response {
        let texts = context.texts
        let periods = PunchCard.Expiry.Period.allCases.map {
            OptionView(value: $0.rawValue, label: texts("punch_card.period.\($0.rawValue)"))
        }
        let view = FormPage(
            crumb: LinkView(href: Self.path, label: texts("punch_cards.title")), title: texts("punch_cards.new"),
            action: "\(Self.path)/new",
            fields: [
                form.input("name", "punch_card.name", limit: 255, hint: "punch_card.name.hint"),
                form.input("description", "punch_card.description", type: "area", limit: 2000, isOptional: true),
                form.input("punches", "punch_card.punches", type: "number"),
                form.input("punch_label", "punch_card.label", limit: 255, hint: "punch_card.label.hint"),
                form.input(
                    "expiry", "punch_card.expiry", type: "number", isOptional: true, hint: "punch_card.expiry.hint"),
                form.choice("period", "punch_card.period", periods),
            ] + Self.sale(form, texts), send: texts("form.save"))
        return try context.answer(form, view, in: .punchCards)
    }

    private func showEdit(_ form: PageForm, of card: PunchCard, _ context: SignedInContext) throws -> Response {
        let (texts, here) = (context.texts, "\(Self.path)/\(card.id)")
        let view = FormPage(
            crumb: LinkView(href: here, label: card.name), title: texts("punch_cards.edit"),
            intro: texts("punch_cards.edit.intro"), action: "\(here)/edit", fields: Self.sale(form, texts),
            send: texts("form.save"))
        return try context.answer(form, view, in: .punchCards)
    }

    private func find(_ context: SignedInContext) async throws -> PunchCard {
        guard let card = try await useCases.punchCards.find(context.page.id("card"), in: context.portal.id) else {
            throw PageError.notFound
        }
        return card
    }
}
