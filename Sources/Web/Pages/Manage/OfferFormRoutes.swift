import Hummingbird
import Kernel
import PortalDomain

/// `/manage/offers/new`: an offer from lines. One with a PDF of its own comes in through the API.
struct OfferFormRoutes: Sendable {
    private static let path = OfferPageRoutes.path
    /// Days that an offer stands if nobody says otherwise.
    private static let days = 30

    let pages: PageResponder
    let useCases: UseCases

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, pages)
        pages.form("/manage/offers/new", show: begin, send: create)
    }

    @Sendable private func begin(_ context: SignedInContext) async throws -> Response {
        let today = try context.today()
        let form = try context.emptyForm([
            "issued_on": "\(today)", "expires_on": "\(today.adding(days: Self.days))", "mail": "1",
        ])
        return try await show(form, context)
    }

    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        if let longer = PaperForm.more(fields, context.texts) { return try await show(longer, context) }
        var form = PageForm(fields, context.texts)
        let expiresAt = form.required("expires_on", .date)
        let head = try await PaperForm(useCases).read(&form, context)
        if let head, let expiresAt, expiresAt < head.issuedAt { form.refuse("expires_on", "offer.problem.expires") }
        guard form.isFine, let head, let expiresAt else { return try await show(form, context) }
        let new = ManualOffer(
            customer: head.customer, number: head.number, issuedAt: head.issuedAt, expiresAt: expiresAt,
            lines: head.lines, totals: head.totals, notice: head.notice)
        guard
            case .created(let offer) = try await useCases.customerOffers.create(
                new, in: context.portal.id, by: context.actor)
        else { throw PageError.notFound }
        return context.redirect(to: "\(Self.path)/\(offer.id)", done: "made")
    }

    private func show(_ form: PageForm, _ context: SignedInContext) async throws -> Response {
        let texts = context.texts
        let view = try await PaperForm(useCases).view(
            form, title: texts("offers.new"), crumb: LinkView(href: Self.path, label: texts("offers.title")),
            action: "\(Self.path)/new",
            dates: [
                form.input("issued_on", "paper.issued", type: "date"),
                form.input("expires_on", "offer.expires", type: "date"),
            ], context)
        return try context.answer(form, view, in: .offers)
    }
}
