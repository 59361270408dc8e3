package import PortalDomain

/// Deliveries of webhooks for `/metrics`: what this process did, and what waits on all nodes.
package struct WebhookMetrics: Sendable {
    private let webhooks: Webhooks
    private let tally: WebhookTally

    package init(webhooks: Webhooks, tally: WebhookTally) { (self.webhooks, self.tally) = (webhooks, tally) }

    /// Without the gauge while the database does not answer: the rest of the page is needed most then.
    func text() async -> String {
        let done = tally.counts
        var lines = MetricLines.of(
            "webhook_attempts_total", "counter",
            "Attempts to deliver to webhooks by what became of them in this process.",
            [
                ("{result=\"delivered\"}", done.delivered), ("{result=\"failed\"}", done.failed),
                ("{result=\"postponed\"}", done.postponed),
            ])
        if let waiting = try? await webhooks.waiting() {
            lines += MetricLines.of(
                "webhook_deliveries_waiting", "gauge", "Deliveries that wait to be sent, or to be tried again.",
                [("", waiting)])
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
