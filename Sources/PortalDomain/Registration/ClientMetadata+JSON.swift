package import Kernel

extension ClientMetadata {
    /// Writes what is true of the app now, as the members of an object (RFC 7591 §3.2.1). Sent again it is the same metadata.
    package func write(to writer: inout JSONWriter) {
        writer.field("client_name", settings.name.text)
        if let website = settings.website { writer.field("client_uri", website) }
        writer.field("application_type", settings.type == .native ? "native" : "web")
        writer.field("redirect_uris", settings.redirectURIs.map(\.text))
        writer.field("token_endpoint_auth_method", method.rawValue)
        if let keys = settings.keys {
            writer.name("jwks")
            keys.write(to: &writer)
        }
        writer.field("response_types", ["code"])
        writer.field("grant_types", grantTypes)
        writer.field("scope", settings.scopes.text)
        writer.field("dpop_bound_access_tokens", settings.options.contains(.boundTokens))
        writer.field("require_pushed_authorization_requests", settings.options.contains(.pushedRequestsOnly))
    }
}
