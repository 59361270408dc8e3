/// `/manage/settings/payments`.
package struct PaymentSettingsPage: Page {
    package static let template = "payment-settings"

    package let integrations: [OptionView]
    package let integrationError: String?
    /// Tells whether there is a key already. The key itself is never shown.
    package let keyHint: String
    package let keyError: String?
    package let chargesFirstTerm: Bool
    package let mailsInvoices: Bool
    package let problems: ProblemSummary?

    package init(
        integrations: [OptionView], integrationError: String? = nil, keyHint: String, keyError: String? = nil,
        chargesFirstTerm: Bool, mailsInvoices: Bool
    ) {
        (self.integrations, self.integrationError) = (integrations, integrationError)
        (self.keyHint, self.keyError) = (keyHint, keyError)
        (self.chargesFirstTerm, self.mailsInvoices) = (chargesFirstTerm, mailsInvoices)
        problems = ProblemSummary(nil, ("integration", integrationError), ("mollie_key", keyError))
    }
}
