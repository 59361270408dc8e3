import Kernel

extension Mail {
    /// To the customer, in the language of the portal's papers.
    static func invoice(_ invoice: CustomerInvoice, to customer: Customer, on letterhead: Letterhead) -> Mail {
        let amount = Figures.of(letterhead.language).amount(invoice.amount)
        let recipient = customer.primaryEmail.text
        let (sender, number) = (oneLine(letterhead.name), oneLine(invoice.number))
        switch letterhead.language {
        case .en:
            return Mail(
                to: recipient, subject: "Invoice \(number) of \(sender)",
                body: """
                    Dear \(customer.companyName),

                    \(sender) made an invoice for you: number \(number), \(amount)\(paid(invoice, " (paid)")).

                    See and pay it here:

                    \(invoice.paymentAddress)

                    Kind regards,
                    \(sender)

                    """)
        case .nl:
            return Mail(
                to: recipient, subject: "Factuur \(number) van \(sender)",
                body: """
                    Beste \(customer.companyName),

                    \(sender) heeft een factuur voor je gemaakt: nummer \(number), \(amount)\(paid(invoice, " (betaald)")).

                    Bekijk en betaal hem hier:

                    \(invoice.paymentAddress)

                    Met vriendelijke groet,
                    \(sender)

                    """)
        }
    }

    private static func paid(_ invoice: CustomerInvoice, _ text: String) -> String {
        invoice.paidAt == nil ? "" : text
    }

    /// What people wrote, for a subject: without line breaks.
    static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
