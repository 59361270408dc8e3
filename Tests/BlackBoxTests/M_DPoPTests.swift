import Crypto
import HTTPTypes
import Kernel
import OAuth
import Persistence
import TestSupport
import Testing
import Web

@Suite("M. Tokens bound to a key (RFC 9449)", .timeLimit(.minutes(3)))
struct DPoPTests {
    private typealias Server = ServerUnderTest

    private static let api = "\(Server.issuer)/v1/me"
    private static func hash(_ token: String) -> String { Base64.encodeURL(SHA256.hash(data: Array(token.utf8))) }

    /// Fresh tokens of `app`, bound to `key`.
    private func tokens(
        _ server: Server, _ app: Cast.TestApp, _ key: SigningKey, _ id: String, _ overrides: [String: String?] = [:]
    ) async throws -> Answer {
        let fields = server.exchangeFields(app, try await server.code(app, overrides))
        return try await server.post("/oauth/token", fields, headers: [.proof: server.proof(key, id: id)])
    }

    private func refresh(
        _ server: Server, _ app: Cast.TestApp, _ token: String, _ proof: String?
    ) async throws -> Answer {
        var fields = [
            (name: "grant_type", value: "refresh_token"), ("refresh_token", token), ("client_id", app.id.text),
        ]
        if let secret = app.secret { fields.append(("client_secret", secret)) }
        return try await server.post("/oauth/token", fields, headers: proof.map { [.proof: $0] } ?? [:])
    }

    @Test(
        "186: whatever is wrong with a proof, it is invalid_dpop_proof, and nothing is burned",
        arguments: Backend.available)
    func proofs(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (key, other, app) = (SigningKey(), SigningKey(), server.cast.c1)
            let now = server.clock.now.seconds
            let token = "\(Server.issuer)/oauth/token"
            var bad: [(String, String)] = [("not a JWT", "x"), ("empty parts", "..")]
            func add(_ what: String, _ overrides: [String: String?] = [:], header: String? = nil) throws {
                bad.append((what, try server.proof(key, id: what, overrides, header: header)))
            }
            for claim in ["jti", "htm", "htu", "iat"] { try add("no \(claim)", [claim: String?.none]) }
            try add("empty jti", ["jti": "\"\""])
            try add("number for jti", ["jti": "1"])
            try add("method", ["htm": "\"GET\""])
            try add("letter case of the method", ["htm": "\"post\""])
            for address in [
                "\(token)s", "\(token)/", "\(Server.issuer)/oauth/revoke", "http://other.example/oauth/token",
                "https://localhost:8080/oauth/token", "http://localhost/oauth/token", "/oauth/token", "",
                "http://localhost:8080@evil.example/oauth/token", "http://localhost:8080/oauth/Token",
            ] { try add("address \(address)", ["htu": "\"\(address)\""]) }
            try add("an hour old", ["iat": "\(now - 3600)"])
            try add("an hour ahead", ["iat": "\(now + 3600)"])
            try add("text for iat", ["iat": "\"\(now)\""])
            let jwk = key.json()
            for header in [
                #"{"alg":"ES256","jwk":\#(jwk)}"#, #"{"typ":"JWT","alg":"ES256","jwk":\#(jwk)}"#,
                #"{"typ":"dpop+jwt","jwk":\#(jwk)}"#, #"{"typ":"dpop+jwt","alg":"none","jwk":\#(jwk)}"#,
                #"{"typ":"dpop+jwt","alg":"HS256","jwk":\#(jwk)}"#, #"{"typ":"dpop+jwt","alg":"ES256"}"#,
                #"{"typ":"dpop+jwt","alg":"ES256","jwk":\#(other.json())}"#,
                #"{"typ":"dpop+jwt","alg":"ES256","jwk":\#(key.json(key.privateMember))}"#,
                #"{"typ":"dpop+jwt","alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}"#,
                #"{"typ":"dpop+jwt","alg":"ES256","jwk":"x"}"#, Server.proofHeader(key, #","crit":["iat"]"#),
            ] { try add("header \(header)", header: header) }
            let good = try server.proof(key, id: "good")
            bad.append(("no signature", "\(good.prefix { $0 != "." }).e30."))
            bad.append(("cut", String(good.dropLast(4))))

            let code = try await server.code(app)
            let fields = server.exchangeFields(app, code)
            for (what, proof) in bad {
                let answer = try await server.post("/oauth/token", fields, headers: [.proof: proof])
                #expect(answer.status == .badRequest, "\(what)")
                #expect(answer.error == "invalid_dpop_proof", "\(what)")
            }
            var twice = HTTPFields()
            twice.append(HTTPField(name: .proof, value: good))
            twice.append(HTTPField(name: .proof, value: try server.proof(key, id: "second")))
            #expect(try await server.post("/oauth/token", fields, headers: twice).error == "invalid_dpop_proof")

            let answer = try await server.post("/oauth/token", fields, headers: [.proof: good])
            #expect(answer.status == .ok, "nothing was burned")
            #expect(answer["token_type"] == "DPoP")
            for (number, address) in [
                "\(token)?x=1", "\(token)#f", "HTTP://LOCALHOST:8080/oauth/token",
                "http://localhost:8080/%6Fauth/token",
            ].enumerated() {
                let proof = try server.proof(key, "POST", address, id: "n\(number)")
                let fields = server.exchangeFields(app, try await server.code(app))
                let answer = try await server.post("/oauth/token", fields, headers: [.proof: proof])
                #expect(answer.status == .ok, "186: \(address) is the same address")
            }
            #expect(try await server.exchange(app, server.code(app))["token_type"] == "Bearer")
        }
    }

    @Test(
        "187: a proof works once, at the token endpoint and at the API, at once and on two nodes",
        arguments: Backend.available)
    func replay(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (key, app) = (SigningKey(), server.cast.c1)
            let first = try await tokens(server, app, key, "once")
            let (access, refresh) = (try #require(first["access_token"]), try #require(first["refresh_token"]))
            let again = try await self.refresh(server, app, refresh, server.proof(key, id: "once"))
            #expect(again.error == "invalid_dpop_proof", "187: the same jti")

            let proof = try server.proof(key, "GET", Self.api, id: "api", hash: Self.hash(access))
            let headers: HTTPFields = [.authorization: "DPoP \(access)", .proof: proof]
            let answers = try await server.concurrently(6) { try await server.me(headers) }
            #expect(answers.count { $0.status == .ok } == 1, "187: at once")
            try await server.withSecondNode { node in
                let answer = try await node.me(headers)
                #expect(answer.status == .unauthorized, "187: another node")
                #expect(answer.headers[.wwwAuthenticate]?.contains("invalid_dpop_proof") == true)
            }
            server.clock.advance(seconds: 62)
            try await server.prune()
            #expect(
                try await !server.database.rows("SELECT digest FROM spent_proofs").isEmpty,
                "a node whose clock is behind would still take it")
            server.clock.advance(seconds: 3600)
            try await server.prune()
            #expect(try await server.database.rows("SELECT digest FROM spent_proofs").isEmpty)
            #expect(try await server.me(headers).status == .unauthorized, "too old by then")
        }
    }

    @Test("188: a bound access token is worth nothing without its key", arguments: Backend.available)
    func bound(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (key, other, app) = (SigningKey(), SigningKey(), server.cast.c1)
            let answer = try await tokens(server, app, key, "t")
            let access = try #require(answer["access_token"])
            let (dpop, hash) = ("DPoP \(access)", Self.hash(access))
            func refused(_ what: String, _ authorization: String, _ proof: String?) async throws {
                var headers: HTTPFields = [.authorization: authorization]
                headers[.proof] = proof
                let answer = try await server.me(headers)
                #expect(answer.status == .unauthorized, "\(what)")
                let challenge = answer.headers[.wwwAuthenticate] ?? ""
                #expect(challenge.contains("DPoP realm"), "\(what)")
                #expect(challenge.contains(#"algs="ES256 PS256 EdDSA Ed25519""#), "\(what)")
            }
            try await refused("no proof", dpop, nil)
            try await refused("as Bearer", "Bearer \(access)", nil)
            let good = try server.proof(key, "GET", Self.api, id: "b", hash: hash)
            try await refused("as Bearer with a proof", "Bearer \(access)", good)
            try await refused("another key", dpop, server.proof(other, "GET", Self.api, id: "o", hash: hash))
            try await refused("no ath", dpop, server.proof(key, "GET", Self.api, id: "a"))
            try await refused("wrong ath", dpop, server.proof(key, "GET", Self.api, id: "w", hash: Self.hash("x")))
            try await refused("another method", dpop, server.proof(key, "POST", Self.api, id: "m", hash: hash))
            try await refused(
                "another address", dpop,
                server.proof(key, "GET", "\(Server.issuer)/v1/customers", id: "u", hash: hash))
            try await refused("garbage", "DPoP x", server.proof(key, "GET", Self.api, id: "g", hash: Self.hash("x")))
            let plain = try await server.tokens(app).access
            let unbound = try server.proof(key, "GET", Self.api, id: "p", hash: Self.hash(plain))
            try await refused("a bearer token as DPoP", "DPoP \(plain)", unbound)
            let published = try await server.me([.authentication: dpop, .proof: good])
            #expect(published.status == .unauthorized, "160: only Bearer is read there")

            let served = try await server.me([.authorization: "dpop \(access)", .proof: good])
            #expect(served.status == .ok, "the scheme is case-insensitive, and nothing was burned")
            #expect(try await server.me(plain).status == .ok)

            let seen = try await server.introspect(app, access)
            #expect(seen["token_type"] == "DPoP")
            #expect(seen.json?["cnf"]?["jkt"] == .string(try key.thumbprint), "RFC 9449 §6.2")
            #expect(try await server.introspect(app, plain).json?["cnf"] == nil)
        }
    }

    @Test("189: a public app's refresh token, and a code with dpop_jkt, need their key", arguments: Backend.available)
    func publicApp(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (key, other, app) = (SigningKey(), SigningKey(), server.cast.p1)
            let first = try await tokens(server, app, key, "t")
            let old = try #require(first["refresh_token"])
            #expect(try await refresh(server, app, old, server.proof(other, id: "o")).error == "invalid_grant", "189")
            #expect(try await refresh(server, app, old, nil).error == "invalid_grant", "189: no proof at all")
            let second = try await refresh(server, app, old, server.proof(key, id: "r"))
            #expect(second.status == .ok)
            #expect(second["token_type"] == "DPoP")
            let new = try #require(second["refresh_token"])
            server.clock.advance(seconds: 60)
            #expect(try await refresh(server, app, old, server.proof(other, id: "o2")).error == "invalid_grant")
            #expect(
                try await refresh(server, app, new, server.proof(key, id: "r2")).status == .ok,
                "a thief without the key does not end the grant by showing an old token")

            let named: [String: String?] = ["dpop_jkt": try key.thumbprint]
            let fields = server.exchangeFields(app, try await server.code(app, named))
            let wrong = try await server.post("/oauth/token", fields, headers: [.proof: server.proof(other, id: "c")])
            #expect(wrong.error == "invalid_grant", "189: dpop_jkt")
            #expect(try await server.post("/oauth/token", fields).error == "invalid_grant", "189: dpop_jkt, no proof")
            let right = try await server.post("/oauth/token", fields, headers: [.proof: server.proof(key, id: "c2")])
            #expect(right.status == .ok)
            let malformed = try await server.consent(
                server.authorizeURL(app, pkce: server.needed(app), ["dpop_jkt": "x"]), as: server.cast.u1)
            #expect(malformed.redirectFields["error"] == "invalid_request")

            // A confidential app's refresh token is bound to the app, so another key may follow (RFC 9449 §5).
            let c1 = server.cast.c1
            let bound = try #require(try await tokens(server, c1, key, "c1")["refresh_token"])
            let changed = try await refresh(server, c1, bound, server.proof(other, id: "c1o"))
            #expect(changed.status == .ok)
        }
    }

    @Test("189: a proof at the pushed request binds the code (RFC 9449 §10.1)", arguments: Backend.available)
    func pushed(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (key, other, app) = (SigningKey(), SigningKey(), server.cast.c1)
            let par = "\(Server.issuer)/oauth/par"
            let request = server.parameters(app) + [("client_secret", app.secret!)]
            let clash = try await server.post(
                "/oauth/par", request + [("dpop_jkt", try other.thumbprint)],
                headers: [.proof: server.proof(key, "POST", par, id: "x")])
            #expect(clash.error == "invalid_dpop_proof")
            let answer = try await server.post(
                "/oauth/par", request, headers: [.proof: server.proof(key, "POST", par, id: "p")])
            #expect(answer.status == .created)
            let query = PercentEncoding.query([
                ("client_id", app.id.text), ("request_uri", try #require(answer["request_uri"])),
            ])
            let done = try await server.consent("/oauth/authorize?\(query)", as: server.cast.u1)
            let fields = server.exchangeFields(app, try #require(done.redirectFields["code"]))
            #expect(try await server.post("/oauth/token", fields).error == "invalid_grant")
            let bound = try await server.post("/oauth/token", fields, headers: [.proof: server.proof(key, id: "c")])
            #expect(bound.status == .ok)
        }
    }

    @Test("Proofs that anybody can make for a public app fill no table", arguments: Backend.available)
    func strangers(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            server.watch.excuse(.serverErrors)
            let key = SigningKey()
            var last: Answer?
            for number in 1...305 {
                let token = "vdr_rt_000000000000000000000000000000000000"
                last = try await refresh(server, server.cast.p1, token, server.proof(key, id: "\(number)"))
            }
            #expect(last?.status == .serviceUnavailable)
            #expect(try await server.database.rows("SELECT digest FROM spent_proofs").count == 300)
            // Whoever has a secret is somebody, and is not held up.
            #expect(try await tokens(server, server.cast.c1, key, "c1").status == .ok)
            server.clock.advance(seconds: 61)
            #expect(try await tokens(server, server.cast.p1, key, "p1").status == .ok)
        }
    }

    @Test("A request beyond the rate of its token writes nothing", arguments: Backend.available)
    func limited(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.rateLimitPerMinute = 5 }) { server in
            let key = SigningKey()
            let access = try #require(try await tokens(server, server.cast.c1, key, "0")["access_token"])
            func me(_ id: String) async throws -> HTTPResponse.Status {
                let proof = try server.proof(key, "GET", Self.api, id: id, hash: Self.hash(access))
                return try await server.me([.authorization: "DPoP \(access)", .proof: proof]).status
            }
            var answers: [HTTPResponse.Status] = []
            for number in 1...20 { answers.append(try await me("\(number)")) }
            #expect(answers.count { $0 == .ok } == 5)
            #expect(answers.suffix(15).allSatisfy { $0 == .tooManyRequests })
            #expect(try await server.database.rows("SELECT digest FROM spent_proofs").count == 6)
        }
    }

    @Test("190: nonces, demanded by the operator or by the app", arguments: Backend.available, [true, false])
    func nonces(on backend: Backend, byOperator: Bool) async throws {
        try await withServer(on: backend, configure: { $0.demandsDPoPNonces = byOperator }) { server in
            let (key, app) = (SigningKey(), server.cast.c1)
            if !byOperator { try await server.set([.serverNonces], of: app) }
            let fields = server.exchangeFields(app, try await server.code(app))
            func post(_ id: String, _ nonce: String?) async throws -> Answer {
                try await server.post(
                    "/oauth/token", fields, headers: [.proof: server.proof(key, id: id, nonce: nonce)])
            }
            let demand = try await post("1", nil)
            #expect(demand.status == .badRequest, "190")
            #expect(demand.error == "use_dpop_nonce")
            let nonce = try #require(demand.headers[.proofNonce])
            #expect(try await post("2", "x").error == "use_dpop_nonce", "not one of ours")
            server.clock.advance(seconds: 10)
            let issued = try await post("3", nonce)
            #expect(issued.status == .ok)
            #expect(issued.headers[.proofNonce] != nil, "RFC 9449 §8.2")

            let access = try #require(issued["access_token"])
            func me(_ id: String, _ nonce: String?) async throws -> Answer {
                let proof = try server.proof(key, "GET", Self.api, id: id, hash: Self.hash(access), nonce: nonce)
                return try await server.me([.authorization: "DPoP \(access)", .proof: proof])
            }
            #expect(try await me("5", nonce).status == .ok)
            let again = try await me("4", nil)
            #expect(again.status == .unauthorized, "190")
            #expect(again.headers[.wwwAuthenticate]?.contains(#"error="use_dpop_nonce""#) == true)
            #expect(again.headers[.proofNonce] != nil)
            server.clock.advance(seconds: 110)
            let stale = try await me("6", nonce)
            #expect(stale.status == .unauthorized, "190: stale")
            #expect(stale.headers[.wwwAuthenticate]?.contains(#"error="use_dpop_nonce""#) == true, "190: stale")
            let fresh = server.exchangeFields(app, try await server.code(app))
            let late = try await server.post(
                "/oauth/token", fresh, headers: [.proof: server.proof(key, id: "7", nonce: nonce)])
            #expect(late.error == "use_dpop_nonce", "190: stale at the token endpoint")
            #expect(late.headers[.proofNonce] != nonce)
        }
    }

    @Test("An app may ask that its tokens are always bound (RFC 9449 §5.2)", arguments: Backend.available)
    func always(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (key, app) = (SigningKey(), server.cast.c1)
            try await server.set([.boundTokens], of: app)
            let code = try await server.code(app)
            #expect(try await server.exchange(app, code).error == "invalid_request")
            let bound = try await server.post(
                "/oauth/token", server.exchangeFields(app, code), headers: [.proof: server.proof(key, id: "1")])
            #expect(bound["token_type"] == "DPoP")
        }
    }
}
