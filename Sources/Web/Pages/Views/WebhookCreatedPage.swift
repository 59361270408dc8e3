/// The answer to the POST that made a webhook: the only time that its signing secret is shown.
package struct WebhookCreatedPage: Page {
    package static let template = "webhook-created"

    package let type: String
    package let url: String
    package let signingSecret: String
    /// The page of the webhook.
    package let href: String

    package init(type: String, url: String, signingSecret: String, href: String) {
        (self.type, self.url, self.signingSecret, self.href) = (type, url, signingSecret, href)
    }
}
