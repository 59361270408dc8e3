package import Kernel

/// A one-time code that an app trades for tokens (RFC 6749 §4.1.2).
package struct AuthorizationCode: Sendable {
    package let portal: PortalID
    package let digest: TokenDigest
    package let grant: GrantID
    package let app: AppID
    package let redirectURI: RedirectURI
    package let challenge: CodeChallenge?
    package let expiresAt: Timestamp
    package let spentAt: Timestamp?
    /// The key that the exchange has to prove (`dpop_jkt`, RFC 9449 §10); nil: none was named.
    package let key: KeyThumbprint?

    package init(
        portal: PortalID, digest: TokenDigest, grant: GrantID, app: AppID, redirectURI: RedirectURI,
        challenge: CodeChallenge?,
        expiresAt: Timestamp, spentAt: Timestamp?, key: KeyThumbprint? = nil
    ) {
        (self.portal, self.digest, self.grant, self.app) = (portal, digest, grant, app)
        (self.redirectURI, self.challenge, self.expiresAt, self.spentAt) = (redirectURI, challenge, expiresAt, spentAt)
        self.key = key
    }

    /// Why `exchange` may not have the tokens, or nil if it comes from whoever was given this code.
    ///
    /// Asked before the code is spent: somebody who only saw the code must not be able to burn it, nor to use the replay rule (§10.5)
    /// against the tokens of the app it belongs to.
    package func refusal(of exchange: CodeExchange, at now: Timestamp) -> OAuthError? {
        guard exchange.app.id == app else { return .invalidGrant("The code was issued to another app.") }
        // §4.1.3: identical to the one of the request. `==` on strings would take U+212A for a `K`.
        guard exchange.redirectURI.utf8.elementsEqual(redirectURI.text.utf8) else {
            return .invalidGrant("redirect_uri differs from the authorization request.")
        }
        // A URI that the developer removed stops at once (checklist, row 200). A spent code goes on: that is a replay.
        guard spentAt != nil || exchange.app.redirectURIs.contains(where: redirectURI.matches(registered:)) else {
            return .invalidGrant("redirect_uri is no longer registered.")
        }
        switch (challenge, exchange.verifier) {
        case (nil, nil): break
        case (nil, .some):  // RFC 9700 §4.8.2: somebody removed the challenge
            return .invalidRequest("code_verifier without a code_challenge.")
        case (.some, nil): return .invalidGrant("code_verifier is missing.")
        case (.some(let challenge), .some(let verifier)):  // RFC 7636 §4.6
            guard challenge.accepts(verifier) else { return .invalidGrant("code_verifier does not match.") }
        }
        guard key == nil || key == exchange.key else {  // RFC 9449 §10
            return .invalidGrant("The DPoP proof is made with another key than dpop_jkt.")
        }
        // Last, and not for a spent code: that is a replay, however late it comes.
        guard now < expiresAt || spentAt != nil else { return .invalidGrant("The code has expired.") }
        return nil
    }
}

/// The fields of `grant_type=authorization_code` (RFC 6749 §4.1.3), from an app that proved itself.
package struct CodeExchange: Sendable {
    let app: App
    let code: TokenDigest
    let redirectURI: String
    let verifier: CodeVerifier?
    /// The key that the request proves to hold.
    let key: KeyThumbprint?

    init(_ fields: FormFields, app: App, key: KeyThumbprint? = nil) throws(OAuthError) {
        guard let text = fields["code"] else { throw .invalidRequest("code is missing.") }
        guard let redirectURI = fields["redirect_uri"] else { throw .invalidRequest("redirect_uri is missing.") }
        guard let code = Credential(text, .code) else { throw .invalidGrant("The code is unknown.") }
        var verifier: CodeVerifier?
        if let text = fields["code_verifier"] {
            verifier = CodeVerifier(text)
            guard verifier != nil else { throw .invalidRequest("code_verifier is malformed.") }  // RFC 7636 §4.1
        }
        (self.app, self.code, self.redirectURI, self.verifier) = (app, code.digest, redirectURI, verifier)
        self.key = key
    }
}
