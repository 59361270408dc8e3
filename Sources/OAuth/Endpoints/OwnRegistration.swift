import Kernel

/// What an app is told about itself, in the names of RFC 7591 §2.
package enum OwnRegistration {
    /// - Parameter grantTypes: all that the server offers.
    package static func answer(_ app: App, grantTypes: [String]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.field("client_id", app.id.text)
            $0.field("client_name", app.name)
            if let website = app.website { $0.field("client_uri", website) }
            $0.field("redirect_uris", app.redirectURIs.map(\.text))
            $0.field("response_types", ["code"])
            $0.field("grant_types", grantTypes.filter(app.mayUse))
            $0.field("scope", app.scopes.text)
            if let keys = app.keys {
                $0.field("token_endpoint_auth_method", "private_key_jwt")
                $0.name("jwks")
                keys.write(to: &$0)
            } else {
                $0.field("token_endpoint_auth_method", "client_secret_basic")
            }
            $0.field("dpop_bound_access_tokens", app.options.contains(.boundTokens))
            $0.field("require_pushed_authorization_requests", app.options.contains(.pushedRequestsOnly))
        }
        return writer.bytes
    }
}

extension App {
    /// Whether a grant that needs the developer's word has it.
    fileprivate func mayUse(_ grantType: String) -> Bool {
        switch grantType {
        case DeviceCodeGrant.type: options.contains(.deviceGrant)
        case ClientCredentialsGrant.type: options.contains(.ownTokens)
        default: true
        }
    }
}
