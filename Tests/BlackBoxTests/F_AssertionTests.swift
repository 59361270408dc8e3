import HTTPTypes
import Kernel
import Persistence
import TestSupport
import Testing

@Suite("F. App authentication with a key (RFC 7523)", .timeLimit(.minutes(3)))
struct AssertionTests {
    private typealias Server = ServerUnderTest

    @Test("97: an app proves itself by the one method that it registered", arguments: Backend.available)
    func method(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (key, c1) = (SigningKey(), server.cast.c1)
            let app = try await server.keyedApp(key)
            #expect(app.secret == nil, "an app with keys has no secret")
            let code = try await server.code(app)
            for secret in [nil, "", c1.secret] {
                let answer = try await server.exchange(app, code, ["client_secret": secret])
                #expect(answer.status == .unauthorized)
                #expect(answer.error == "invalid_client", "97")
            }
            let c1Code = try await server.code(c1)
            let assertion = try server.assertion(c1, key, id: "c1")
            var fields = Server.proof(assertion)
            #expect(try await server.exchange(c1, c1Code, fields).error == "invalid_request", "two ways at once")
            fields["client_secret"] = .some(nil)
            #expect(try await server.exchange(c1, c1Code, fields).error == "invalid_client", "97: C1 has no keys")
            let p1 = server.cast.p1
            let publicApp = Server.proof(try server.assertion(p1, key, id: "p1"))
            #expect(try await server.exchange(p1, server.code(p1), publicApp).error == "invalid_client")

            let good = Server.proof(try server.assertion(app, key, id: "good"))
            #expect(try await server.exchange(app, code, good).status == .ok, "nothing was burned")
        }
    }

    @Test(
        "Every endpoint where an app proves itself takes assertions, with client_id or without",
        arguments: Backend.available)
    func endpoints(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let key = SigningKey()
            let app = try await server.keyedApp(key)
            var number = 0
            func proof(naming: Bool = true) throws -> [String: String?] {
                number += 1
                var fields = Server.proof(try server.assertion(app, key, id: "e\(number)"))
                if !naming { fields["client_id"] = .some(nil) }
                return fields
            }
            let first = try await server.exchange(app, server.code(app), try proof(naming: false))
            let (access, refresh) = (try #require(first["access_token"]), try #require(first["refresh_token"]))
            let second = try await server.exchange(app, server.code(app), at: "/oauth/tokens", try proof())
            #expect(second.status == .ok)
            let json = SigningKey.jsonText(
                ["grant_type": "refresh_token", "refresh_token": refresh].merging(
                    try proof().compactMapValues { $0 }
                ) { $1 })
            #expect(try await server.send("/oauth/tokens", json, type: "application/json").status == .ok)
            #expect(try await server.refresh(app, refresh, try proof()).status == .ok)
            let live = try await server.post("/oauth/introspect", Self.fields(try proof(), ["token": access]))
            #expect(live.json?["active"] == .bool(true))
            #expect(try await server.post("/oauth/introspect", [("token", access)]).error == "invalid_client")
            #expect(try await server.revoke(app, refresh, try proof()).status == .ok)
            #expect(try await server.me(access).status == .unauthorized)

            var foreign = try proof()
            foreign["client_id"] = server.cast.c1.id.text
            #expect(try await server.refresh(app, refresh, foreign).error == "invalid_client", "94: another client_id")
            var typed = try proof()
            for type in [nil, "", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"] {
                typed["client_assertion_type"] = .some(type)
                #expect(try await server.refresh(app, refresh, typed).error == "invalid_client")
            }
        }
    }

    @Test("102, 104: whatever is wrong with an assertion, it proves nothing", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (key, other) = (SigningKey(), SigningKey())
            let app = try await server.keyedApp(key)
            let first = Server.proof(try server.assertion(app, key, id: "first"))
            let refresh = try #require(try await server.exchange(app, server.code(app), first)["refresh_token"])
            func refuse(_ what: String, _ token: String) async throws {
                let answer = try await server.refresh(app, refresh, Server.proof(token))
                #expect(answer.status == .unauthorized, "\(what)")
                #expect(answer.error == "invalid_client", "\(what)")
                server.clock.advance(seconds: 301)  // so that it is not the throttle that refuses
            }
            let stranger = "\"\(server.cast.c1.id)\""
            for (what, overrides) in Self.wrongClaims(stranger) {
                let now = server.clock.now.seconds
                try await refuse(what, server.assertion(app, key, id: what, overrides.mapValues { $0?(now) }))
            }
            for header in [
                #"{"alg":"ES256","typ":"dpop+jwt"}"#, #"{"alg":"ES256","kid":"../../x"}"#,
                #"{"alg":"ES256","crit":["exp"]}"#, #"{"alg":"ES256","jku":"https://evil.example/jwks"}"#,
                #"{"alg":"none"}"#, #"{"alg":"HS256"}"#, #"{"alg":"RS256"}"#, #"{"typ":"JWT"}"#,
            ] { try await refuse(header, server.assertion(app, key, id: header.filter(\.isLetter), header: header)) }
            try await refuse("wrong key", server.assertion(app, other, id: "w"))
            let embedded = #"{"alg":"ES256","jwk":\#(other.json())}"#
            try await refuse("embedded jwk", server.assertion(app, other, id: "j", header: embedded))
            let claims = try server.assertion(app, key, id: "g").split(separator: ".")[1]
            try await refuse("alg none, unsigned", "\(Base64.encodeURL(#"{"alg":"none"}"#.utf8)).\(claims).")
            let input = "\(Base64.encodeURL(#"{"alg":"HS256"}"#.utf8)).\(claims)"
            try await refuse("HS256 keyed with the public key", "\(input).\(SigningKey.hmac(input, key: key.json()))")
            try await refuse("not a JWT", "x")
            let good = Server.proof(try server.assertion(app, key, id: "good"))
            #expect(try await server.refresh(app, refresh, good).status == .ok)
        }
    }

    private typealias Claim = (Int64) -> String

    /// The values are JSON, made for the moment of the request; nil leaves a claim out.
    private static func wrongClaims(_ stranger: String) -> [(String, [String: Claim?])] {
        let (issuer, other) = ("\"\(Server.issuer)\"", "\"https://other.example\"")
        var cases: [(String, [String: Claim?])] = ["iss", "sub", "aud", "exp", "jti"].map {
            ("no \($0)", [$0: nil])
        }
        cases += [
            ("iss is another", ["iss": { _ in stranger }]), ("sub is another", ["sub": { _ in stranger }]),
            ("both are another", ["iss": { _ in stranger }, "sub": { _ in stranger }]),
            ("expired", ["exp": { "\($0 - 60)" }]), ("good for ages", ["exp": { "\($0 + 86_400)" }]),
            ("nbf", ["nbf": { "\($0 + 600)" }]), ("iat", ["iat": { "\($0 + 600)" }]),
            ("text for exp", ["exp": { "\"\($0 + 60)\"" }]), ("number for jti", ["jti": { _ in "7" }]),
            ("empty jti", ["jti": { _ in "\"\"" }]),
            ("104 endpoint", ["aud": { _ in "\"\(Server.issuer)/oauth/token\"" }]),
            ("104 slash", ["aud": { _ in "\"\(Server.issuer)/\"" }]), ("104 other", ["aud": { _ in other }]),
            ("104 two", ["aud": { _ in "[\(issuer),\(other)]" }]),
            ("104 same", ["aud": { _ in "[\(issuer),\(issuer)]" }]),
            ("104 none", ["aud": { _ in "[]" }]),
        ]
        return cases
    }

    @Test("103: an assertion works once, also at once and on two nodes", arguments: Backend.available)
    func replay(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let key = SigningKey()
            let app = try await server.keyedApp(key)
            let once = Server.proof(try server.assertion(app, key, id: "once"))
            let tokens = try await server.exchange(app, server.code(app), once)
            let refresh = try #require(tokens["refresh_token"])
            let again = try await server.refresh(app, refresh, once)
            #expect(again.status == .unauthorized)
            #expect(again.error == "invalid_client", "103")

            let race = Server.proof(try server.assertion(app, key, id: "race"))
            let answers = try await server.concurrently(8) { try await server.refresh(app, refresh, race) }
            #expect(answers.count { $0.status == .ok } == 1, "103: at once")

            let nodes = Server.proof(try server.assertion(app, key, id: "nodes"))
            #expect(try await server.refresh(app, refresh, nodes).status == .ok)
            try await server.withSecondNode { node in
                let answer = try await node.refresh(app, refresh, nodes)
                #expect(answer.error == "invalid_client", "103: another node")
            }

            // The same jti of another app says nothing.
            let otherKey = SigningKey()
            let other = try await server.keyedApp(otherKey)
            let others = Server.proof(try server.assertion(other, otherKey, id: "once"))
            #expect(try await server.exchange(other, server.code(other), others).status == .ok)

            server.clock.advance(seconds: 71 + 3600)
            try await server.prune()
            let left = try await server.database.rows("SELECT digest FROM spent_proofs")
            #expect(left.isEmpty, "what has expired need not be remembered")
            #expect(try await server.refresh(app, refresh, once).error == "invalid_client", "it has expired")
        }
    }

    @Test("105: clocks may differ by 8 seconds, and not by 61", arguments: Backend.available)
    func clocks(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let key = SigningKey()
            let app = try await server.keyedApp(key)
            let now = server.clock.now.seconds
            for (claim, seconds, isAccepted) in [
                ("iat", 8, true), ("nbf", 8, true), ("iat", 61, false), ("nbf", 61, false), ("exp", -8, true),
                ("exp", -61, false),
            ] as [(String, Int64, Bool)] {
                let fields = Server.proof(
                    try server.assertion(app, key, id: "\(claim)\(seconds)", [claim: "\(now + seconds)"]))
                let answer = try await server.exchange(app, server.code(app), fields)
                #expect((answer.status == .ok) == isAccepted, "105: \(claim) \(seconds)")
            }
        }
    }

    @Test(
        "A developer registers public keys in the form; private and weak ones are refused", arguments: Backend.available
    )
    func form(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (browser, key) = (server.browser(), SigningKey())
            var signIn = try #require(try await browser.get("/developers/sign-in").form("/developers/sign-in"))
            signIn.set("email", "developer@apps.example")
            signIn.set("password", Cast.password)
            #expect(try await browser.submit(signIn).status == .seeOther)
            func submit(_ keys: String, method: String = "private_key_jwt") async throws -> Answer {
                var form = try #require(try await browser.get("/developers/apps/new").form("/developers/apps"))
                form.set("name", "Keyed")
                form.set("redirect_uris", "https://keyed.example/cb")
                form.set("scope", ["customers.read"])
                form.set("authentication", method)
                form.set("jwks", keys)
                return try await browser.submit(form)
            }
            for bad in [
                "", "{}", #"{"keys":[]}"#, #"{"keys":[\#(key.json(key.privateMember))]}"#,
                #"{"keys":[{"kty":"oct","k":"AA"}]}"#,
                #"{"keys":[\#(key.json(#","use":"enc""#))]}"#, key.json(),
            ] {
                let refused = try await submit(bad)
                #expect(refused.status == .unprocessableContent, "\(bad)")
                #expect(refused.body.contains("jwks-error"), "\(bad)")
            }
            #expect(try await submit("", method: "tls_client_auth").status == .unprocessableContent)
            let created = try await submit(#"{"keys":[\#(key.json(#","kid":"2026-03""#))]}"#)
            #expect(created.status == .ok)
            #expect(created.body.secret("client-secret") == nil)
            let id = try #require(created.body.secret("client-id"))
            let page = try await browser.get("/developers/apps/\(id)")
            #expect(page.body.contains("2026-03"))
            #expect(page.body.contains(try key.thumbprint))
            #expect(page.form("/developers/apps/\(id)/secrets") == nil, "no way to make a secret")

            // Back to a secret: the keys are gone, and a secret can be made.
            var form = try #require(
                try await browser.get("/developers/apps/\(id)/edit").form("/developers/apps/\(id)/edit"))
            form.set("authentication", "client_secret")
            #expect(try await browser.submit(form).status == .seeOther)
            #expect(try await browser.get("/developers/apps/\(id)").form("/developers/apps/\(id)/secrets") != nil)
        }
    }

    private static func fields(_ one: [String: String?], _ other: [String: String]) -> [(name: String, value: String)] {
        one.compactMap { field in field.value.map { (field.key, $0) } } + other.map { ($0.key, $0.value) }
    }
}
