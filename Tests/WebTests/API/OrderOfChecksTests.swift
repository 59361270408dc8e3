import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

@Suite("Order of checks (contract 2.3)", .timeLimit(.minutes(1)))
struct OrderOfChecksTests {
    /// A request that is wrong in every way; each test takes away the first fault.
    private struct Wrong {
        var headers: [(String, String)] = [
            ("Authentication", "Bearer vdr_key_x"), ("Authorization", "Bearer y"), ("X-Test-Address", "198.51.100.9"),
            ("X-VERSION", "9.9.9"), ("Content-Type", "text/plain"), ("Idempotency-Key", "a b"),
        ]
        var path = "/v1/nothing?x=1&x=2"
        var method = HTTPRequest.Method.put
        var body = String(repeating: "x", count: 1_048_577)

        mutating func set(_ name: String, _ value: String?) {
            headers.removeAll { $0.0 == name }
            if let value { headers.append((name, value)) }
        }
    }

    private func send(_ api: APIBench, _ wrong: Wrong) async throws -> Reply {
        var fields = HTTPFields()
        for (name, value) in wrong.headers { fields.append(HTTPField(name: HTTPField.Name(name)!, value: value)) }
        return try await api.raw(wrong.method, wrong.path, fields, Array(wrong.body.utf8))
    }

    @Test("1 to 14, one after the other", arguments: Backend.available)
    func all(on backend: Backend) async throws {
        try await withAPI(on: backend, rateLimit: 60) { api in
            let off = Portal(id: api.a, slug: "alpha", name: "Alpha", featuresOff: [.ticketing])
            let bound = api.credentials.mint(in: off, .customersRead, rateLimit: 1, addresses: ["192.0.2.1"])
            var wrong = Wrong()
            #expect(try await send(api, wrong).status == 400)  // 1: two tokens
            wrong.set("Authentication", nil)
            #expect(try await send(api, wrong).status == 401)  // 2: not valid
            wrong.set("Authorization", "Bearer \(bound)")
            #expect(try await send(api, wrong).status == 403)  // 2: address
            wrong.set("X-Test-Address", nil)
            #expect(try await send(api, wrong).status == 429)  // 3: the one before counted
            let reader = api.credentials.mint(in: off, .customersRead)
            wrong.set("Authorization", "Bearer \(reader)")
            let unknown = try await send(api, wrong)
            #expect(unknown.status == 400)  // 4: version
            #expect(unknown.json?["supportedVersions"] == .array([.string("1.0.0"), .string("1.1.0")]))
            wrong.set("X-VERSION", "1.1.0")
            let repeated = try await send(api, wrong)
            #expect(repeated.status == 400)  // 4: repeated query parameter
            #expect(repeated["X-Version"] == "1.1.0")
            wrong.path = "/v1/nothing"
            #expect(try await send(api, wrong).status == 404)  // 5: path
            wrong.path = "/v1/customers"
            let method = try await send(api, wrong)
            #expect(method.status == 405)  // 6: method
            #expect(method["Allow"] == "GET, HEAD, POST")
            wrong.method = .post
            #expect(try await send(api, wrong).status == 403)  // 7: scope
            wrong.set("Authorization", "Bearer \(api.token)")
            #expect(try await send(api, wrong).status == 415)  // 9: content type
            wrong.set("Content-Type", "application/json")
            #expect(try await send(api, wrong).status == 413)  // 10: size
            wrong.body = "{"
            #expect(try await send(api, wrong).message?.contains("JSON") == true)  // 11: syntax
            wrong.body = "{}"
            let key = try await send(api, wrong)
            #expect(key.status == 400)  // 11: key
            #expect(key.message?.contains("Idempotency-Key") == true)
            wrong.set("Idempotency-Key", "k")
            let foreign = try await api.customer(token: api.tokenOfB)
            wrong.method = .patch
            wrong.path = "/v1/customers/\(foreign)"
            #expect(try await send(api, wrong).status == 404)  // 13: id
            wrong.path = "/v1/customers/\(try await api.customer())"
            #expect(try await send(api, wrong).status == 422)  // 14: fields
        }
    }

    @Test("7 before 8 before 9: scope, feature")
    func feature() async throws {
        try await withAPI { api in
            let off = Portal(id: api.a, slug: "alpha", name: "Alpha", featuresOff: [.ticketing])
            let token = api.credentials.mint(in: off, [])
            let reply = try await api.send(.get, "/v1/test/feature", token: token)
            #expect(reply.status == 426)
            #expect(reply["Upgrade"] == nil)
            #expect(reply.body == #"{"code":426,"message":"The feature ticketing is switched off for this portal."}"#)
            #expect(try await api.send(.get, "/v1/test/feature").status == 204)
        }
    }

    @Test("13 before 14: an unknown group is 404 whatever query and body say")
    func idsFirst() async throws {
        try await withAPI { api async throws in
            let group = "cug_06apw0jjwyak35esvjfr"
            #expect(try await api.get("/v1/customer-groups/\(group)/customers?page=x").status == 404)
            #expect(try await api.post("/v1/customer-groups/\(group)/customers", "{}").status == 404)
            #expect(try await api.patch("/v1/customer-groups/\(group)", #"{"name":""}"#).status == 404)
            #expect(try await api.patch("/v1/customers/cst_06apczxmqbsaeh9edd1r", "{}").status == 404)
        }
    }

    @Test("Paths: case-sensitive, one trailing slash ignored, HEAD wherever GET is, 405 names the methods")
    func paths() async throws {
        try await withAPI { api in
            let id = try await api.customer()
            for (method, path, status) in [
                (.get, "/v1/customers/", 200), (.get, "/v1/customers//", 404), (.get, "/v1//customers", 404),
                (.get, "/v1/Customers", 404), (.get, "/v1/customers/\(id)/", 200),
                (.get, "/v1/customers/\(id.uppercased())", 404),
                (.get, "/v1", 404), (.get, "/v1/", 404), (.get, "/v1/customers/\(id)/x", 404), (.post, "/v1/me", 405),
                (.options, "/v1/me", 405), (.trace, "/v1/me", 405), (.get, "/v1/customers/%63st_x", 404),
                // A slash with a combining mark is a slash and a mark.
                (.get, "/v1/customers/\u{0301}", 404), (.get, "/v1/test/x/sign-up", 204),
                (.post, "/v1/test/x/sign-up/", 204),
                (.post, "/v1/test/x/sign-up", 405), (.get, "/v1/test/x/sign-up/", 405),
                (.init("PROPFIND")!, "/v1/me", 405),
            ] as [(HTTPRequest.Method, String, Int)] {
                #expect(try await api.send(method, path).status == status, "\(method) \(path)")
            }
            #expect(try await api.send(.put, "/v1/customers/\(id)")["Allow"] == "GET, HEAD, PATCH, DELETE")
            #expect(try await api.send(.put, "/v1/me")["Allow"] == "GET, HEAD")

            let get = try await api.send(.get, "/v1/customers/\(id)")
            let head = try await api.send(.head, "/v1/customers/\(id)")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head["Content-Length"] == get["Content-Length"])
            #expect(head["Content-Type"] == "application/json")
            #expect(try await api.send(.head, "/v1/customers/cst_06apczxmqbsaeh9edd1r").status == 404)
            #expect(try await api.raw(.head, "/v1/me").status == 401)
        }
    }
}
