import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

@Suite("OpenAPI document", .timeLimit(.minutes(1)))
struct OpenAPITests {
    private func document(_ version: APIVersion) throws -> JSONValue {
        try JSONValue(parsing: OpenAPIDocument(version: version, origins: Origins(publicURL: APIBench.origin)).json())
    }

    private func members(_ value: JSONValue?) -> [JSONValue.Member] {
        if case .object(let members)? = value { members } else { [] }
    }

    @Test("It names exactly the operations of the route table")
    func operations() async throws {
        try await withAPI { api in
            let routed = Set(
                api.pipeline.operations.filter { $0.group != "Test" }.map { "\($0.id) \($0.method) \($0.path)" })
            #expect(routed == Set(APICatalog.operations.map { "\($0.id) \($0.method) \($0.path)" }))
            for version in APIVersions.published.all {
                var documented: Set<String> = []
                for path in members(try document(version)["paths"]) {
                    for method in members(path.value) {
                        guard case .string(let id)? = method.value["operationId"] else {
                            Issue.record("not as expected")
                            return
                        }
                        documented.insert("\(id) \(method.name.uppercased()) \(path.name)")
                    }
                }
                #expect(documented == routed)
            }
        }
    }

    @Test("Every scope stands on its operation, and every reference leads somewhere")
    func references() throws {
        for version in APIVersions.published.all {
            let document = try document(version)
            var found = 0
            func follow(_ value: JSONValue) {
                switch value {
                case .array(let elements): elements.forEach(follow)
                case .object(let members):
                    for member in members {
                        if member.name == "$ref", case .string(let target) = member.value {
                            let end = target.split(separator: "/").dropFirst().reduce(Optional(document)) {
                                $0?[String($1)]
                            }
                            #expect(end != nil, "\(target)")
                            found += 1
                        } else {
                            follow(member.value)
                        }
                    }
                default: break
                }
            }
            follow(document)
            #expect(found > 50)
            for operation in APICatalog.operations {
                let item = document["paths"]?[operation.path]?[operation.method.rawValue.lowercased()]
                var scopes: [JSONValue] = []
                if case .scope(let scope) = operation.access { scopes = scope.names.map(JSONValue.string) }
                #expect(item?["security"] == .array([.object([.init(name: "bearer", value: .array(scopes))])]))
            }
        }
    }

    @Test("Answers have exactly the fields that the document promises")
    func promises() async throws {
        try await withAPI { api in
            let customer = try await api.customer()
            let group = try await api.group()
            for (schema, path) in [
                ("Customer", "/v1/customers/\(customer)"), ("CustomerGroup", "/v1/customer-groups/\(group)"),
                ("Me", "/v1/me"),
            ] {
                let promised = members(try document(.v110)["components"]?["schemas"]?[schema]?["properties"]).map(
                    \.name)
                #expect(members(try await api.get(path).json).map(\.name) == promised)
            }
        }
    }

    @Test("GET /openapi.json needs no token; ?version= picks; an unknown one is 400")
    func routes() async throws {
        try await withAPI { api in
            for (path, version) in [("/openapi.json", "1.1.0"), ("/openapi.json?version=1.0.0", "1.0.0")] {
                let reply = try await api.raw(.get, path)
                #expect(reply.status == 200)
                #expect(reply["Content-Type"] == "application/json")
                #expect(reply.json?["openapi"] == .string("3.1.0"))
                #expect(reply.json?["info"]?["version"] == .string(version))
                #expect(reply.body.contains("next_cursor") == (version == "1.1.0"))
            }
            #expect(try await api.raw(.get, "/openapi.json?version=3").status == 400)
        }
    }
}
