/// What the operator lets webhooks reach (contract api-v1, 6.3). Implemented where connections are made.
package protocol ReceiverCheck: Sendable {
    /// What is wrong with the address at this moment; nil if a webhook may be made for it. A name that does not resolve passes: it
    /// is asked again at every connection.
    func fault(of url: WebhookURL) async -> ReceiverFault?
}

package enum ReceiverFault: Sendable, Equatable {
    /// `http`, where `https` is asked for.
    case notSecure
    /// It leads to an address that is not on the public Internet.
    case forbidden
}

/// Lets nothing pass: a server that was not told otherwise makes no webhooks.
package struct NoReceivers: ReceiverCheck {
    package init() {}
    package func fault(of url: WebhookURL) async -> ReceiverFault? { .forbidden }
}
