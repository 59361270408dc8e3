package import Kernel

package enum DeliveryKind: EntityKind { package static let idPrefix = "whd" }
package typealias DeliveryID = Identifier<DeliveryKind>

/// One event on its way to one webhook (contract api-v1, 4.16).
package struct WebhookDelivery: Sendable, Equatable {
    package enum Status: String, Sendable { case pending, delivered, failed }

    package let id: DeliveryID
    package let webhook: WebhookID
    package let event: EventID
    /// An `EventType`, or `webhook-test`.
    package let type: String
    package let status: Status
    /// Attempts that were begun.
    package let attempts: Int
    package let createdAt: Timestamp
    package let lastAttemptAt: Timestamp?
    /// Nil unless pending.
    package let nextAttemptAt: Timestamp?
    /// Of the last attempt; nil without an answer.
    package let responseStatus: Int?
    package let error: WebhookFault?

    /// The type of what `test-webhook` sends. No webhook can subscribe to it.
    package static let testType = "webhook-test"
}

/// Why an attempt did not succeed.
package enum WebhookFault: String, Sendable, CaseIterable {
    case timeout, connection, tls
    /// The name leads to an address that webhooks may not reach.
    case address
    case redirect, status
}
