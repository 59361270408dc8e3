import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

/// Of table Q what concerns the API; webhooks have a file of their own.
@Suite("Q. API hygiene", .timeLimit(.minutes(2)))
struct HygieneTests {
    private let customer = #"""
        {"companyName":"Jansen","address":"Kade 1","zipCode":"1011 AB","city":"Amsterdam","countryCode":"NL",
        "primaryEmail":"info@jansen.example","phone":"+31201234567"}
        """#

    private func send(
        _ server: ServerUnderTest, _ method: HTTPRequest.Method, _ path: String, _ token: String?, json: String? = nil,
        _ headers: KeyValuePairs<String, String> = [:]
    ) async throws -> Answer {
        var fields = HTTPFields()
        if let token { fields[.authorization] = "Bearer \(token)" }
        for (name, value) in headers { fields.append(HTTPField(name: .init(name)!, value: value)) }
        return try await server.send(
            path, json ?? "", type: json == nil ? nil : "application/json", headers: fields, method: method)
    }

    @Test("228: beyond the limit of its token a caller waits, and hears for how long", arguments: Backend.available)
    func limit(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.rateLimitPerMinute = 5 }) { server in
            let tokens = try await server.tokens(server.cast.c2)
            func header(_ answer: Answer, _ name: String) -> String? { answer.headers[.init(name)!] }
            for left in [4, 3, 2, 1, 0] {
                let answer = try await send(server, .get, "/v1/me", tokens.access)
                #expect(answer.status == .ok)
                #expect(header(answer, "X-RateLimit-Limit") == "5")
                #expect(header(answer, "X-RateLimit-Remaining") == "\(left)")
                #expect(header(answer, "RateLimit-Policy") == "\"default\";q=5;w=60")
                #expect(header(answer, "RateLimit")?.hasPrefix("\"default\";r=\(left);t=") == true)
            }
            let refused = try await send(server, .get, "/v1/me", tokens.access)
            #expect(refused.status == .tooManyRequests)
            #expect(refused.json?["code"] == .number("429"))
            let wait = try #require(Int(header(refused, "Retry-After") ?? ""))
            #expect((1...60).contains(wait))
            #expect(header(refused, "X-RateLimit-Remaining") == "0")
            #expect(header(refused, "X-RateLimit-Reset") == "\(server.clock.now.seconds + Int64(wait))")
            let other = try await server.tokens(server.cast.c1)
            #expect(try await send(server, .get, "/v1/me", other.access).status == .ok, "per token, not per address")
            server.clock.advance(seconds: wait)
            #expect(try await send(server, .get, "/v1/me", tokens.access).status == .ok)
            // Without a valid token the address counts.
            for _ in 1...5 { #expect(try await send(server, .get, "/v1/me", nil).status == .unauthorized) }
            #expect(try await send(server, .get, "/v1/me", "garbage").status == .tooManyRequests)
        }
    }

    @Test("229: a request with a key is done once, and its answer is repeated", arguments: Backend.available)
    func idempotency(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let token = try await server.tokens(server.cast.c2).access
            @Sendable func create(_ key: String, _ body: String) async throws -> Answer {
                try await send(server, .post, "/v1/customers", token, json: body, ["Idempotency-Key": key])
            }
            let replayed = HTTPField.Name("Idempotent-Replayed")!
            let first = try await create("key-1", customer)
            #expect(first.status == .created)
            #expect(first.headers[replayed] == nil)
            let second = try await create("key-1", customer)
            #expect(second.status == .created)
            #expect(second.body == first.body)
            #expect(second.location == first.location)
            #expect(second.headers[replayed] == "true")
            let other = try await create("key-1", customer.replacing("Jansen", with: "Pietersen"))
            #expect(other.status == .unprocessableContent)
            for key in ["", String(repeating: "k", count: 1000), "with\u{7f}control"] {
                #expect(try await create(key, customer).status == .badRequest, "\(key.count)")
            }
            let customers = try await send(server, .get, "/v1/customers", token)
            #expect(customers.body.split(separator: "Jansen").count == 2, "one customer")

            // One is done; who comes while it runs is told to wait, or gets the same answer.
            let answers = try await server.concurrently(20) { try await create("key-2", customer) }
            let made = answers.filter { $0.status == .created }
            #expect(made.count + answers.count { $0.status == .conflict } == 20)
            #expect(made.count { $0.headers[replayed] == nil } == 1)
            #expect(Set(made.map(\.body)).count == 1)
            for answer in answers where answer.status == .conflict { #expect(answer.headers[.retryAfter] != nil) }
        }
    }

    @Test("230: a version that is not offered is refused with those that are", arguments: Backend.available)
    func version(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let token = try await server.tokens(server.cast.c2).access
            let current = try await send(server, .get, "/v1/me", token)
            let newest = try #require(current.headers[.init("X-Version")!])
            for retired in ["0.9.0", "2.0.0", "", "latest"] {
                let answer = try await send(server, .get, "/v1/me", token, ["X-VERSION": retired])
                #expect(answer.status == .badRequest)
                guard case .array(let versions)? = answer.json?["supportedVersions"] else {
                    Issue.record("no supportedVersions: \(answer.body)")
                    continue
                }
                #expect(versions.contains(.string(newest)))
                // No published version is on its way out yet: `VersionTests.retired` looks at the headers of one.
                for case .string(let version) in versions {
                    let answer = try await send(server, .get, "/v1/me", token, ["X-VERSION": version])
                    #expect(answer.status == .ok)
                    #expect(answer.headers[.init("Deprecation")!] == nil)
                    #expect(answer.headers[.init("X-Version")!] == version)
                }
            }
        }
    }

    @Test("231: every error has the published form, or that of RFC 9457 when asked", arguments: Backend.available)
    func errors(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2) = (
                try await server.tokens(server.cast.c1).access, try await server.tokens(server.cast.c2).access
            )
            let cases: [(HTTPRequest.Method, String, String?, String?, Int)] = [
                (.get, "/v1/customers", nil, nil, 401), (.get, "/v1/customers", "garbage", nil, 401),
                (.post, "/v1/customers", c1, customer, 403), (.get, "/v1/customers/nothing", c2, nil, 404),
                (.get, "/v1/nowhere", c2, nil, 404), (.put, "/v1/customers", c2, nil, 405),
                (.post, "/v1/customers", c2, "{", 400), (.post, "/v1/customers", c2, "{}", 422),
            ]
            var types: Set<String> = []
            for (method, path, token, body, status) in cases {
                let plain = try await send(server, method, path, token, json: body)
                #expect(Int(plain.status.code) == status, "\(method) \(path)")
                #expect(plain.headers[.contentType] == "application/json")
                #expect(plain.json?["code"] == .number("\(status)"))
                #expect(plain["message"]?.isEmpty == false)
                #expect((plain.json?["errors"] != nil) == (status == 422))
                let problem = try await send(
                    server, method, path, token, json: body, ["Accept": "application/problem+json"])
                #expect(Int(problem.status.code) == status)
                #expect(problem.headers[.contentType] == "application/problem+json")
                #expect(problem.json?["status"] == .number("\(status)"))
                types.insert(try #require(problem["type"]))
            }
            #expect(types.count == 6, "one type per kind of error: \(types)")
            let invalid = try await send(server, .post, "/v1/customers", c2, json: #"{"zipCode":1,"primaryEmail":"x"}"#)
            guard case .array(let errors)? = invalid.json?["errors"] else { throw Unexpected("no errors", invalid) }
            let fields = errors.compactMap { if case .string(let name)? = $0["field"] { name } else { nil } }
            #expect(
                Set(["companyName", "zipCode", "city", "primaryEmail"]).isSubset(of: Set(fields)),
                "all at once: \(fields)")
        }
    }
}
