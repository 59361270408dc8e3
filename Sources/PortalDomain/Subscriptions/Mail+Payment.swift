import Kernel

extension Mail {
    /// What a customer is to pay for a term. Nobody knows their language.
    static func payment(_ payment: Payment, to customer: Customer, from portal: String, at address: String) -> Mail {
        Mail(to: customer.primaryEmail.text, in: nil) { language in
            switch language {
            case .en:
                return (
                    "Your payment to \(portal)",
                    """
                    Hello,

                    A payment of EUR \(payment.amount) to \(portal) is due: \(payment.description)

                    You can pay here:

                    \(address)

                    """
                )
            case .nl:
                return (
                    "Je betaling aan \(portal)",
                    """
                    Hallo,

                    Er staat een betaling van EUR \(payment.amount) aan \(portal) open: \(payment.description)

                    Je kunt hier betalen:

                    \(address)

                    """
                )
            }
        }
    }
}
