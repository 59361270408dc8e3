import Crypto
import Kernel

/// One request to a receiver, signed (contract api-v1, 6.2; Standard Webhooks 1.0.0).
package struct WebhookCall: Sendable {
    package let url: WebhookURL
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// Counted from 1.
    package let attempt: Int

    package init(url: WebhookURL, headers: [(name: String, value: String)], body: [UInt8], attempt: Int) {
        (self.url, self.headers, self.body, self.attempt) = (url, headers, body, attempt)
    }

    init(_ claimed: WebhookQueue.Claimed, _ secrets: WebhookSecrets, at now: Timestamp) {
        url = claimed.url
        attempt = claimed.attempt
        body = Array(claimed.body.utf8)
        var headers = [
            ("Content-Type", "application/json"), ("User-Agent", "Voordeur-Webhooks/1"),
            ("webhook-id", claimed.event.text), ("webhook-timestamp", "\(now.seconds)"),
            ("webhook-signature", secrets.signature(of: "\(claimed.event.text).\(now.seconds).\(claimed.body)")),
        ]
        if claimed.sendsSecret { headers.append(("X-Webhook-Signature", secrets.published.expose())) }
        self.headers = headers
    }
}

/// The two secrets of a webhook. The published one is a password that travels with every request, so it is never the key of the other,
/// which only signs.
struct WebhookSecrets: Sendable {
    /// 20 letters and digits.
    let published: Secret<String>
    private let signingKey: Secret<[UInt8]>

    static let prefix = "whsec_"

    init(from ambient: Ambient) {
        let digits = Base62.digits(20, from: ambient.randomBytes)
        published = Secret(String(decoding: digits, as: UTF8.self))
        signingKey = Secret(ambient.randomBytes(32))
    }

    /// As it is handed out.
    var signingSecret: Secret<String> { Secret(Self.prefix + Base64.encode(signingKey.expose())) }

    func signature(of text: String) -> String {
        let key = SymmetricKey(data: signingKey.expose())
        return "v1," + Base64.encode(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }

    // MARK: - As they are stored

    /// Encrypted, each for its own purpose.
    func sealed(in box: SecretBox, of webhook: WebhookID) throws -> (published: String, signing: String) {
        (
            try box.seal(Array(published.expose().utf8), of: Self.owner(webhook, "secret")),
            try box.seal(signingKey.expose(), of: Self.owner(webhook, "signing"))
        )
    }

    init(published: String, signing: String, of webhook: WebhookID, in box: SecretBox) throws(StorageError) {
        guard let key = box.open(signing, of: Self.owner(webhook, "signing")) else {
            throw .invalid(detail: "the signing secret of \(webhook) was sealed under another key")
        }
        self.published = try Self.published(published, of: webhook, in: box)
        signingKey = Secret(key)
    }

    static func published(
        _ sealed: String, of webhook: WebhookID, in box: SecretBox
    ) throws(StorageError) -> Secret<String> {
        guard let bytes = box.open(sealed, of: owner(webhook, "secret")) else {
            throw .invalid(detail: "the secret of \(webhook) was sealed under another key")
        }
        return Secret(String(decoding: bytes, as: UTF8.self))
    }

    private static func owner(_ webhook: WebhookID, _ purpose: String) -> String { "\(webhook) \(purpose)" }
}
