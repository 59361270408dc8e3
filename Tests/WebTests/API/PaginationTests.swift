import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

@Suite("Lists (contract 2.11)", .timeLimit(.minutes(2)))
struct PaginationTests {
    private static let list = "\(APIBench.origin)/v1/customers"

    @Test("The envelope, field by field, in both versions", arguments: Backend.available)
    func envelope(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            var ids: [String] = []
            for number in 0..<5 { ids.append(try await api.customer("C\(number)")) }
            ids.reverse()
            let cursor = ids[3].dropFirst(4)
            let reply = try await api.get("/v1/customers?per_page=2&search=c&page=2&x=%C3%A9+1")
            guard case .object(let members)? = reply.json else {
                Issue.record("not as expected")
                return
            }
            let base = "\(Self.list)?per_page=2&search=c&x=%C3%A9%201&"
            let facts: [(String, JSONValue)] = members.filter { $0.name != "data" }.map { ($0.name, $0.value) }
            let expected: [(String, JSONValue)] = [
                ("current_page", .number("2")), ("first_page_url", .string("\(base)page=1")), ("from", .number("3")),
                ("next_page_url", .string("\(base)page=3")), ("path", .string(Self.list)), ("per_page", .number("2")),
                ("prev_page_url", .string("\(base)page=1")), ("to", .number("4")),
                ("next_cursor", .string(String(cursor))),
            ]
            #expect(facts.map(\.0) == expected.map(\.0))
            #expect(facts.map(\.1) == expected.map(\.1))
            #expect(reply.ids == Array(ids[2...3]))
            #expect(members.map(\.name).firstIndex(of: "data") == 1)

            let byCursor = try await api.get("/v1/customers?cursor=\(cursor)&per_page=2")
            #expect(byCursor.ids == [ids[4]])
            for name in ["current_page", "from", "to", "next_page_url", "prev_page_url", "next_cursor"] {
                #expect(byCursor.json?[name] == .null, "\(name)")
            }
            #expect(byCursor.text("first_page_url") == "\(Self.list)?per_page=2&page=1")
            let middle = try await api.get("/v1/customers?cursor=\(ids[0].dropFirst(4))&per_page=2&search=C")
            #expect(middle.ids == Array(ids[1...2]))
            #expect(middle.text("next_page_url") == "\(Self.list)?per_page=2&search=C&cursor=\(ids[2].dropFirst(4))")

            let old = try await api.get("/v1/customers?per_page=2", version: "1.0.0")
            guard case .object(let oldMembers)? = old.json else {
                Issue.record("not as expected")
                return
            }
            #expect(
                oldMembers.map(\.name) == [
                    "current_page", "data", "first_page_url", "from", "next_page_url", "path", "per_page",
                    "prev_page_url", "to",
                ])
        }
    }

    @Test("First, last, beyond the end, empty", arguments: Backend.available)
    func ends(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let empty = try await api.get("/v1/customers")
            #expect(
                empty.body == """
                    {"current_page":1,"data":[],"first_page_url":"\(Self.list)?page=1","from":null,"next_page_url":null,\
                    "path":"\(Self.list)","per_page":15,"prev_page_url":null,"to":null,"next_cursor":null}
                    """)
            for number in 0..<4 { try await api.customer("C\(number)") }
            let exact = try await api.get("/v1/customers?per_page=4")
            #expect(exact.data.count == 4)
            #expect(exact.json?["next_page_url"] == .null)
            #expect(exact.json?["next_cursor"] == .null)
            for page in [2, 3, 1_000_000_000] {
                let beyond = try await api.get("/v1/customers?per_page=4&page=\(page)")
                #expect(beyond.status == 200)
                #expect(beyond.data.isEmpty)
                #expect(beyond.json?["from"] == .null)
                #expect(beyond.json?["to"] == .null)
                #expect(beyond.json?["next_page_url"] == .null)
                #expect(beyond.text("prev_page_url") == "\(Self.list)?per_page=4&page=\(page - 1)")
            }
        }
    }

    @Test(
        "Invalid values are 422",
        arguments: [
            ("page=0", "page"), ("page=-1", "page"), ("page=1.5", "page"), ("page=x", "page"), ("page=", "page"),
            ("page", "page"),
            ("page=1000000001", "page"), ("page=99999999999999999999", "page"), ("page=%2B1", "page"),
            ("per_page=0", "per_page"),
            ("per_page=101", "per_page"), ("per_page=ten", "per_page"), ("cursor=x", "cursor"), ("cursor=", "cursor"),
            ("cursor=cst_06apczxmqbsaeh9edd1r", "cursor"), ("cursor=06apczxmqbsaeh9edd1r&page=1", "cursor"),
            ("cursor=06apczxmqbsaeh9edd1!", "cursor"),
        ])
    func invalid(_ query: String, _ field: String) async throws {
        try await withAPI { api in
            for list in ["customers", "customer-groups"] {
                let reply = try await api.get("/v1/\(list)?\(query)")
                #expect(reply.status == 422)
                #expect(reply.fields == [field])
            }
            let group = try await api.group()
            #expect(try await api.get("/v1/customer-groups/\(group)/customers?\(query)").fields == [field])
        }
    }

    @Test(
        "A repeated parameter and a broken query are 400",
        arguments: ["page=1&page=1", "x=1&x=2", "a=%zz", "a=%", "a=%FF", "a=%00"])
    func malformed(_ query: String) async throws {
        try await withAPI { api in
            let reply = try await api.get("/v1/customers?\(query)")
            #expect(reply.status == 400)
            #expect(reply.code == .number("400"))
        }
    }

    @Test(
        "A walk by cursor meets everything that was there and still is exactly once, whatever else happens",
        arguments: Backend.available)
    func walk(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            var there: [String] = []
            for number in 0..<40 { there.append(try await api.customer("C\(number)")) }
            var deleted: Set<String> = []
            var met: [String] = []
            var next: String? = "/v1/customers?per_page=7"
            while let address = next {
                let before = there.filter { !met.contains($0) && !deleted.contains($0) }
                async let page = api.get(address)
                async let new = api.customer("New")
                async let gone = before.count > 12 ? api.delete("/v1/customers/\(before[0])").status : 204
                let reply = try await page
                _ = try await new
                #expect(try await gone == 204)
                if before.count > 12 { deleted.insert(before[0]) }
                met += reply.ids
                // Deletions behind and before the cursor.
                if let behind = reply.ids.first, there.contains(behind) {
                    #expect(try await api.delete("/v1/customers/\(behind)").status == 204)
                    deleted.insert(behind)
                }
                next = reply.text("next_cursor").map { "/v1/customers?per_page=7&cursor=\($0)" }
            }
            #expect(Set(met).count == met.count)
            #expect(there.filter { !deleted.contains($0) }.allSatisfy(met.contains))
        }
    }

    @Test("Following next_page_url leads through every list once, in both forms", arguments: Backend.available)
    func follow(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            var customers: [String] = []
            for number in 0..<9 { customers.append(try await api.customer("C\(number)")) }
            var groups: [String] = []
            for number in 0..<9 { groups.append(try await api.group("G\(number)", customers)) }
            let lists = [
                ("/v1/customers", customers), ("/v1/customer-groups", groups),
                ("/v1/customer-groups/\(groups[0])/customers", customers),
            ]
            for (path, ids) in lists {
                for start in ["\(path)?per_page=4", "\(path)?per_page=4&cursor=zzzzzzzzzzzzzzzzzzzz"] {
                    var met: [String] = []
                    var next: String? = start
                    while let address = next {
                        let reply = try await api.get(address)
                        #expect(reply.status == 200)
                        met += reply.ids
                        next = reply.text("next_page_url").map { String($0.dropFirst(APIBench.origin.count)) }
                    }
                    #expect(met == ids.reversed(), "\(start)")
                }
            }
        }
    }
}
