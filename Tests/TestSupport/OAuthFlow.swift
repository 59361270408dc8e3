import Crypto
package import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import Persistence
import PortalDomain
import Web

/// The steps of the protocol, as an app and its user take them.
extension ServerUnderTest {
    package struct Pair: Sendable {
        package let verifier: String
        package let challenge: String
        package let method: String
    }

    /// A PKCE pair that differs per seed.
    package static func pkce(_ seed: String = "one", method: String = "S256") -> Pair {
        let verifier = Base64.encodeURL(SHA256.hash(data: Array("verifier \(seed)".utf8)))
        let challenge = method == "S256" ? Base64.encodeURL(SHA256.hash(data: Array(verifier.utf8))) : verifier
        return Pair(verifier: verifier, challenge: challenge, method: method)
    }

    /// The parameters of a proper authorization request of `app`. Overrides with nil leave a parameter out.
    package func parameters(
        _ app: Cast.TestApp, pkce: Pair? = nil, _ overrides: [String: String?] = [:]
    ) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = [
            ("response_type", "code"), ("client_id", app.id.text), ("redirect_uri", app.redirectURI),
            ("scope", app.scopes),
            ("state", "state-1"),
        ]
        if let pkce { fields += [("code_challenge", pkce.challenge), ("code_challenge_method", pkce.method)] }
        for (name, value) in overrides.sorted(by: { $0.key < $1.key }) {
            fields.removeAll { $0.name == name }
            if let value { fields.append((name, value)) }
        }
        return fields
    }

    package func authorizeURL(_ app: Cast.TestApp, pkce: Pair? = nil, _ overrides: [String: String?] = [:]) -> String {
        "/oauth/authorize?\(PercentEncoding.query(parameters(app, pkce: pkce, overrides)))"
    }

    /// The PKCE pair that an app must send: none for C1 and C2.
    package func needed(_ app: Cast.TestApp) -> Pair? { app.rotates ? Self.pkce() : nil }

    /// Signs a user in at the manage portal.
    package func signIn(_ browser: Browser, as person: Cast.Person) async throws {
        let page = try await browser.get("/manage/sign-in")
        guard var form = page.form("/manage/sign-in") else { throw Unexpected("no sign-in form", page) }
        form.set("email", person.email)
        form.set("password", Cast.password)
        let answer = try await browser.submit(form)
        guard answer.status == .seeOther else { throw Unexpected("sign-in failed", answer) }
    }

    /// Opens an authorize address, signs in where asked, and stops at the consent page or the redirect to the app.
    package func open(_ url: String, _ browser: Browser, as person: Cast.Person) async throws -> Answer {
        var answer = try await browser.follow(try await browser.get(url))
        if var form = answer.form("/manage/sign-in") {
            form.set("email", person.email)
            form.set("password", Cast.password)
            answer = try await browser.follow(try await browser.submit(form))
        }
        return answer
    }

    /// From the authorize address to the answer that sends the browser back to the app.
    package func consent(
        _ url: String, _ browser: Browser? = nil, as person: Cast.Person, press: String = "approve",
        change: (inout HTMLForm) -> Void = { _ in }
    ) async throws -> Answer {
        let browser = browser ?? self.browser()
        let page = try await open(url, browser, as: person)
        guard var form = page.form(with: "decision") else { return page }
        change(&form)
        return try await browser.submit(form, press: press)
    }

    /// A code for `app`, by a fresh browser of `person`.
    package func code(
        _ app: Cast.TestApp, as person: Cast.Person? = nil, pkce: Pair? = nil, _ overrides: [String: String?] = [:]
    ) async throws -> String {
        let answer = try await consent(
            authorizeURL(app, pkce: pkce ?? needed(app), overrides), as: person ?? cast.u1)
        guard let code = answer.redirectFields["code"] else { throw Unexpected("no code", answer) }
        return code
    }

    /// The fields of a proper exchange.
    package func exchangeFields(
        _ app: Cast.TestApp, _ code: String, pkce: Pair? = nil, _ overrides: [String: String?] = [:]
    ) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", app.redirectURI),
        ]
        if let pair = pkce ?? needed(app) { fields.append(("code_verifier", pair.verifier)) }
        return with(credentialsOf: app, fields, overrides)
    }

    package func exchange(
        _ app: Cast.TestApp, _ code: String, pkce: Pair? = nil, at path: String = "/oauth/token",
        _ overrides: [String: String?] = [:]
    ) async throws -> Answer {
        try await post(path, exchangeFields(app, code, pkce: pkce, overrides))
    }

    package func refresh(
        _ app: Cast.TestApp, _ token: String, _ overrides: [String: String?] = [:]
    ) async throws -> Answer {
        try await post(
            "/oauth/token",
            with(credentialsOf: app, [("grant_type", "refresh_token"), ("refresh_token", token)], overrides))
    }

    package func introspect(_ app: Cast.TestApp, _ token: String) async throws -> Answer {
        try await post("/oauth/introspect", with(credentialsOf: app, [("token", token)], [:]))
    }

    package func revoke(
        _ app: Cast.TestApp, _ token: String, _ overrides: [String: String?] = [:]
    ) async throws -> Answer {
        try await post("/oauth/revoke", with(credentialsOf: app, [("token", token)], overrides))
    }

    package func me(_ token: String) async throws -> Answer { try await api("/v1/me", token) }

    package func api(
        _ path: String, _ token: String, method: HTTPRequest.Method = .get, json: String? = nil
    ) async throws -> Answer {
        var headers: HTTPFields = [.authorization: "Bearer \(token)"]
        if json != nil { headers[.contentType] = "application/json" }
        return Answer(
            try await http.executeRequest(
                uri: path, method: method, headers: headers, body: json.map { ByteBuffer(string: $0) }))
    }

    /// A body that need not be text.
    package func send(
        _ path: String, bytes: [UInt8], type: String?, headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        if let type { headers[.contentType] = type }
        return Answer(
            try await http.executeRequest(uri: path, method: .post, headers: headers, body: ByteBuffer(bytes: bytes)))
    }

    package struct Tokens: Sendable {
        package let access: String
        package let refresh: String
    }

    /// A whole flow: fresh tokens for `app`.
    package func tokens(
        _ app: Cast.TestApp, as person: Cast.Person? = nil, _ overrides: [String: String?] = [:]
    ) async throws -> Tokens {
        let answer = try await exchange(app, code(app, as: person, overrides))
        guard let access = answer["access_token"], let refresh = answer["refresh_token"] else {
            throw Unexpected("no tokens", answer)
        }
        return Tokens(access: access, refresh: refresh)
    }

    package func post(
        _ path: String, _ fields: [(name: String, value: String)], headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await send(path, PercentEncoding.query(fields), type: "application/x-www-form-urlencoded", headers: headers)
    }

    package func send(
        _ path: String, _ body: String, type: String?, headers: HTTPFields = [:], method: HTTPRequest.Method = .post
    ) async throws -> Answer {
        var headers = headers
        if let type { headers[.contentType] = type }
        return Answer(
            try await http.executeRequest(uri: path, method: method, headers: headers, body: ByteBuffer(string: body)))
    }

    /// `count` calls at once, all answers in no order.
    package func concurrently(
        _ count: Int, _ call: @escaping @Sendable () async throws -> Answer
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            for _ in 0..<count { group.addTask { try await call() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func with(
        credentialsOf app: Cast.TestApp, _ fields: [(name: String, value: String)], _ overrides: [String: String?]
    ) -> [(name: String, value: String)] {
        var fields = fields + [("client_id", app.id.text)]
        if let secret = app.secret { fields.append(("client_secret", secret)) }
        for (name, value) in overrides.sorted(by: { $0.key < $1.key }) {
            fields.removeAll { $0.name == name }
            if let value { fields.append((name, value)) }
        }
        return fields
    }
}

/// A step of a fixture did not do what it always does.
package struct Unexpected: Error, CustomStringConvertible {
    package let description: String

    package init(_ what: String, _ answer: Answer) {
        description = "\(what): \(answer.status) \(answer.location ?? "") \(answer.body.prefix(1500))"
    }
}

/// What the portal's side does to an app, by the product's own use cases.
extension ServerUnderTest {
    private var connected: ConnectedApps { server.useCases.connectedApps }

    private func actor(_ person: Cast.Person) -> AuditEvent.Actor {
        .init(kind: .user, id: person.id.text, name: person.email, address: "")
    }

    /// Suspends an app in portal A; gives it access first, so that the portal knows it.
    package func suspend(_ app: Cast.TestApp) async throws {
        if try await connected.find(app.id, in: cast.a.id) == nil { _ = try await code(app) }
        guard try await connected.suspend(app.id, in: cast.a.id, by: actor(cast.u1)) == .changed else { throw Unfit() }
    }

    package func reinstate(_ app: Cast.TestApp) async throws {
        guard try await connected.reinstate(app.id, in: cast.a.id, by: actor(cast.u1)) == .changed else {
            throw Unfit()
        }
    }

    /// Ends everything of an app in portal A.
    package func disconnect(_ app: Cast.TestApp) async throws {
        guard try await connected.revoke(app.id, in: cast.a.id, by: actor(cast.u1)) == .changed else { throw Unfit() }
    }

    /// The audit events of a portal's list, or the developer's, newest first.
    package func auditActions(_ scope: String) async throws -> [String] {
        try await database.rows("SELECT action FROM audit_events WHERE portal_id = \(scope) ORDER BY id DESC").map {
            try $0.text("action")
        }
    }

    package struct Unfit: Error {}
}
