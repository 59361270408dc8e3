package import Kernel

/// The checks after the redirect is trusted, in the order in which they answer. Each failure is a redirect.
package struct ProtocolSteps: Sendable {
    private static let maximumState = 4096

    package init() {}

    /// - Parameters:
    ///   - named: what `resource` names (`Resources.named`).
    ///   - pushed: what the request was pushed as; nil if a browser brings it.
    package func check(
        _ fields: FormFields, app: App, redirect: VerifiedRedirect, named: Result<Audience?, OAuthError>,
        pushed: TokenDigest? = nil
    ) throws(AuthorizationFailure) -> AuthorizationRequest {
        // One that is too long is refused, and not sent back either.
        let state = fields["state"].flatMap { $0.utf8.count <= Self.maximumState ? $0 : nil }
        do {
            try refuseRepeated(fields)
            try refuseRequestObjects(fields)
            try checkArrival(pushed, of: app)
            try checkResponseType(fields)
            let challenge = try challenge(fields, of: app)
            try checkState(fields["state"], challenge: challenge)
            return AuthorizationRequest(
                app: app, redirect: redirect, state: state, scopes: try scopes(fields, of: app),
                audience: try named.get() ?? .api, prompt: try prompt(fields),
                challenge: challenge, key: try key(fields), portal: fields["portal"], loginHint: fields["login_hint"],
                uiLocales: fields["ui_locales"], pushed: pushed)
        } catch {
            throw .redirect(error, to: redirect, state: state)
        }
    }

    /// RFC 6749 §3.1. `resource` may repeat (RFC 8707 §2).
    private func refuseRepeated(_ fields: FormFields) throws(OAuthError) {
        guard fields.repeatedNames.allSatisfy({ $0 == "resource" }) else {
            throw .invalidRequest("A parameter was sent more than once.")
        }
    }

    /// RFC 9101: not offered, and silently ignoring it would drop what it says. Ours (RFC 9126) never get here: `RequestReader`.
    private func refuseRequestObjects(_ fields: FormFields) throws(OAuthError) {
        if fields["request"] != nil { throw .init(.requestNotSupported, "request is not supported.") }
        if fields["request_uri"] != nil { throw .init(.requestURINotSupported, "request_uri is not supported.") }
    }

    /// RFC 9126 §5.
    private func checkArrival(_ pushed: TokenDigest?, of app: App) throws(OAuthError) {
        guard pushed != nil || !app.options.contains(.pushedRequestsOnly) else {
            throw .invalidRequest("This app must push its authorization requests.")
        }
    }

    private func checkResponseType(_ fields: FormFields) throws(OAuthError) {
        guard let type = fields["response_type"] else { throw .invalidRequest("response_type is missing.") }
        guard type == "code" else { throw .init(.unsupportedResponseType, "Only response_type=code is supported.") }
        guard fields["response_mode"] ?? "query" == "query" else {
            throw .invalidRequest("Only response_mode=query is supported.")
        }
    }

    private func challenge(_ fields: FormFields, of app: App) throws(OAuthError) -> CodeChallenge? {
        let methodName = fields["code_challenge_method"]
        guard let value = fields["code_challenge"] else {
            guard methodName == nil else { throw .invalidRequest("code_challenge_method without a code_challenge.") }
            guard !app.needsChallenge else { throw .invalidRequest("This app must send a code_challenge (PKCE).") }
            return nil
        }
        // RFC 7636 §4.3: left out means plain.
        guard let method = CodeChallenge.Method(rawValue: methodName ?? "plain") else {
            throw .invalidRequest("code_challenge_method is unknown.")
        }
        guard method == .s256 || app.acceptsPlainChallenge else {
            throw .invalidRequest("This app must use code_challenge_method=S256.")
        }
        guard let challenge = CodeChallenge(value, method: method) else {
            throw .invalidRequest("code_challenge is malformed.")
        }
        return challenge
    }

    private func checkState(_ state: String?, challenge: CodeChallenge?) throws(OAuthError) {
        guard state != nil || challenge != nil else { throw .invalidRequest("state is missing.") }
        guard (state?.utf8.count ?? 0) <= Self.maximumState else { throw .invalidRequest("state is too long.") }
    }

    private func scopes(_ fields: FormFields, of app: App) throws(OAuthError) -> Scopes {
        guard let parameter = fields["scope"] else { throw .invalidScope("scope is missing.") }
        guard let scopes = Scopes(parameter: parameter) else { throw .invalidScope("A scope is unknown or malformed.") }
        guard scopes.isSubset(of: app.scopes) else {
            throw .invalidScope("The app is not registered for one of the scopes.")
        }
        return scopes
    }

    /// RFC 9449 §10.
    private func key(_ fields: FormFields) throws(OAuthError) -> KeyThumbprint? {
        guard let text = fields["dpop_jkt"] else { return nil }
        guard let key = KeyThumbprint(text) else { throw .invalidRequest("dpop_jkt is malformed.") }
        return key
    }

    private func prompt(_ fields: FormFields) throws(OAuthError) -> AuthorizationRequest.Prompt {
        guard let name = fields["prompt"] else { return .consent }
        guard let prompt = AuthorizationRequest.Prompt(rawValue: name) else {
            throw .invalidRequest("prompt is unknown.")
        }
        return prompt
    }
}
