package import Hummingbird
import Kernel
package import PortalDomain

/// `/payment/…`: one payment, for its payer: the way to pay it, and what became of it. The provider sends payers back here.
package struct PaymentPublicRoutes: Sendable {
    private let pages: PageResponder
    private let subscriptions: Subscriptions
    private let cashier: Cashier

    package init(pages: PageResponder, useCases: UseCases) {
        (self.pages, subscriptions) = (pages, useCases.subscriptions)
        cashier = Cashier(payments: useCases.payments, portals: useCases.portals)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PublicPages(router, self.pages)
        pages.get("/payment/{code}", use: show)
        pages.post("/payment/{code}", use: pay)
    }

    @Sendable private func show(_ context: PageContext) async throws -> Response {
        let (payment, payee) = try await find(context)
        // Who follows the address in an old mail comes to how things are now.
        if payment.canBeRepeated, let last = try await subscriptions.lastAttempt(asIn: payment), last.id != payment.id {
            return Cashier.redirect(to: cashier.payments.addresses.page(of: last), context)
        }
        return try await answer(payment, of: payee, context)
    }

    private func answer(
        _ payment: Payment, of payee: Portal, text: String? = nil, _ context: PageContext
    ) async throws -> Response {
        let texts = context.texts
        let button = text == nil ? try await button(payment, texts) : nil
        let view = PayPage(
            payee: payee.name, description: payment.description, amount: texts.money(payment.amount),
            badge: payment.status == .open ? nil : texts.badge(payment.status),
            text: texts(text ?? "payment.page.\(payment.status.rawValue)"), action: button,
            link: retry(payment, texts), note: payment.integration == .sandbox ? texts("sandbox.note") : nil)
        return try context.answer(
            view, titled: texts("payment.page.title"), formActions: button == nil ? [] : Cashier.checkouts)
    }

    /// To pay it, or to make another attempt; nil if nothing would come of it.
    private func button(_ payment: Payment, _ texts: Texts) async throws -> ActionView? {
        guard try await cashier.payments.canBePaid(payment) else { return nil }
        return ActionView(
            texts(payment.isPayable ? "pay.button" : "payment.page.again"),
            action: PaymentAddresses.pagePath(payment.code))
    }

    /// Where another payment can be made after this one came to nothing.
    private func retry(_ payment: Payment, _ texts: Texts) -> LinkView? {
        guard payment.status.isOver, payment.status != .paid, payment.status != .chargeback else { return nil }
        switch payment.purpose {
        case .link: return LinkView(href: "/payment-link/\(payment.subject)", label: texts("payment.page.again"))
        case .signUp: return LinkView(href: "/sign-up/\(payment.subject)", label: texts("payment.page.again"))
        case .term, .invoice: return nil
        }
    }

    @Sendable private func pay(_ context: PageContext) async throws -> Response {
        let (payment, payee) = try await find(context)
        guard payment.canBeRepeated else { return try await cashier.leadOn(payment, context) }
        switch try await subscriptions.payAgain(payment) {
        case .payment(let again): return try await cashier.leadOn(again, context)
        case .over(let last) where last.canBeRepeated:
            return try await answer(payment, of: payee, text: "payment.page.settled", context)
        case .over(let last): return Cashier.redirect(to: cashier.payments.addresses.page(of: last), context)
        case .pending: return try await answer(payment, of: payee, text: "payment.page.pending", context)
        case .noProvider: return try await answer(payment, of: payee, text: "payment.page.no_provider", context)
        case .notFound: throw PageError.notFound
        }
    }

    private func find(_ context: PageContext) async throws -> (payment: Payment, payee: Portal) {
        let code = context.app.parameters.get("code") ?? ""
        guard let payment = try await cashier.payments.find(code: code) else { throw PageError.notFound }
        return (payment, try await cashier.payee(payment.portal))
    }
}
