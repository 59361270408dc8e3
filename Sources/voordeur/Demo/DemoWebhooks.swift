import Kernel
import PortalDomain

/// A few webhooks of a demo portal. Their receivers are names that lead nowhere (RFC 2606 §2), and of events that are rare, so that the
/// demo calls nobody.
struct DemoWebhooks: Sendable {
    private let bench: Workbench

    private static let receivers: [(type: EventType, url: String, version: String, sendsSecret: Bool)] = [
        (.agreementSigned, "https://archief.example/voordeur/contracten", "1.1.0", false),
        (.invoiceChargeback, "https://boekhouding.example/hooks/voordeur", "1.0.0", true),
    ]

    init(_ bench: Workbench) { self.bench = bench }

    /// Makes them if there are none.
    func make(in portal: Portal, by actor: AuditEvent.Actor) async throws {
        let webhooks = bench.useCases.webhooks
        guard try await webhooks.list(PageRequest(start: .page(1), size: 1), in: portal.id).entities.isEmpty else {
            return
        }
        for receiver in Self.receivers {
            guard let url = WebhookURL(receiver.url) else { continue }
            _ = try await webhooks.create(
                NewWebhook(
                    type: receiver.type, url: url, sendsSecret: receiver.sendsSecret, version: receiver.version,
                    isWhole: true), in: portal.id, by: actor)
        }
    }
}
