/// The checkout of the sandbox: the payer chooses what becomes of the payment.
package struct SandboxCheckoutPage: Page {
    package static let template = "sandbox-checkout"

    package let description: String
    package let amount: String
    package let badge: BadgeView?
    package let action: String
    package let choices: [OptionView]
    package let hasChoices: Bool
    package let back: LinkView

    package init(
        description: String, amount: String, badge: BadgeView?, action: String, choices: [OptionView], back: LinkView
    ) {
        (self.description, self.amount, self.badge, self.action) = (description, amount, badge, action)
        (self.choices, hasChoices, self.back) = (choices, !choices.isEmpty, back)
    }
}
