package import Hummingbird
import Kernel
package import PortalDomain

/// `/sandbox/checkout/…`: where the sandbox lets the payer choose what becomes of a payment (contract api-v1, 5.1).
package struct SandboxRoutes: Sendable {
    private let pages: PageResponder
    private let payments: Payments

    package init(pages: PageResponder, payments: Payments) { (self.pages, self.payments) = (pages, payments) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PublicPages(router, self.pages)
        pages.get("/sandbox/checkout/{code}", use: show)
        pages.post("/sandbox/checkout/{code}", use: choose)
    }

    @Sendable private func show(_ context: PageContext) async throws -> Response {
        let payment = try await find(context)
        let texts = context.texts
        let choices = PaymentStatus.allCases.filter(payment.status.successors.contains).map { status in
            OptionView(
                value: status.rawValue, label: texts("sandbox.choice.\(status.rawValue)"), isSelected: status == .paid)
        }
        let view = SandboxCheckoutPage(
            description: payment.description, amount: texts.money(payment.amount), badge: texts.badge(payment.status),
            action: PaymentAddresses.sandboxPath(payment.code), choices: choices,
            back: LinkView(href: PaymentAddresses.pagePath(payment.code), label: texts("sandbox.back")))
        return try context.answer(view, titled: texts("sandbox.title"))
    }

    /// `status=paid`. A choice that does not fit the payment as it is changes nothing.
    @Sendable private func choose(_ context: PageContext) async throws -> Response {
        let payment = try await find(context)
        let fields = try await FormBody.fields(of: context.request, repeating: [])
        guard let status = fields["status"].flatMap(PaymentStatus.init(rawValue:)), status != .open else {
            throw PageError.badRequest
        }
        guard try await payments.choose(status, for: payment) != nil else { throw PageError.notFound }
        return Cashier.redirect(to: payments.addresses.page(of: payment), context)
    }

    /// Only what was made at the sandbox is here.
    private func find(_ context: PageContext) async throws -> Payment {
        let code = context.app.parameters.get("code") ?? ""
        guard let payment = try await payments.find(code: code), payment.integration == .sandbox,
            payment.integrationID != nil
        else { throw PageError.notFound }
        return payment
    }
}
