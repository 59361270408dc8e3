package import Hummingbird
import Kernel
package import PortalDomain

/// `/public-invoice/inv_…/pay/…`: where anybody who knows the address pays an invoice (contract api-v1, 4.5).
package struct PublicInvoiceRoutes: Sendable {
    private let pages: PageResponder
    private let invoices: CustomerInvoices
    private let payments: InvoicePayments
    private let cashier: Cashier

    package init(pages: PageResponder, useCases: UseCases) {
        (self.pages, invoices, payments) = (pages, useCases.customerInvoices, useCases.invoicePayments)
        cashier = Cashier(payments: useCases.payments, portals: useCases.portals)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PublicPages(router, self.pages)
        pages.get("/public-invoice/{invoice}/pay/{secret}", use: show)
        pages.post("/public-invoice/{invoice}/pay/{secret}", use: pay)
    }

    @Sendable private func show(_ context: PageContext) async throws -> Response {
        let (invoice, payee) = try await find(context)
        return try answer(invoice, of: payee, state: state(of: invoice), context)
    }

    @Sendable private func pay(_ context: PageContext) async throws -> Response {
        let (invoice, payee) = try await find(context)
        switch try await payments.begin(invoice, in: payee.id) {
        case .payment(let payment): return try await cashier.leadOn(payment, context)
        case .notFound: throw PageError.notFound
        case .over: return try answer(invoice, of: payee, state: "paid", context)
        case .pending: return try answer(invoice, of: payee, state: "pending", context)
        case .noProvider: return try answer(invoice, of: payee, state: "no_provider", context)
        }
    }

    private func state(of invoice: CustomerInvoice) -> String {
        invoice.paidAt == nil && invoice.amount > .zero ? "open" : "paid"
    }

    private func find(_ context: PageContext) async throws -> (CustomerInvoice, payee: Portal) {
        let parameters = context.app.parameters
        guard
            let found = try await invoices.find(
                public: parameters.get("invoice") ?? "", secret: parameters.get("secret") ?? "")
        else { throw PageError.notFound }
        return (found.invoice, try await cashier.payee(found.portal))
    }

    private func answer(
        _ invoice: CustomerInvoice, of payee: Portal, state: String, _ context: PageContext
    ) throws -> Response {
        let texts = context.texts
        let isOpen = state == "open"
        let address = invoice.paymentAddress.dropFirst(context.pages.origins.publicURL.count)
        let view = PayPage(
            payee: payee.name, description: texts("public_invoice.title", ["number": invoice.number]),
            amount: texts.money(invoice.amount),
            badge: isOpen ? nil : state == "paid" ? texts.badge(PaymentStatus.paid) : nil,
            text: texts("public_invoice.page.\(state)"),
            action: isOpen ? ActionView(texts("pay.button"), action: String(address)) : nil)
        return try context.answer(
            view, titled: texts("public_invoice.title", ["number": invoice.number]),
            formActions: isOpen ? Cashier.checkouts : [])
    }
}
