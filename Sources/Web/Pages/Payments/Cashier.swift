import HTTPTypes
import Hummingbird
import Kernel
import Logging
import PortalDomain

/// What all pages for payers share: who is paid, and the way to the checkout.
struct Cashier: Sendable {
    let payments: Payments
    let portals: Portals

    /// Browsers hold a redirect after a POST to `form-action`: so a page with a button names where the provider's checkout is.
    static let checkouts = ["https://*.mollie.com"]

    /// Whom a page is of. A suspended portal has none: asked for before anything is begun, so that nothing is.
    func payee(_ portal: PortalID) async throws -> Portal {
        guard let portal = try await portals.find(portal), !portal.isSuspended else { throw PageError.notFound }
        return portal
    }

    /// Leads to the provider, or back to the page of the payment if there is nothing left to do.
    func leadOn(_ payment: Payment, _ context: PageContext) async throws -> Response {
        switch try await payments.checkout(payment) {
        case .at(let address): return Self.redirect(to: address, context)
        case .over(let payment): return Self.redirect(to: payments.addresses.page(of: payment), context)
        case .failed(let fault):
            context.app.logger.warning(
                "a payment could not be begun", metadata: ["payment": "\(payment.id)", "fault": "\(fault)"])
            throw PageError(
                .serviceUnavailable, title: "pay.unavailable.title", text: "pay.unavailable.text", retryAfter: 10)
        }
    }

    /// - Parameter address: ours, or the provider's: never one that a client sent.
    static func redirect(to address: String, _ context: PageContext) -> Response {
        var response = Response(status: .seeOther, headers: context.pages.plainHeaders())
        response.headers[.location] = address
        return response
    }
}
