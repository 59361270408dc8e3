import HTTPTypes
import Kernel
import Persistence
import TestSupport
import Testing
import Web

@Suite("Customer groups (contract 4.4)", .timeLimit(.minutes(2)))
struct CustomerGroupTests {
    @Test("Made, read, renamed, deleted; members stay customers; one audit event each", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let (one, two) = (try await api.customer("One"), try await api.customer("Two"))
            let created = try await api.post(
                "/v1/customer-groups",
                #"{"name":" Dealers ","customers":["\#(one)","\#(one)","\#(two)","cst_06apczxmqbsaeh9edd1r","nonsense"]}"#
            )
            #expect(created.status == 201)
            let id = try #require(created.text("id"))
            #expect(created["Location"] == "\(APIBench.origin)/v1/customer-groups/\(id)")
            #expect(created.body == #"{"id":"\#(id)","createdAt":"2026-03-02T10:00:00+01:00","name":"Dealers"}"#)
            #expect(try await api.get("/v1/customer-groups/\(id)").body == created.body)
            #expect(try await api.get("/v1/customer-groups/\(id)/customers").ids == [two, one])
            #expect(try await api.get("/v1/customers/\(one)").json?["customerGroups"] == .array([.string(id)]))

            let renamed = try await api.patch("/v1/customer-groups/\(id)", #"{"name":"Winkels"}"#)
            #expect(renamed.text("name") == "Winkels")
            #expect(try await api.patch("/v1/customer-groups/\(id)", #"{"name":"Winkels"}"#).status == 200)
            #expect(try await api.patch("/v1/customer-groups/\(id)", "{}").fields == ["name"])
            #expect(try await api.patch("/v1/customer-groups/\(id)", "").status == 400)
            #expect(try await api.send(.patch, "/v1/customer-groups/\(id)").status == 415)
            #expect(try await api.patch("/v1/customer-groups/\(id)", #"{"name":null}"#).fields == ["name"])

            #expect(try await api.delete("/v1/customer-groups/\(id)").status == 204)
            #expect(try await api.get("/v1/customer-groups/\(id)").status == 404)
            #expect(try await api.get("/v1/customer-groups/\(id)/customers").status == 404)
            #expect(try await api.get("/v1/customers/\(one)").json?["customerGroups"] == .array([]))
            #expect(
                try await api.auditActions() == [
                    "customer.created", "customer.created", "customer_group.created", "customer_group.edited",
                    "customer_group.deleted",
                ])
        }
    }

    @Test(
        "Adding answers the named ones that are members now, in the order named; repeating changes nothing",
        arguments: Backend.available)
    func members(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            var customers: [String] = []
            for number in 0..<5 { customers.append(try await api.customer("C\(number)")) }
            let group = try await api.group("Dealers", [customers[4]])
            let path = "/v1/customer-groups/\(group)/customers"
            let named = [customers[2], customers[0], customers[2], "cst_06apczxmqbsaeh9edd1r", customers[4]]
            let body = #"{"customers":[\#(named.map { "\"\($0)\"" }.joined(separator: ","))]}"#
            let added = try await api.post(path, body)
            #expect(added.status == 200)
            #expect(added.ids == [customers[2], customers[0], customers[4]])
            #expect(added.data.allSatisfy { $0["customerGroups"] == .array([.string(group)]) })
            #expect(try await api.post(path, body).body == added.body)
            #expect(try await api.auditActions().filter { $0 == "customer_group.customers_added" }.count == 1)

            #expect(try await api.delete("\(path)/\(customers[0])").status == 204)
            #expect(try await api.delete("\(path)/\(customers[0])").status == 404)
            #expect(try await api.delete("\(path)/\(customers[1])").status == 404)
            #expect(try await api.get(path).ids == [customers[4], customers[2]])
            #expect(try await api.get("/v1/customers/\(customers[0])").status == 200)
            #expect(try await api.delete("/v1/customers/\(customers[2])").status == 204)
            #expect(try await api.get(path).ids == [customers[4]])
            #expect(try await api.auditActions().filter { $0 == "customer_group.customer_removed" }.count == 1)
        }
    }

    @Test("customers: 1 to 500 ids, texts only")
    func limits() async throws {
        try await withAPI { api in
            let group = try await api.group()
            let path = "/v1/customer-groups/\(group)/customers"
            func list(_ count: Int) -> String { Array(repeating: "\"x\"", count: count).joined(separator: ",") }
            for (body, fields) in [
                ("{}", ["customers"]), (#"{"customers":[]}"#, ["customers"]), (#"{"customers":null}"#, ["customers"]),
                (#"{"customers":"x"}"#, ["customers"]),
                (#"{"customers":["x",1,null]}"#, ["customers[1]", "customers[2]"]),
                (#"{"customers":[\#(list(501))]}"#, ["customers"]),
            ] {
                let reply = try await api.post(path, body)
                #expect(reply.status == 422)
                #expect(reply.fields == fields)
            }
            #expect(try await api.post(path, #"{"customers":[\#(list(500))]}"#).body == #"{"data":[]}"#)
            #expect(try await api.post("/v1/customer-groups", #"{"name":"x","customers":[]}"#).status == 201)
            #expect(
                try await api.post("/v1/customer-groups", #"{"customers":[1]}"#).fields == ["name", "customers[0]"])
        }
    }

    @Test("Many customers at once, in groups of every size", arguments: Backend.available)
    func many(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            var customers: [String] = []
            for number in 0..<40 { customers.append(try await api.customer("C\(number)")) }
            for count in [1, 2, 3, 5, 8, 17, 33, 40] {
                let group = try await api.group("G\(count)", Array(customers.prefix(count)))
                let reply = try await api.get("/v1/customer-groups/\(group)/customers?per_page=100")
                #expect(reply.ids == customers.prefix(count).reversed())
            }
            // Eight groups, and still each customer once and with all of them.
            let first = try await api.get("/v1/customers?per_page=100")
            #expect(first.ids == customers.reversed())
            guard case .array(let groups)? = first.data.last?["customerGroups"] else {
                Issue.record("not as expected")
                return
            }
            #expect(groups.count == 8)
        }
    }

    @Test(
        "Adding to a group while the customer is deleted: never a 5xx, and nothing dangles",
        arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for _ in 0..<10 {
                let customer = try await api.customer()
                let group = try await api.group()
                async let added = api.post("/v1/customer-groups/\(group)/customers", #"{"customers":["\#(customer)"]}"#)
                async let deleted = api.delete("/v1/customers/\(customer)")
                async let gone = api.delete("/v1/customer-groups/\(group)")
                _ = try await added
                #expect(try await (deleted.status, gone.status) == (204, 204))
            }
            let left = try await api.database.rows("SELECT * FROM customer_group_members WHERE portal_id = \(api.a)")
            #expect(left.isEmpty)
        }
    }
}
