/// `/manage/settings/payments`.
package struct PaymentSettingsPage: Page {
    package static let template = "payment-settings"

    package let integrations: [OptionView]
    package let integrationError: String?
    /// Tells whether there is a key already. The key itself is never shown.
    package let keyHint: String
    package let keyError: String?
    /// Then it can be removed.
    package let hasKey: Bool
    package let chargesFirstTerm: Bool
    package let mailsInvoices: Bool
    package let problems: ProblemSummary?

    package init(
        integrations: [OptionView], integrationError: String? = nil, keyHint: String, keyError: String? = nil,
        hasKey: Bool = false, chargesFirstTerm: Bool, mailsInvoices: Bool
    ) {
        (self.integrations, self.integrationError) = (integrations, integrationError)
        (self.keyHint, self.keyError, self.hasKey) = (keyHint, keyError, hasKey)
        (self.chargesFirstTerm, self.mailsInvoices) = (chargesFirstTerm, mailsInvoices)
        problems = ProblemSummary(nil, ("integration", integrationError), ("mollie_key", keyError))
    }
}
