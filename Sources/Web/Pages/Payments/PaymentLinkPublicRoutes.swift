package import Hummingbird
import Kernel
package import PortalDomain

/// `/payment-link/plk_…`: the page of a payment link, for whoever is to pay. Opening it makes nothing, since programs that look at mails open
/// links too; the button makes the payment.
package struct PaymentLinkPublicRoutes: Sendable {
    private let pages: PageResponder
    private let links: PaymentLinks
    private let cashier: Cashier

    package init(pages: PageResponder, useCases: UseCases) {
        (self.pages, links) = (pages, useCases.paymentLinks)
        cashier = Cashier(payments: useCases.payments, portals: useCases.portals)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PublicPages(router, self.pages)
        pages.get("/payment-link/{link}", use: show)
        pages.post("/payment-link/{link}", use: pay)
    }

    @Sendable private func show(_ context: PageContext) async throws -> Response {
        let (link, payee) = try await find(context)
        return try answer(link, of: payee, state: link.status(at: context.now).rawValue, context)
    }

    @Sendable private func pay(_ context: PageContext) async throws -> Response {
        let (link, payee) = try await find(context)
        switch try await links.begin(link.id, in: payee.id) {
        case .payment(let payment): return try await cashier.leadOn(payment, context)
        case .notFound: throw PageError.notFound
        case .over(let link):
            return try answer(link, of: payee, state: link.status(at: context.now).rawValue, context)
        case .pending: return try answer(link, of: payee, state: "pending", context)
        case .noProvider: return try answer(link, of: payee, state: "no_provider", context)
        }
    }

    private func find(_ context: PageContext) async throws -> (PaymentLink, payee: Portal) {
        guard let (link, portal) = try await links.find(try context.id("link")) else { throw PageError.notFound }
        return (link, try await cashier.payee(portal))
    }

    private func answer(
        _ link: PaymentLink, of payee: Portal, state: String, _ context: PageContext
    ) throws -> Response {
        let texts = context.texts
        let isOpen = state == "open"
        let view = PayPage(
            payee: payee.name, description: link.description, amount: texts.money(link.amount),
            text: texts("payment_link.page.\(state)"),
            action: isOpen ? ActionView(texts("pay.button"), action: "/payment-link/\(link.id)") : nil)
        return try context.answer(
            view, titled: link.description, status: state == "expired" || state == "closed" ? .gone : .ok,
            formActions: isOpen ? Cashier.checkouts : [])
    }
}
