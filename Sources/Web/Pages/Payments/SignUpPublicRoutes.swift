package import Hummingbird
import Kernel
package import PortalDomain

/// `/sign-up/…`: where somebody who signed up for a package pays the first term, and with that becomes a customer (contract api-v1, 4.8).
package struct SignUpPublicRoutes: Sendable {
    private let pages: PageResponder
    private let signUps: SignUps
    private let cashier: Cashier

    package init(pages: PageResponder, useCases: UseCases) {
        (self.pages, signUps) = (pages, useCases.signUps)
        cashier = Cashier(payments: useCases.payments, portals: useCases.portals)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PublicPages(router, self.pages)
        pages.get("/sign-up/{id}", use: show)
        pages.post("/sign-up/{id}", use: pay)
    }

    @Sendable private func show(_ context: PageContext) async throws -> Response {
        let (signUp, payee) = try await find(context)
        return try answer(signUp, of: payee, state: state(of: signUp, context), context)
    }

    @Sendable private func pay(_ context: PageContext) async throws -> Response {
        let (signUp, payee) = try await find(context)
        switch try await signUps.begin(signUp.id, in: payee.id) {
        case .payment(let payment): return try await cashier.leadOn(payment, context)
        case .notFound: throw PageError.notFound
        case .over(let signUp): return try answer(signUp, of: payee, state: state(of: signUp, context), context)
        case .pending: return try answer(signUp, of: payee, state: "pending", context)
        case .noProvider: return try answer(signUp, of: payee, state: "no_provider", context)
        }
    }

    private func state(of signUp: SignUp, _ context: PageContext) -> String {
        signUp.subscription != nil ? "paid" : signUp.isOpen(at: context.now) ? "open" : "expired"
    }

    private func find(_ context: PageContext) async throws -> (SignUp, payee: Portal) {
        guard let id = context.app.parameters.get("id").flatMap({ SignUpID($0) }),
            let signUp = try await signUps.find(id)
        else { throw PageError.notFound }
        return (signUp, try await cashier.payee(signUp.portal))
    }

    private func answer(
        _ signUp: SignUp, of payee: Portal, state: String, _ context: PageContext
    ) throws -> Response {
        let texts = context.texts
        let isOpen = state == "open"
        let view = PayPage(
            payee: payee.name, description: signUp.name, amount: texts.money(signUp.amount),
            text: texts("sign_up.page.\(state)"),
            action: isOpen ? ActionView(texts("pay.button"), action: "/sign-up/\(signUp.id)") : nil,
            note: isOpen ? texts("sign_up.page.interval", ["interval": texts.every(signUp.interval)]) : nil)
        return try context.answer(
            view, titled: signUp.name, status: state == "expired" ? .gone : .ok,
            formActions: isOpen ? Cashier.checkouts : [])
    }
}
