package import Hummingbird
import Kernel
package import PortalDomain

/// `/payment/…`: one payment, for its payer: the way to pay it, and what became of it. The provider sends payers back here.
package struct PaymentPublicRoutes: Sendable {
    private let pages: PageResponder
    private let cashier: Cashier

    package init(pages: PageResponder, useCases: UseCases) {
        self.pages = pages
        cashier = Cashier(payments: useCases.payments, portals: useCases.portals)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PublicPages(router, self.pages)
        pages.get("/payment/{code}", use: show)
        pages.post("/payment/{code}", use: pay)
    }

    @Sendable private func show(_ context: PageContext) async throws -> Response {
        let (payment, payee) = try await find(context)
        let texts = context.texts
        let view = PayPage(
            payee: payee.name, description: payment.description, amount: texts.money(payment.amount),
            badge: payment.status == .open ? nil : texts.badge(payment.status),
            text: texts("payment.page.\(payment.status.rawValue)"),
            action: payment.isPayable
                ? ActionView(texts("pay.button"), action: PaymentAddresses.pagePath(payment.code)) : nil,
            link: retry(payment, texts), note: payment.integration == .sandbox ? texts("sandbox.note") : nil)
        return try context.answer(
            view, titled: texts("payment.page.title"), formActions: payment.isPayable ? Cashier.checkouts : [])
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
        try await cashier.leadOn(try await find(context).payment, context)
    }

    private func find(_ context: PageContext) async throws -> (payment: Payment, payee: Portal) {
        let code = context.app.parameters.get("code") ?? ""
        guard let payment = try await cashier.payments.find(code: code) else { throw PageError.notFound }
        return (payment, try await cashier.payee(payment.portal))
    }
}
