package import PortalDomain

/// Mails for `/metrics`: what this process did, and what is in the outbox of all nodes.
package struct MailMetrics: Sendable {
    private let outbox: Outbox
    private let tally: MailTally

    package init(outbox: Outbox, tally: MailTally) { (self.outbox, self.tally) = (outbox, tally) }

    /// Without the gauges while the database does not answer: the rest of the page is needed most then.
    func text() async -> String {
        let done = tally.counts
        var lines = MetricLines.of(
            "mails_total", "counter", "Mails by what became of them in this process.",
            [
                ("{result=\"sent\"}", done.sent), ("{result=\"failed\"}", done.failed),
                ("{result=\"postponed\"}", done.postponed),
            ])
        if let counts = try? await outbox.counts() {
            lines += MetricLines.of(
                "mails_waiting", "gauge", "Mails in the outbox that wait to be sent.", [("", counts.waiting)])
            lines += MetricLines.of(
                "mails_failed", "gauge", "Mails in the outbox that were refused or given up.", [("", counts.failed)])
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
