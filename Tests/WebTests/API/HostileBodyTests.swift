import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

@Suite("Bodies that mean harm (contract 2.10)", .timeLimit(.minutes(1)))
struct HostileBodyTests {
    @Test(
        "Malformed JSON is 400",
        arguments: [
            "", " ", "{", "}", "[]", "null", "1", "\"x\"", "{}{}", "{} x", "{\"a\":1,}", "{'a':1}", "{\"a\":01}",
            "{\"a\":NaN}", "{\"a\":.5}",
            "{\"a\":1,\"a\":2}", "{\"x\":{\"a\":1,\"a\":2}}", "{\"a\":1,\"\\u0061\":2}", "{\"a\":\"\\ud800\"}",
            "{\"a\":\"\\udc00\\ud800\"}",
            "{\"a\":\"\\ud800x\"}", "{\"\\ud800\":1}", "{\"a\":\"\u{1}\"}", "{\"a\":\"\\x\"}", "{\"a\":tru}",
            "\u{FEFF}{}", "{\"a\" 1}",
            "{\"a\":\"\\u00\"}", "{\"a\":-}", "{\"a\":1e}", "// x", "{\"a\":[1,]}",
        ])
    func malformed(_ body: String) async throws {
        try await withAPI { api in
            let reply = try await api.post("/v1/customers", body)
            #expect(reply.status == 400)
            #expect(reply.code == .number("400"))
            #expect(reply.json?["errors"] == nil)
        }
    }

    @Test(
        "Bytes that are no UTF-8 are 400",
        arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]])
    func encoding(_ bytes: [UInt8]) async throws {
        try await withAPI { api async throws in
            let body = Array("{\"companyName\":\"".utf8) + bytes + Array("\"}".utf8)
            let headers: HTTPFields = [.authorization: "Bearer \(api.token)", .contentType: "application/json"]
            #expect(try await api.raw(.post, "/v1/customers", headers, body).status == 400)
        }
    }

    @Test("32 levels are read, 33 are not; a megabyte is read, one byte more is not")
    func size() async throws {
        try await withAPI { api in
            func nested(_ levels: Int) -> String {
                "{\"x\":\(String(repeating: "[", count: levels - 1))\(String(repeating: "]", count: levels - 1))}"
            }
            #expect(try await api.post("/v1/customers", nested(32)).status == 422)
            #expect(try await api.post("/v1/customers", nested(33)).status == 400)
            #expect(try await api.post("/v1/customers", nested(100_000)).status == 400)
            #expect(try await api.post("/v1/customers", String(repeating: "{\"x\":", count: 200_000)).status == 400)

            let frame = APIBench.customerBody(more: #","x":"""#).utf8.count
            let largest = APIBench.customerBody(more: #","x":"\#(String(repeating: "x", count: 1_048_576 - frame))""#)
            #expect(largest.utf8.count == 1_048_576)
            #expect(try await api.post("/v1/customers", largest).status == 201)
            let larger = try await api.post("/v1/customers", largest + " ")
            #expect(larger.status == 413)
            #expect(larger.body == #"{"code":413,"message":"The body is too large."}"#)
            // Many names: no quadratic time.
            let many = (0..<80_000).map { "\"k\($0)\":1" }.joined(separator: ",")
            #expect(try await api.post("/v1/customers", "{\(many)}").status == 422)
        }
    }

    @Test(
        "The content type: JSON, UTF-8 or nothing about it",
        arguments: [
            ("application/json", 201), ("Application/JSON; charset=UTF-8", 201),
            ("application/json;charset=\"utf-8\"", 201),
            ("application/json; x=y", 201), ("application/json; charset=latin1", 415), ("text/json", 415),
            ("application/jsonp", 415),
            ("application/problem+json", 415), ("", 415), ("application/x-www-form-urlencoded", 415), (";", 415),
            ("application/json, application/json", 415),
        ])
    func contentType(_ type: String, _ status: Int) async throws {
        try await withAPI { api in
            let reply = try await api.send(
                .post, "/v1/customers", headers: [("Content-Type", type)], body: APIBench.customerBody())
            #expect(reply.status == status)
            if status == 415 { #expect(reply.message == "Unsupported content type.") }
        }
    }

    @Test("No content type, or two of them, is 415; operations without fields look at neither body nor type")
    func around() async throws {
        try await withAPI { api in
            let headers: HTTPFields = [.authorization: "Bearer \(api.token)"]
            #expect(
                try await api.raw(.post, "/v1/customers", headers, Array(APIBench.customerBody().utf8)).status == 415)
            let two = [("Content-Type", "application/json"), ("Content-Type", "application/json")]
            #expect(try await api.send(.post, "/v1/customers", headers: two, body: "{}").status == 415)
            #expect(
                try await api.send(.get, "/v1/me", headers: [("Content-Type", "text/plain")], body: "{").status == 200)
            let id = try await api.customer()
            #expect(
                try await api.send(.delete, "/v1/customers/\(id)", headers: [("Content-Type", "text/plain")], body: "{")
                    .status == 204)
        }
    }

    @Test("Every type of value in every field: 201 or 422, never worse", arguments: Backend.available)
    func types(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let values = [
                "null", "true", "0", "-1e400", "1e-400", "12345678901234567890123", "[]", "{}", "[[[]]]", "\"\"",
                "\" \"", "\"x\"",
                "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\u{202E}\"", "\"%00\"", "\"'\"",
                "\"\(String(repeating: "é", count: 5000))\"",
            ]
            for field in ["companyName", "address", "zipCode", "city", "countryCode", "primaryEmail", "phone"] {
                for value in values {
                    var fields =
                        ["companyName", "address", "zipCode", "city"].map { ($0, "\"x\"") } + [
                            ("primaryEmail", "\"a@b.nl\"")
                        ]
                    fields.removeAll { $0.0 == field }
                    fields.append((field, value))
                    let body = "{\(fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}"
                    let reply = try await api.post("/v1/customers", body)
                    #expect([201, 422].contains(reply.status), "\(field) = \(value.prefix(40))")
                    if reply.status == 422 { #expect(reply.fields == [field]) }
                }
            }
        }
    }

    @Test("Addresses that mean harm", arguments: Backend.available)
    func addresses(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            for path in [
                "/v1/customers/%00", "/v1/customers/..%2f..", "/v1/customers/'", "/v1/customers/cst_%C0%80",
                "/v1/customers/🚲",
                "/v1/customers/\(String(repeating: "a", count: 8000))", "/v1/customers/cst_06apczxmqbsaeh9edd1r%00",
                "/v1/../me",
                "/v1/customers/cst_06APCZXMQBSAEH9EDD1R", "/v1/customers/cug_06apczxmqbsaeh9edd1r",
                "/v1/customers/;x=1",
            ] { #expect(try await api.send(.get, path).status == 404, "\(path)") }
            for query in [
                "&&&", "=", "=&=x", "search=%F0%9F%9A%B2", "search=%25%25%25%5F", "search=\u{301}",
                String(repeating: "&", count: 5000),
            ] {
                #expect([200, 400].contains(try await api.get("/v1/customers?\(query)").status), "\(query.prefix(20))")
            }
        }
    }
}
