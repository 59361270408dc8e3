package import Kernel
package import NIOSSL
package import PortalDomain

/// Posts events to their receivers over https.
///
/// The name is resolved once, every address is checked, and the connections go to what was checked: nobody can put another one in its place
/// (DNS rebinding). The certificate still has to name the host. No redirects, no proxy, no cookies, and of the answer at most 64 kB are
/// read and dropped.
package struct WebhookSender: WebhookTransport {
    package struct Limits: Sendable {
        /// For one attempt (contract api-v1, 6.2).
        package var whole = Duration.seconds(15)
        /// Bytes of an answer's body that are read before the connection is closed.
        package var answer = 65_536

        package init() {}
    }

    private let receivers: WebhookReceivers
    private let authorities: [NIOSSLCertificate]
    private let limits: Limits
    private let ambient: Ambient

    /// - Parameter authorities: trusted beside those of the system.
    package init(
        receivers: WebhookReceivers, authorities: [NIOSSLCertificate] = [], limits: Limits = Limits(), ambient: Ambient
    ) {
        (self.receivers, self.authorities, self.limits, self.ambient) = (receivers, authorities, limits, ambient)
    }

    package func open(_ url: WebhookURL) async -> any WebhookLine {
        do throws(WebhookRefusal) {
            let addresses = try await receivers.connectable(url)
            return ReceiverLine(
                host: url.host, addresses: addresses, authorities: authorities, limits: limits, ambient: ambient)
        } catch {
            return ClosedLine(fault: error.fault)
        }
    }
}

/// A receiver that cannot be reached.
private struct ClosedLine: WebhookLine {
    let fault: WebhookFault
    func post(_ call: WebhookCall) async -> WebhookOutcome { .failed(fault) }
    func close() async {}
}
