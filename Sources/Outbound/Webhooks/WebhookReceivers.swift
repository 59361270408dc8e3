import Kernel
package import PortalDomain

/// Where webhooks may go (contract api-v1, 6.3), by what their names lead to at this moment.
package struct WebhookReceivers: ReceiverCheck {
    private let allowed: AllowedAddress
    private let allowsPlainLoopback: Bool
    private let resolver: any NameResolver

    /// - Parameter allowsPrivate: `WEBHOOK_ALLOW_PRIVATE`, for development: every address, and http to loopback.
    package init(allowsPrivate: Bool, resolver: any NameResolver = SystemResolver()) {
        self.init(
            allowed: allowsPrivate ? .everywhere : .publicOnly, allowsPlainLoopback: allowsPrivate, resolver: resolver)
    }

    package init(allowed: AllowedAddress, allowsPlainLoopback: Bool, resolver: any NameResolver) {
        (self.allowed, self.allowsPlainLoopback, self.resolver) = (allowed, allowsPlainLoopback, resolver)
    }

    package func fault(of url: WebhookURL) async -> ReceiverFault? {
        guard isSecureEnough(url) else { return .notSecure }
        return await addresses(of: url).allSatisfy(allowed.permits) ? nil : .forbidden
    }

    /// What a connection may go to, best first.
    /// - Throws: `.address` if one of the addresses is forbidden: whoever names a private one beside a public one means the private one.
    func connectable(_ url: WebhookURL) async throws(WebhookRefusal) -> [IPAddress] {
        guard isSecureEnough(url) else { throw WebhookRefusal(fault: .address) }
        let addresses = await addresses(of: url)
        guard addresses.allSatisfy(allowed.permits) else { throw WebhookRefusal(fault: .address) }
        guard !addresses.isEmpty else { throw WebhookRefusal(fault: .connection) }
        return addresses
    }

    private func isSecureEnough(_ url: WebhookURL) -> Bool { url.isSecure || (allowsPlainLoopback && url.isLoopback) }

    private func addresses(of url: WebhookURL) async -> [IPAddress] {
        if let address = url.address { return [address] }
        return await resolver.addresses(of: url.host)
    }
}

/// Nothing was sent.
struct WebhookRefusal: Error {
    let fault: WebhookFault
}
