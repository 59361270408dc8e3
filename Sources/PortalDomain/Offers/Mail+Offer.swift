import Kernel

extension Mail {
    /// To the customer, in the language of the portal's papers.
    static func offer(_ offer: CustomerOffer, to customer: Customer, on letterhead: Letterhead) -> Mail {
        let amount = Figures.of(letterhead.language).amount(offer.amount)
        let (sender, number) = (oneLine(letterhead.name), oneLine(offer.number))
        switch letterhead.language {
        case .en:
            return Mail(
                to: customer.primaryEmail.text, subject: "Offer \(number) of \(sender)",
                body: """
                    Dear \(customer.companyName),

                    \(sender) made an offer for you: number \(number), \(amount), valid through \(offer.expiresAt).

                    \(contact(letterhead, "Do you want to accept it, or do you have a question? Write to"))

                    Kind regards,
                    \(sender)

                    """)
        case .nl:
            return Mail(
                to: customer.primaryEmail.text, subject: "Offerte \(number) van \(sender)",
                body: """
                    Beste \(customer.companyName),

                    \(sender) heeft een offerte voor je gemaakt: nummer \(number), \(amount), geldig tot en met \(offer.expiresAt).

                    \(contact(letterhead, "Wil je hem accepteren of heb je een vraag? Schrijf naar"))

                    Met vriendelijke groet,
                    \(sender)

                    """)
        }
    }

    private static func contact(_ letterhead: Letterhead, _ text: String) -> String {
        "\(text) \(letterhead.email?.text ?? oneLine(letterhead.name))."
    }
}
