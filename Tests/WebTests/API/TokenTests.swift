import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

@Suite("Tokens at the API (checklist J, contract 2.2)", .timeLimit(.minutes(1)))
struct TokenTests {
    private static let challenge =
        "Bearer realm=\"voordeur\", resource_metadata=\"\(APIBench.origin)/.well-known/oauth-protected-resource\""
        + dpop
    private static let dpop = ", DPoP realm=\"voordeur\", algs=\"ES256 PS256 EdDSA Ed25519\""
    private static let invalid =
        "Bearer realm=\"voordeur\", error=\"invalid_token\", "
        + "resource_metadata=\"\(APIBench.origin)/.well-known/oauth-protected-resource\"" + dpop

    @Test("154: no credentials is 401 without an error code, on known and unknown paths, for every method")
    func none() async throws {
        try await withAPI { api in
            for path in ["/v1", "/v1/", "/v1/me", "/v1/customers", "/v1/nothing/here", "/v1//"] {
                for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete, .options] {
                    let reply = try await api.raw(method, path)
                    #expect(reply.status == 401)
                    #expect(reply["WWW-Authenticate"] == Self.challenge)
                    #expect(reply.body == #"{"code":401,"message":"No token was sent."}"#)
                }
            }
        }
    }

    @Test("155, 164: garbage, expired, revoked, another kind and a JWT get one and the same answer")
    func invalid() async throws {
        try await withAPI { api in
            let portal = Portal(id: api.a, slug: "alpha", name: "Alpha")
            let expired = api.credentials.mint(in: portal, .all, expiresAt: api.clock.now)
            let revoked = api.credentials.mint(in: portal, .all)
            api.credentials.revoke(revoked)
            let jwt = "eyJhbGciOiJub25lIiwia2lkIjoiLi4vLi4veCJ9.eyJzdWIiOiJ4In0."
            let unknown = Credential(minting: .apiKey, from: api.ambient).secret.expose()
            let code = Credential(minting: .code, from: api.ambient).secret.expose()
            var bodies: Set<String> = []
            for token in ["x", "", expired, revoked, jwt, unknown, code, String(api.token.dropLast()), "a b"] {
                let reply = try await api.send(.get, "/v1/me", token: token)
                #expect(reply.status == 401)
                #expect(reply["WWW-Authenticate"] == Self.invalid)
                bodies.insert(reply.body)
            }
            #expect(bodies == [#"{"code":401,"message":"The token is not valid."}"#])
        }
    }

    @Test("157, 158: a token in the query or in the body is not looked at")
    func elsewhere() async throws {
        try await withAPI { api in
            let query = try await api.raw(.get, "/v1/me?access_token=\(api.token)")
            #expect(query.status == 401)
            #expect(!query.body.contains(api.token))
            let body = Array("access_token=\(api.token)".utf8)
            #expect(
                try await api.raw(.post, "/v1/customers", [.contentType: "application/x-www-form-urlencoded"], body)
                    .status == 401)
            let both = try await api.send(.get, "/v1/me?access_token=x")
            #expect(both.status == 200)
        }
    }

    @Test("158, 160: two header names; equal values pass, different or repeated ones are 400")
    func headers() async throws {
        try await withAPI { api in
            let bearer = "Bearer \(api.token)"
            let cases: [(authorization: [String], authentication: [String], status: Int)] = [
                ([bearer], [], 200), ([], [bearer], 200), ([bearer], [bearer], 200),
                (["bearer \(api.token)"], [bearer], 200),
                (["BEARER \(api.token)"], [], 200), ([bearer], ["Bearer \(api.tokenOfB)"], 400),
                ([bearer], ["Bearer x"], 400),
                (["Basic eDp5"], [bearer], 400), ([bearer, bearer], [], 400), ([], [bearer, bearer], 400),
                (["Basic eDp5"], [], 401),
                (["Basic eDp5"], ["Basic eDp5"], 401), (["Bearer  \(api.token)"], [], 401), (["Bearer"], [], 401),
                (["Bearer\(api.token)"], [], 401), (["Bearer \(api.token) x"], [], 401),
                (["Token \(api.token)"], [], 401),
            ]
            for (authorization, authentication, status) in cases {
                var fields = HTTPFields()
                for value in authorization { fields.append(HTTPField(name: .authorization, value: value)) }
                for value in authentication { fields.append(HTTPField(name: .authentication, value: value)) }
                let reply = try await api.raw(.get, "/v1/me", fields)
                #expect(reply.status == status, "\(authorization) \(authentication)")
                #expect(reply["Cache-Control"] == "no-store")
                if status == 400 { #expect(reply["WWW-Authenticate"] == nil) }
            }
        }
    }

    @Test("156: a missing scope is 403 and named")
    func scope() async throws {
        try await withAPI { api in
            let token = api.credentials.mint(in: Portal(id: api.a, slug: "alpha", name: "Alpha"), .customersWrite)
            let reply = try await api.send(.get, "/v1/customers", token: token)
            #expect(reply.status == 403)
            #expect(
                reply["WWW-Authenticate"]
                    == "Bearer realm=\"voordeur\", error=\"insufficient_scope\", scope=\"customers.read\"")
            #expect(reply.body == #"{"code":403,"message":"This token lacks the scope customers.read."}"#)
        }
    }

    @Test("161: the matrix of every operation and every single scope")
    func matrix() async throws {
        try await withAPI { api in
            let portal = Portal(id: api.a, slug: "alpha", name: "Alpha")
            for scope in Scopes.all.elements {
                let customer = try await api.customer()
                let group = try await api.group()
                let token = api.credentials.mint(in: portal, scope)
                for operation in APICatalog.operations {
                    let path = operation.path.replacing("{customerId}", with: customer)
                        .replacing("{customerGroupId}", with: group)
                    // With a body that can do nothing: what counts is whether the scope lets it through.
                    let reply = try await api.send(
                        operation.method, "/v1\(path)", token: token, body: operation.body == .none ? nil : "{}")
                    let allowed = operation.access == .anyCredential || operation.access == .scope(scope)
                    #expect((reply.status != 403) == allowed, "\(operation.id) with \(scope.text): \(reply.status)")
                }
            }
        }
    }

    @Test("Only /v1/me takes any credential")
    func anyCredential() {
        #expect(APICatalog.operations.filter { $0.access == .anyCredential }.map(\.id) == ["get-me"])
    }

    @Test("A key with a list of addresses works from those only")
    func addresses() async throws {
        try await withAPI { api in
            let portal = Portal(id: api.a, slug: "alpha", name: "Alpha")
            let token = api.credentials.mint(in: portal, .all, addresses: ["192.0.2.0/24", "2001:db8::/32"])
            for (address, status) in [
                ("192.0.2.77", 200), ("::ffff:192.0.2.77", 200), ("2001:db8::1", 200), ("198.51.100.1", 403), ("", 403),
            ] {
                let reply = try await api.send(.get, "/v1/me", token: token, headers: [("X-Test-Address", address)])
                #expect(reply.status == status)
                if status == 403 {
                    #expect(reply.body == #"{"code":403,"message":"This key may not be used from this address."}"#)
                    #expect(reply["WWW-Authenticate"] == nil)
                }
            }
        }
    }

    @Test("165: no CORS")
    func cors() async throws {
        try await withAPI { api in
            let reply = try await api.send(.get, "/v1/me", headers: [("Origin", "https://evil.example")])
            #expect(reply.headers.allSatisfy { !$0.name.canonicalName.hasPrefix("access-control") })
        }
    }
}
