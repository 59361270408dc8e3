/// `/manage/settings/webhooks/new`
package struct NewWebhookPage: Page {
    package static let template = "new-webhook"

    package let url: FieldView
    package let types: [OptionView]
    package let typeError: String?
    package let versions: [OptionView]
    package let sendsSecret: Bool
    package let problems: ProblemSummary?

    package init(
        url: FieldView, types: [OptionView], typeError: String? = nil, versions: [OptionView], sendsSecret: Bool
    ) {
        (self.url, self.types, self.typeError) = (url, types, typeError)
        (self.versions, self.sendsSecret) = (versions, sendsSecret)
        problems = ProblemSummary(nil, ("url", url.error), ("type", typeError))
    }
}
