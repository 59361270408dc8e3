// The code of the guide Guides/en/webhooks.md; WebhookGuideTests runs it and sees that it is the same.
import Crypto
import Foundation

/// - Parameters:
///   - headers: by name in lower case.
///   - body: the bytes as they came.
func isGenuine(headers: [String: String], body: Data, signingSecret: String, now: Date = Date()) -> Bool {
    guard let id = headers["webhook-id"], let timestamp = headers["webhook-timestamp"],
        let signatures = headers["webhook-signature"], let seconds = Double(timestamp),
        abs(now.timeIntervalSince1970 - seconds) <= 300, signingSecret.hasPrefix("whsec_"),
        let key = Data(base64Encoded: String(signingSecret.dropFirst(6)))
    else { return false }
    let signed = Data("\(id).\(timestamp).".utf8) + body
    return signatures.split(separator: " ").contains { given in
        guard given.hasPrefix("v1,"), let code = Data(base64Encoded: String(given.dropFirst(3))) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: SymmetricKey(data: key))
    }
}
