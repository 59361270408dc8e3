import Crypto
import Kernel

/// The PKCE challenge of an authorization request (RFC 7636 §4.2, §4.3).
package struct CodeChallenge: Sendable, Equatable {
    package enum Method: String, Sendable {
        case plain
        case s256 = "S256"
    }

    package let method: Method
    package let value: String

    /// Checks the form: 43 to 128 unreserved characters for `plain`, exactly 43 of base64url for `S256`.
    package init?(_ value: String, method: Method) {
        switch method {
        case .plain: guard CodeVerifier(value) != nil else { return nil }
        case .s256:
            guard value.utf8.count == 43, Base64.decodeURL(value.utf8)?.count == 32 else { return nil }
        }
        (self.value, self.method) = (value, method)
    }

    /// Trusts columns of our own database.
    package init(stored value: String, method: Method) { (self.value, self.method) = (value, method) }

    /// RFC 7636 §4.6, in constant time.
    package func accepts(_ verifier: CodeVerifier) -> Bool {
        switch method {
        case .plain: ConstantTime.equal(value, verifier.text.expose())
        case .s256: ConstantTime.equal(value, Base64.encodeURL(SHA256.hash(data: Array(verifier.text.expose().utf8))))
        }
    }
}

/// The secret behind a challenge (RFC 7636 §4.1): 43 to 128 unreserved characters.
package struct CodeVerifier: Sendable {
    let text: Secret<String>

    package init?(_ text: String) {
        guard (43...128).contains(text.utf8.count), text.utf8.allSatisfy(PercentEncoding.isUnreserved) else {
            return nil
        }
        self.text = Secret(text)
    }
}
