import Hummingbird
import Kernel
import PortalDomain

/// `/manage/payment-links/new`
struct PaymentLinkFormRoutes: Sendable {
    private static let path = PaymentLinkPageRoutes.path

    let pages: PageResponder
    let useCases: UseCases

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, pages)
        pages.form("/manage/payment-links/new", show: { try show(PageForm([:], $0.texts), $0) }, send: create)
    }

    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        var form = PageForm(fields, context.texts)
        let zone = try context.zone()
        let description = form.required("description", .text(2000))
        let amount = form.required("amount", .amount)
        let lastDay = form.optional("expires_on", .date)
        if let lastDay, lastDay < zone.date(at: context.page.now) { form.refuse("expires_on", "error.expires_at.past") }
        guard form.isFine, let description, let amount else { return try show(form, context) }
        let new = NewPaymentLink(
            description: description, amount: amount, isReusable: form.isTicked("reusable"),
            expiresAt: lastDay.map { zone.end(of: $0) })
        let link = try await useCases.paymentLinks.create(new, in: context.portal.id, by: context.actor)
        return context.redirect(to: "\(Self.path)/\(link.id)", done: "made")
    }

    private func show(_ form: PageForm, _ context: SignedInContext) throws -> Response {
        let texts = context.texts
        let view = FormPage(
            crumb: LinkView(href: Self.path, label: texts("payment_links.title")), title: texts("payment_links.new"),
            intro: texts("payment_links.empty.text"), action: "\(Self.path)/new",
            fields: [
                form.input("description", "payment_links.description", limit: 2000, hint: "payment_links.seen"),
                form.input("amount", "form.amount", hint: "form.amount.hint"),
                form.input("expires_on", "payment_links.expires", type: "date", isOptional: true),
                form.input("reusable", "payment_links.often", type: "box", hint: "payment_links.often.hint"),
            ], send: texts("payment_links.new"))
        return try context.answer(form, view, in: .paymentLinks)
    }
}
