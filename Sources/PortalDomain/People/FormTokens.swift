package import Crypto
package import Kernel

/// The anti-forgery value in our forms: an HMAC over the browser and its session, so that nothing needs to be stored.
///
/// A form of another browser, or of the session before this one, does not fit (contract O13).
package struct FormTokens: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: the server's own key; the same on every node.
    package init(key: SymmetricKey) { self.key = key }

    package func token(browser: TokenDigest, session: TokenDigest?) -> String {
        Hex.text(HMAC<SHA256>.authenticationCode(for: Self.message(browser, session), using: key))
    }

    package func accepts(_ token: String, browser: TokenDigest, session: TokenDigest?) -> Bool {
        ConstantTime.equal(token, self.token(browser: browser, session: session))
    }

    private static func message(_ browser: TokenDigest, _ session: TokenDigest?) -> [UInt8] {
        // The word in front keeps these apart from everything else that is made with the key.
        Array("form \(browser.hex) \(session?.hex ?? "")".utf8)
    }
}
