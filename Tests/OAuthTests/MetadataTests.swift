import Kernel
import Testing

@testable import OAuth

@Suite("K: metadata", .timeLimit(.minutes(1)))
struct MetadataTests {
    private func names(_ document: JSONValue) -> [String] {
        guard case .object(let members) = document else { return [] }
        return members.map(\.name)
    }

    private func list(_ strings: [String]) -> JSONValue { .array(strings.map(JSONValue.string)) }

    @Test("166, 168: what the authorization server offers, and nothing else (RFC 8414 §2)")
    func authorizationServer() throws {
        let document = try JSONValue(
            parsing: Metadata.authorizationServer(
                issuer: Fixture.issuer, resource: "\(Fixture.issuer)/v1",
                grantTypes: ["authorization_code", "refresh_token"]))
        #expect(
            names(document) == [
                "issuer", "authorization_endpoint", "token_endpoint", "revocation_endpoint", "introspection_endpoint",
                "device_authorization_endpoint", "pushed_authorization_request_endpoint",
                "require_pushed_authorization_requests", "scopes_supported",
                "response_types_supported", "response_modes_supported", "grant_types_supported",
                "token_endpoint_auth_methods_supported", "token_endpoint_auth_signing_alg_values_supported",
                "revocation_endpoint_auth_methods_supported", "revocation_endpoint_auth_signing_alg_values_supported",
                "introspection_endpoint_auth_methods_supported",
                "introspection_endpoint_auth_signing_alg_values_supported",
                "code_challenge_methods_supported", "dpop_signing_alg_values_supported",
                "authorization_response_iss_parameter_supported",
                "protected_resources", "ui_locales_supported",
            ])
        #expect(document["issuer"] == .string(Fixture.issuer))
        #expect(document["authorization_endpoint"] == .string("\(Fixture.issuer)/oauth/authorize"))
        #expect(document["token_endpoint"] == .string("\(Fixture.issuer)/oauth/token"))
        #expect(document["revocation_endpoint"] == .string("\(Fixture.issuer)/oauth/revoke"))
        #expect(document["introspection_endpoint"] == .string("\(Fixture.issuer)/oauth/introspect"))
        #expect(document["device_authorization_endpoint"] == .string("\(Fixture.issuer)/oauth/device_authorization"))
        #expect(document["pushed_authorization_request_endpoint"] == .string("\(Fixture.issuer)/oauth/par"))
        #expect(document["require_pushed_authorization_requests"] == .bool(false))
        #expect(document["scopes_supported"] == list(Scopes.names))
        #expect(document["response_types_supported"] == list(["code"]))
        #expect(document["response_modes_supported"] == list(["query"]))
        #expect(document["grant_types_supported"] == list(["authorization_code", "refresh_token"]))
        #expect(
            document["token_endpoint_auth_methods_supported"]
                == list(["client_secret_basic", "client_secret_post", "private_key_jwt", "none"]))
        #expect(
            document["revocation_endpoint_auth_methods_supported"]
                == list(["client_secret_basic", "client_secret_post", "private_key_jwt", "none"]))
        #expect(
            document["introspection_endpoint_auth_methods_supported"]
                == list(["client_secret_basic", "client_secret_post", "private_key_jwt"]))
        for endpoint in ["token", "revocation", "introspection"] {
            #expect(
                document["\(endpoint)_endpoint_auth_signing_alg_values_supported"]
                    == list(["ES256", "PS256", "RS256", "EdDSA", "Ed25519"]))
        }
        #expect(document["code_challenge_methods_supported"] == list(["S256", "plain"]))
        #expect(document["authorization_response_iss_parameter_supported"] == .bool(true))
        #expect(document["protected_resources"] == list(["\(Fixture.issuer)/v1"]))
        #expect(document["ui_locales_supported"] == list(["nl", "en"]))
    }

    @Test("172: what the API says about itself (RFC 9728 §2)")
    func protectedResource() throws {
        let document = try JSONValue(
            parsing: Metadata.protectedResource(
                resource: "https://api.voordeur.example/v1", issuer: Fixture.issuer))
        #expect(
            names(document) == [
                "resource", "authorization_servers", "scopes_supported", "bearer_methods_supported",
                "dpop_signing_alg_values_supported",
            ])
        #expect(document["resource"] == .string("https://api.voordeur.example/v1"))
        #expect(document["authorization_servers"] == list([Fixture.issuer]))
        #expect(document["scopes_supported"] == list(Scopes.names))
        #expect(document["bearer_methods_supported"] == list(["header"]))  // O2: never query or body
    }
}

@Suite("E: grant types and the answer of the token endpoint", .timeLimit(.minutes(1)))
struct TokenAnswerTests {
    private let ambient = Surroundings().ambient

    private struct Other: TokenGrant {
        static let type = "other"
        func issue(
            _ fields: FormFields, to app: App, boundTo key: KeyThumbprint?, from address: String
        ) async throws -> TokenResponse {
            throw OAuthError.invalidGrant("Never.")
        }
    }

    @Test("80, 81, 89: a missing grant_type is invalid_request, one that is not offered unsupported_grant_type")
    func grantTypes() throws {
        let registry = GrantRegistry([
            Other(),
            AuthorizationCodeGrant(
                store: FakeStore(), resources: Resources(api: Fixture.issuer, store: FakeStore()),
                cache: TokenCache(hardLimit: 0), lifetimes: .init(), ambient: ambient),
        ])
        #expect(registry.types == ["authorization_code", "other"])
        #expect(try registry.grant(Fixture.fields(["grant_type": "other"])) is Other)
        let refused: [(KeyValuePairs<String, String>, OAuthError.Code)] = [
            ([:], .invalidRequest), (["grant_type": ""], .invalidRequest),
            (["grant_type": "other", "grant_type": "other"], .invalidRequest),
            (["grant_type": "foo"], .unsupportedGrantType), (["grant_type": "password"], .unsupportedGrantType),
            (["grant_type": "client_credentials"], .unsupportedGrantType),
            (["grant_type": "Other"], .unsupportedGrantType),
            (["grant_type": "urn:ietf:params:oauth:grant-type:device_code"], .unsupportedGrantType),
        ]
        for (fields, code) in refused {
            let refusal = #expect(throws: OAuthError.self) { try registry.grant(Fixture.fields(fields)) }
            #expect(refusal?.code == code)
        }
    }

    @Test("85: the fields of a successful answer; refresh_token only if there is one")
    func answer() throws {
        let access = Credential(minting: .accessToken, from: ambient)
        let refresh = Credential(minting: .refreshToken, from: ambient)
        for refresh in [refresh, nil] {
            let response = TokenResponse(
                accessToken: access, refreshToken: refresh, expiresIn: 3600, scopes: [.invoicesRead, .customersRead],
                portal: "salon-a")
            var expected: [JSONValue.Member] = [
                .init(name: "access_token", value: .string(access.secret.expose())),
                .init(name: "token_type", value: .string("Bearer")),
                .init(name: "expires_in", value: .number("3600")),
            ]
            if let refresh { expected.append(.init(name: "refresh_token", value: .string(refresh.secret.expose()))) }
            expected += [
                .init(name: "scope", value: .string("customers.read invoices.read")),
                .init(name: "portal", value: .string("salon-a")),
            ]
            #expect(try JSONValue(parsing: response.json) == .object(expected))
        }
    }

    @Test("W5: an answer in a log shows no token")
    func printing() {
        let access = Credential(minting: .accessToken, from: ambient)
        let response = TokenResponse(accessToken: access, refreshToken: access, expiresIn: 1, scopes: [], portal: "a")
        var dumped = ""
        dump(response, to: &dumped)
        for text in ["\(response)", String(reflecting: response), dumped] {
            #expect(!text.contains(access.secret.expose()))
        }
    }
}
