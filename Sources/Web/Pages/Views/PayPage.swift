/// What a payer sees of one thing to pay: whom, what for, how much, and the way on. For links, invoices, terms and sign-ups alike.
package struct PayPage: Page {
    package static let template = "pay"

    /// The portal's name.
    package let payee: String
    package let description: String
    package let amount: String
    package let badge: BadgeView?
    package let text: String
    /// The button that leads to the checkout.
    package let action: ActionView?
    /// Back to where one can try again.
    package let link: LinkView?
    package let note: String?

    package init(
        payee: String, description: String, amount: String, badge: BadgeView? = nil, text: String,
        action: ActionView? = nil, link: LinkView? = nil, note: String? = nil
    ) {
        (self.payee, self.description, self.amount, self.badge) = (payee, description, amount, badge)
        (self.text, self.action, self.link, self.note) = (text, action, link, note)
    }
}
