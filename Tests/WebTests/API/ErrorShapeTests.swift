import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

@Suite("Errors and headers of every answer (checklist 231, contract 2.1, 2.4)", .timeLimit(.minutes(1)))
struct ErrorShapeTests {
    @Test("422: all wrong fields at once, one entry each")
    func invalid() async throws {
        try await withAPI { api in
            let reply = try await api.post(
                "/v1/customers",
                #"{"companyName":"  ","zipCode":12,"primaryEmail":"x","countryCode":"XX","phone":"12"}"#)
            #expect(reply.status == 422)
            #expect(reply.code == .number("422"))
            #expect(reply.message == "The request is not valid.")
            #expect(
                reply.fields == ["companyName", "address", "zipCode", "city", "countryCode", "primaryEmail", "phone"])
            #expect(
                reply.body.hasPrefix(
                    #"{"code":422,"message":"The request is not valid.","errors":[{"field":"companyName","#))
        }
    }

    @Test("RFC 9457 when asked, with a stable type")
    func problem() async throws {
        try await withAPI { api in
            let reply = try await api.send(.get, "/v1/nothing", headers: [("Accept", "application/problem+json")])
            #expect(reply.status == 404)
            #expect(reply["Content-Type"] == "application/problem+json")
            let request = try #require(reply["X-Request-Id"])
            #expect(
                reply.body == """
                    {"type":"\(APIBench.origin)/docs/problems/not-found","title":"Not found","status":404,"detail":"Not found.",\
                    "instance":"urn:voordeur:request:\(request)"}
                    """)
            let invalid = try await api.send(
                .post, "/v1/customers", headers: [("Accept", "application/problem+json")], body: "{}")
            #expect(invalid.fields.contains("companyName"))
            #expect(invalid.text("type") == "\(APIBench.origin)/docs/problems/invalid")
            let version = try await api.send(
                .get, "/v1/me", headers: [("Accept", "application/problem+json"), ("X-VERSION", "7")])
            #expect(version.json?["supportedVersions"] != nil)
        }
    }

    @Test(
        "Accept decides",
        arguments: [
            ("application/problem+json", true), ("application/problem+json, application/json", true),
            ("Application/Problem+JSON; q=0.5", true), ("application/json, application/problem+json;q=0.5", false),
            ("application/problem+json;q=0", false), ("*/*", false), ("application/*", false), ("", false),
            (",;q", false),
            ("application/json;q=0.2, application/problem+json;q=0.25", true),
        ])
    func accept(_ value: String, _ isProblem: Bool) async throws {
        try await withAPI { api in
            let reply = try await api.send(.get, "/v1/nothing", headers: [("Accept", value)])
            #expect((reply["Content-Type"] == "application/problem+json") == isProblem)
        }
    }

    @Test("Every answer has its request id, version, no-store and nosniff; an id from the client is not used")
    func headers() async throws {
        try await withAPI(expectsFaults: true) { api in
            var ids: Set<String> = []
            let id = try await api.customer()
            for (method, path) in [
                (.get, "/v1/me"), (.get, "/v1/nothing"), (.put, "/v1/me"), (.get, "/v1/customers"),
                (.get, "/v1/test/fault"),
                (.delete, "/v1/customers/\(id)"), (.get, "/v1/test/unavailable"),
            ] as [(HTTPRequest.Method, String)] {
                let reply = try await api.send(method, path, headers: [("X-Request-Id", "req_mine")])
                ids.insert(try #require(reply["X-Request-Id"]))
                #expect(reply["X-Version"] == "1.0.0")
                #expect(reply["X-Version-Latest"] == "1.1.0")
                #expect(reply["Link"] == "<\(APIBench.origin)/docs/v1.1.0>; rel=\"successor-version\"")
                #expect(reply["Cache-Control"] == "no-store")
                #expect(reply["X-Content-Type-Options"] == "nosniff")
                if reply.status == 204 {
                    #expect(reply.body.isEmpty)
                    #expect(reply["Content-Type"] == nil)
                    #expect(reply["Content-Length"] == nil)
                } else {
                    #expect(reply["Content-Type"] == "application/json")
                }
            }
            #expect(ids.count == 7)
            #expect(ids.allSatisfy { RequestID($0) != nil })
            #expect(try await api.raw(.get, "/v1/me")["X-Request-Id"] != nil)
        }
    }

    @Test("A store in trouble is 503 with Retry-After; our own faults are a plain 500, and only the log knows why")
    func trouble() async throws {
        try await withAPI(expectsFaults: true) { api in
            for path in ["/v1/test/unavailable", "/v1/test/conflict"] {
                let reply = try await api.send(.get, path)
                #expect(reply.status == 503)
                #expect(reply.body == #"{"code":503,"message":"Try again later."}"#)
                #expect(Int(reply["Retry-After"] ?? "") ?? 0 >= 1)
            }
            #expect(!api.logs.text.contains("error unexpected"))
            let fault = try await api.send(.get, "/v1/test/fault")
            #expect(fault.status == 500)
            #expect(fault.body == #"{"code":500,"message":"Something went wrong on our side."}"#)
            #expect(api.logs.text.contains("error unexpected error"))
            #expect(api.logs.text.contains("SELECT secret"))
            #expect(api.logs.text.contains(try #require(fault["X-Request-Id"])))

            api.credentials.goDown(true)
            let down = try await api.send(.get, "/v1/me")
            #expect(down.status == 503)
            #expect(down["WWW-Authenticate"] == nil)
        }
    }

    @Test("409 names the state")
    func state() async throws {
        try await withAPI { api in
            let reply = try await api.send(.get, "/v1/test/state")
            #expect(reply.status == 409)
            #expect(reply.body == #"{"code":409,"message":"The thing is closed."}"#)
        }
    }
}
