import Kernel

/// The documents by which clients find out what the server can do. Everything listed works; made once at start.
package enum Metadata {
    private static let authenticationMethods = ["client_secret_basic", "client_secret_post", "private_key_jwt"]

    /// What an operator can switch on.
    package struct Options: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        /// RFC 7591.
        package static let registration = Options(rawValue: 1)
        /// draft-ietf-oauth-client-id-metadata-document.
        package static let documents = Options(rawValue: 2)
    }

    /// RFC 8414 §2.
    ///
    /// - Parameter resource: the API's address.
    package static func authorizationServer(
        issuer: String, resource: String, grantTypes: [String], options: Options = []
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.field("issuer", issuer)
            $0.field("authorization_endpoint", "\(issuer)/oauth/authorize")
            $0.field("token_endpoint", "\(issuer)/oauth/token")
            $0.field("revocation_endpoint", "\(issuer)/oauth/revoke")
            $0.field("introspection_endpoint", "\(issuer)/oauth/introspect")
            $0.field("device_authorization_endpoint", "\(issuer)/oauth/device_authorization")  // RFC 8628 §4
            $0.field("pushed_authorization_request_endpoint", "\(issuer)/oauth/par")  // RFC 9126 §5
            $0.field("require_pushed_authorization_requests", false)
            if options.contains(.documents) { $0.field("client_id_metadata_document_supported", true) }
            if options.contains(.registration) { $0.field("registration_endpoint", "\(issuer)/oauth/register") }
            $0.field("scopes_supported", Scopes.names)
            $0.field("response_types_supported", ["code"])
            $0.field("response_modes_supported", ["query"])
            $0.field("grant_types_supported", grantTypes)
            // `none`: public apps name themselves only (RFC 7591 §2).
            $0.field("token_endpoint_auth_methods_supported", authenticationMethods + ["none"])
            $0.field("token_endpoint_auth_signing_alg_values_supported", SignatureAlgorithm.names)
            $0.field("revocation_endpoint_auth_methods_supported", authenticationMethods + ["none"])
            $0.field("revocation_endpoint_auth_signing_alg_values_supported", SignatureAlgorithm.names)
            $0.field("introspection_endpoint_auth_methods_supported", authenticationMethods)
            $0.field("introspection_endpoint_auth_signing_alg_values_supported", SignatureAlgorithm.names)
            $0.field("code_challenge_methods_supported", ["S256", "plain"])
            $0.field("dpop_signing_alg_values_supported", SignatureAlgorithm.namesForProofs)  // RFC 9449 §5.1
            $0.field("authorization_response_iss_parameter_supported", true)  // RFC 9207 §3
            // RFC 9728 §4. What the operator registers besides is nobody's business.
            $0.field("protected_resources", [resource])
            $0.field("ui_locales_supported", ["nl", "en"])
        }
        return writer.bytes
    }

    /// RFC 9728 §2.
    package static func protectedResource(resource: String, issuer: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.field("resource", resource)
            $0.field("authorization_servers", [issuer])
            $0.field("scopes_supported", Scopes.names)
            $0.field("bearer_methods_supported", ["header"])
            $0.field("dpop_signing_alg_values_supported", SignatureAlgorithm.namesForProofs)
        }
        return writer.bytes
    }
}
