import Kernel

/// The pages of ours that payers and providers come to.
package struct PaymentAddresses: Sendable {
    private let origin: String

    /// - Parameter origin: as `Origins.publicURL`.
    package init(origin: String) { self.origin = origin }

    /// Where a payer pays one payment, and sees what became of it.
    package func page(of payment: Payment) -> String { "\(origin)\(Self.pagePath(payment.code))" }
    package func sandboxCheckout(of payment: Payment) -> String { "\(origin)\(Self.sandboxPath(payment.code))" }
    package func report(on payment: Payment) -> String {
        "\(origin)/providers/\(payment.integration.rawValue)/\(payment.code)"
    }
    package func page(of link: PaymentLinkID) -> String { "\(origin)/payment-link/\(link)" }

    package func page(of signUp: SignUpID) -> String { "\(origin)/sign-up/\(signUp)" }

    package static func pagePath(_ code: String) -> String { "/payment/\(code)" }
    package static func sandboxPath(_ code: String) -> String { "/sandbox/checkout/\(code)" }
}
