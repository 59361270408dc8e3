package import Kernel

package enum WebhookKind: EntityKind { package static let idPrefix = "wbh" }
package typealias WebhookID = Identifier<WebhookKind>

/// An address that is told of one type of event (contract api-v1, 4.16).
package struct Webhook: Sendable {
    package let id: WebhookID
    package let type: EventType
    package let url: WebhookURL
    /// What `X-Webhook-Signature` carries. Shown on every read.
    package let secret: Secret<String>
    package let sendsSecret: Bool
    package let shape: EventShape
    package let maker: AuditEvent.Actor
    package let createdAt: Timestamp
    /// Since when no attempt has succeeded; nil if the last one did, or there was none.
    package let failingSince: Timestamp?
    /// Nil while it is active.
    package let inactivity: Inactivity?

    package var isActive: Bool { inactivity == nil }

    /// Why a webhook gets nothing any more. There is no way back: it is deleted, and made anew.
    package enum Inactivity: String, Sendable {
        /// The receiver answered 410.
        case gone
        /// The app that made it was withdrawn or suspended, or has no grant any more.
        case appLostAccess = "app"
        /// Nothing arrived for days.
        case failing
    }

    var auditObject: AuditEvent.Object { .init(kind: "webhook", id: id.text) }
}

/// What somebody says about a webhook that is to be.
package struct NewWebhook: Sendable {
    package let type: EventType
    package let url: WebhookURL
    package let sendsSecret: Bool
    /// Of the API: `1.0.0`.
    package let version: String
    /// Whether its maker may read the area of the event.
    package let isWhole: Bool

    package init(type: EventType, url: WebhookURL, sendsSecret: Bool, version: String, isWhole: Bool) {
        (self.type, self.url, self.sendsSecret) = (type, url, sendsSecret)
        (self.version, self.isWhole) = (version, isWhole)
    }
}

/// A webhook that was just made.
package struct IssuedWebhook: Sendable {
    package let webhook: Webhook
    /// `whsec_` and base64 of 32 bytes. Nobody can read it again.
    package let signingSecret: Secret<String>
}
