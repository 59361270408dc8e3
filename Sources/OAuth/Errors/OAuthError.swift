/// A refusal in the vocabulary of RFC 6749 §5.2 and §4.1.2.1.
package struct OAuthError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case invalidGrant = "invalid_grant"
        case invalidScope = "invalid_scope"
        /// RFC 8707 §2.
        case invalidTarget = "invalid_target"
        case unauthorizedClient = "unauthorized_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case unsupportedResponseType = "unsupported_response_type"
        case unsupportedTokenType = "unsupported_token_type"
        case accessDenied = "access_denied"
        case loginRequired = "login_required"
        case consentRequired = "consent_required"
        case requestNotSupported = "request_not_supported"
        case requestURINotSupported = "request_uri_not_supported"
        case authorizationPending = "authorization_pending"
        case slowDown = "slow_down"
        case expiredToken = "expired_token"
        case invalidDPoPProof = "invalid_dpop_proof"
        case useDPoPNonce = "use_dpop_nonce"
        /// At a resource of ours that wants a token (RFC 6750 §3.1).
        case invalidToken = "invalid_token"
        case invalidRedirectURI = "invalid_redirect_uri"  // RFC 7591 §3.2.2, with the next two
        case invalidClientMetadata = "invalid_client_metadata"
        case unapprovedSoftwareStatement = "unapproved_software_statement"
        case temporarilyUnavailable = "temporarily_unavailable"
        case serverError = "server_error"
    }

    package let code: Code
    /// Sent as `error_description`: our own words only, printable ASCII without `"` and `\` (§5.2), no help for an attacker.
    package let description: String
    /// Logged, never sent.
    package let detail: String?
    /// Seconds after which the caller may try again; set for throttling and trouble of the store.
    package let retryAfter: Int64?
    /// What the next DPoP proof has to hold (RFC 9449 §8); sent as a header.
    package var nonce: String?

    package init(_ code: Code, _ description: String, detail: String? = nil, retryAfter: Int64? = nil) {
        (self.code, self.description, self.detail, self.retryAfter) = (code, description, detail, retryAfter)
    }

    package static func invalidRequest(_ description: String) -> OAuthError { .init(.invalidRequest, description) }
    package static func invalidGrant(_ description: String, detail: String? = nil) -> OAuthError {
        .init(.invalidGrant, description, detail: detail)
    }
    package static func invalidScope(_ description: String) -> OAuthError { .init(.invalidScope, description) }
    package static func invalidTarget(_ description: String) -> OAuthError { .init(.invalidTarget, description) }
    /// More resources than were granted (RFC 8707 §2.2).
    static let targetNotGranted = invalidTarget("A resource was not granted.")
    /// One text for every cause: unknown app, wrong secret, wrong method.
    package static func invalidClient(detail: String) -> OAuthError {
        .init(.invalidClient, "The app could not be authenticated.", detail: detail)
    }
    /// Trouble of the store is never `invalid_grant`: clients would throw their refresh token away (contract O24).
    package static let unavailable = OAuthError(.temporarilyUnavailable, "Try again later.", retryAfter: 2)
}
