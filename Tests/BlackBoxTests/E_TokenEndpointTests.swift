import HTTPTypes
import Kernel
import TestSupport
import Testing

@Suite("E. Token endpoint: form of request and answer", .timeLimit(.minutes(3)))
struct TokenEndpointTests {
    @Test("85–87: the answer of a code and of a refresh, on both endpoints", arguments: Backend.available)
    func answers(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for path in ["/oauth/token", "/oauth/tokens"] {
                for app in [server.cast.c1, server.cast.s1] {
                    let answer = try await server.exchange(app, server.code(app), at: path)
                    #expect(answer.status == .ok)
                    #expect(answer.headers[.contentType] == "application/json")
                    #expect(answer.headers[.cacheControl] == "no-store")
                    #expect(answer.headers[.init("Pragma")!] == "no-cache")
                    #expect(answer["token_type"] == "Bearer")
                    #expect(answer.json?["expires_in"] == .number("120"))
                    #expect(answer["scope"] == app.scopes)
                    #expect(answer["portal"] == "alpha")
                    let refreshed = try await server.refresh(app, try #require(answer["refresh_token"]))
                    #expect(refreshed.status == .ok)
                    #expect((refreshed["refresh_token"] != nil) == app.rotates)
                    #expect(refreshed["scope"] == app.scopes)
                }
            }
        }
    }

    @Test("76, 77: neither GET nor parameters in the address", arguments: Backend.available)
    func address(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let query = PercentEncoding.query(server.exchangeFields(app, try await server.code(app)))
            for path in ["/oauth/token", "/oauth/tokens"] {
                let get = try await server.send("\(path)?\(query)", "", type: nil, method: .get)
                #expect(get.status == .methodNotAllowed)
                #expect(get.headers[.allow] == "POST")
                let post = try await server.send("\(path)?\(query)", "", type: "application/x-www-form-urlencoded")
                #expect(post.status == .badRequest)
            }
        }
    }

    @Test("78: which content types each endpoint takes", arguments: Backend.available)
    func contentTypes(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            func json(_ code: String) -> String {
                let fields = server.exchangeFields(app, code).map { "\"\($0.name)\":\"\($0.value)\"" }
                return "{\(fields.joined(separator: ","))}"
            }
            let code = try await server.code(app)
            for type in ["application/json", "multipart/form-data; boundary=x", nil] {
                #expect(
                    try await server.send("/oauth/token", json(code), type: type).error == "invalid_request",
                    "\(type ?? "-")")
            }
            for type in ["multipart/form-data; boundary=x", "text/plain", "application/json; charset=latin1", nil] {
                #expect(
                    try await server.send("/oauth/tokens", json(code), type: type).error == "invalid_request",
                    "\(type ?? "-")")
            }
            #expect(try await server.send("/oauth/tokens", json(code), type: "application/json").status == .ok)
            let second = json(try await server.code(app))
            #expect(
                try await server.send("/oauth/tokens", second, type: "application/json; charset=utf-8").status == .ok)
        }
    }

    @Test("79: JSON that is not one flat object of strings", arguments: Backend.available)
    func json(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let id = "\"client_id\":\"\(app.id)\",\"client_secret\":\"\(app.secret!)\""
            for body in [
                "{\"grant_type\":\"authorization_code\",\"grant_type\":\"authorization_code\",\(id)}",
                "{\"grant_type\":{\"a\":1},\(id)}", "{\"grant_type\":1,\(id)}", "[]", "\"x\"", "{", "",
                "{\"grant_type\":\"\\ud800\"}", "{\"code\":\"a\\u0000\"}",
            ] {
                let answer = try await server.send("/oauth/tokens", body, type: "application/json")
                #expect(answer.status == .badRequest, "\(body)")
                #expect(answer.error == "invalid_request", "\(body)")
            }
            let unknown = "{\"grant_type\":\"foo\",\"extra\":{\"a\":[1]},\(id)}"
            #expect(
                try await server.send("/oauth/tokens", unknown, type: "application/json").error
                    == "unsupported_grant_type")
        }
    }

    @Test("80–84, 88, 89: errors of the request", arguments: Backend.available)
    func errors(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let code = try await server.code(app)
            for path in ["/oauth/token", "/oauth/tokens"] {
                func error(_ overrides: [String: String?]) async throws -> String? {
                    let answer = try await server.exchange(app, code, at: path, overrides)
                    #expect(answer.headers[.cacheControl] == "no-store")
                    #expect(answer.status == .badRequest)
                    return answer.error
                }
                #expect(try await error(["grant_type": nil]) == "invalid_request")
                for grant in ["foo", "password", "implicit", "urn:ietf:params:oauth:grant-type:jwt-bearer"] {
                    #expect(try await error(["grant_type": grant]) == "unsupported_grant_type")
                }
                #expect(try await error(["code": ""]) == "invalid_request")
                #expect(try await error(["redirect_uri": nil]) == "invalid_request", "116")
                for name in ["code", "grant_type", "client_id", "scope"] {
                    let fields = server.exchangeFields(app, code, ["scope": "x"]) + [(name, "twice")]
                    #expect(try await server.post(path, fields).error == "invalid_request", "\(name) twice")
                }
                let large = try await server.exchange(
                    app, code, at: path, ["foo": String(repeating: "x", count: 1_000_000)])
                #expect([400, 413].contains(large.status.code))
                let many = (0..<10_000).map { (name: "p\($0)", value: "") }
                #expect(try await server.post(path, server.exchangeFields(app, code) + many).status.code < 500)
            }
            #expect(try await server.exchange(app, code, ["foo": "bar"]).status == .ok, "84")
        }
    }

    @Test(
        "78, 79: form and JSON give the same answer; broken UTF-8 and a compressed body do not",
        arguments: Backend.available)
    func bodies(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let refresh = try await server.tokens(app).refresh
            let fields = [
                ("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", app.id.text),
                ("client_secret", app.secret!), ("scope", "customers.read"),
            ]
            let json = "{\(fields.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ","))}"
            let form = try await server.post("/oauth/tokens", fields.map { (name: $0.0, value: $0.1) })
            let same = try await server.send("/oauth/tokens", json, type: "application/json")
            #expect(form.status == .ok)
            #expect(same.status == .ok)
            for name in ["token_type", "scope", "portal"] { #expect(form[name] == same[name]) }
            for name in ["expires_in", "refresh_token"] { #expect(form.json?[name] == same.json?[name]) }

            let broken = Array(json.utf8).map { $0 == UInt8(ascii: "c") ? 0xFF : $0 }
            for type in ["application/json", "application/x-www-form-urlencoded"] {
                let answer = try await server.send("/oauth/tokens", bytes: broken, type: type)
                #expect(answer.status == .badRequest)
                #expect(answer.error == "invalid_request")
            }
            // 88: what gzip blows up to is never looked at.
            let bomb: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + [UInt8](repeating: 0xFF, count: 4000)
            let compressed = try await server.send(
                "/oauth/tokens", bytes: bomb, type: "application/x-www-form-urlencoded",
                headers: [.contentEncoding: "gzip"])
            #expect([400, 415].contains(compressed.status.code))
        }
    }

    @Test(
        "82, 87: an app may not use a grant while its portal suspends it; errors are no-store JSON",
        arguments: Backend.available)
    func unauthorizedClient(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let tokens = try await server.tokens(app)
            try await server.suspend(app)
            let answer = try await server.refresh(app, tokens.refresh)
            #expect(answer.status == .badRequest)
            #expect(answer.error == "unauthorized_client")
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }
}
