import Kernel
import Persistence
import TestSupport
import Testing
import Web

@Suite("File shares (contract 4.11)", .timeLimit(.minutes(2)))
struct FileShareTests {
    @Test(
        "Made, read, deleted; a customer's share is mailed, a public one names its page", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let (file, directory, customer) = (
                try await api.file(), try await api.directory(), try await api.customer()
            )
            let created = try await api.post("/v1/file-shares", #"{"content":["\#(directory)","\#(file)"]}"#)
            #expect(created.status == 201)
            let id = try #require(created.text("id"))
            #expect(created["Location"] == "\(APIBench.origin)/v1/file-shares/\(id)")
            #expect(created.json?["sharedWithCustomerId"] == .null)
            guard case .array(let content)? = created.json?["sharedContent"] else { return }
            #expect(content.map { $0["id"] } == [.string(directory), .string(file)])
            #expect(content.allSatisfy { $0["fileShareId"] == .string(id) })
            let links = try #require(created.json?["links"])
            guard case .object(let members) = links, case .string(let href)? = links["publicShare"]?["href"] else {
                return
            }
            #expect(members.map(\.name) == ["publicShare"])
            #expect(links["publicShare"]?["type"] == .string("text/html"))
            #expect(href.hasPrefix("\(APIBench.origin)/share/\(id)/"))
            #expect(try await api.get("/v1/file-shares/\(id)").body == created.body)
            #expect(try await api.get("/v1/files/\(file)").text("fileShareId") == id)

            let own = try await api.post("/v1/file-shares", #"{"content":["\#(file)"],"customerId":"\#(customer)"}"#)
            let ownID = try #require(own.text("id"))
            #expect(own.text("sharedWithCustomerId") == customer)
            #expect(
                own.json?["links"]
                    == .object([
                        .init(
                            name: "customer",
                            value: .object([
                                .init(name: "href", value: .string("\(APIBench.origin)/v1/customers/\(customer)")),
                                .init(name: "type", value: .string("application/json")),
                            ]))
                    ]))
            let mail = try #require(try await api.database.first("SELECT recipient, body FROM mails ORDER BY id DESC"))
            #expect(try mail.text("recipient") == "info@example.nl")
            #expect(try mail.text("body").contains("\(APIBench.origin)/share/\(ownID)/"))
            // The newest share that holds it.
            #expect(try await api.get("/v1/files/\(file)").text("fileShareId") == ownID)
            #expect(try await api.get("/v1/file-shares").ids == [ownID, id])

            #expect(try await api.delete("/v1/file-shares/\(ownID)").status == 204)
            #expect(try await api.delete("/v1/file-shares/\(ownID)").status == 404)
            #expect(try await api.get("/v1/file-shares/\(ownID)").status == 404)
            #expect(try await api.get("/v1/files/\(file)").text("fileShareId") == id)
            #expect(
                try await api.auditActions(of: "file_share") == [
                    "file_share.created", "file_share.created", "file_share.deleted",
                ])
        }
    }

    @Test(
        "A deleted file leaves its shares; a deleted customer takes theirs along, and the files stay",
        arguments: Backend.available)
    func deletions(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let (one, two, customer) = (try await api.file(), try await api.file(), try await api.customer())
            let body = #"{"content":["\#(one)","\#(two)"],"customerId":"\#(customer)"}"#
            let share = try #require(try await api.post("/v1/file-shares", body).text("id"))
            #expect(try await api.delete("/v1/files/\(one)").status == 204)
            guard case .array(let content)? = try await api.get("/v1/file-shares/\(share)").json?["sharedContent"]
            else { return }
            #expect(content.map { $0["id"] } == [.string(two)])
            #expect(try await api.delete("/v1/files/\(two)").status == 204)
            #expect(try await api.get("/v1/file-shares/\(share)").json?["sharedContent"] == .array([]))
            let three = try await api.file()
            let other = try #require(
                try await api.post("/v1/file-shares", #"{"content":["\#(three)"],"customerId":"\#(customer)"}"#).text(
                    "id"))
            #expect(try await api.delete("/v1/customers/\(customer)").status == 204)
            for id in [share, other] { #expect(try await api.get("/v1/file-shares/\(id)").status == 404) }
            #expect(try await api.get("/v1/files/\(three)").status == 200)
        }
    }

    @Test("What is wrong is told at once, and nothing is written", arguments: Backend.available)
    func faults(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let (file, foreign) = (try await api.file(), try await api.file(token: api.tokenOfB))
            let stranger = try await api.customer(token: api.tokenOfB)
            func fields(_ body: String) async throws -> [String] {
                let reply = try await api.post("/v1/file-shares", body)
                #expect(reply.status == 422, "\(body)")
                return reply.fields.sorted()
            }
            #expect(try await fields("{}") == ["content"])
            #expect(try await fields(#"{"content":null,"customerId":"\#(stranger)"}"#) == ["content", "customerId"])
            #expect(try await fields(#"{"content":[]}"#) == ["content"])
            #expect(try await fields(#"{"content":"\#(file)"}"#) == ["content"])
            let many = Array(repeating: "\"\(file)\"", count: 101).joined(separator: ",")
            #expect(try await fields(#"{"content":[\#(many)]}"#) == ["content"])
            #expect(try await fields(#"{"content":["\#(file)","\#(file)"]}"#) == ["content[1]"])
            #expect(
                try await fields(
                    #"{"content":["\#(file)","\#(foreign)","fsd_00000000000000000000"],"customerId":"\#(stranger)"}"#)
                    == ["content[1]", "content[2]", "customerId"])
            #expect(
                try await fields(#"{"content":["\#(file)","x",1],"customerId":1}"#) == [
                    "content[1]", "content[2]", "customerId",
                ])
            #expect(try await api.get("/v1/file-shares").ids == [])
            #expect(try await api.auditActions(of: "file_share") == [])
            #expect(try await api.get("/v1/file-shares?page=0").status == 422)
        }
    }

    @Test("Other portals, and a repetition with the same key", arguments: Backend.available)
    func others(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let file = try await api.file()
            let body = #"{"content":["\#(file)"]}"#
            let first = try await api.post("/v1/file-shares", body, key: "k")
            #expect(try await api.post("/v1/file-shares", body, key: "k").body == first.body)
            let id = try #require(first.text("id"))
            #expect(try await api.get("/v1/file-shares").ids == [id])
            #expect(try await api.get("/v1/file-shares/\(id)", token: api.tokenOfB).status == 404)
            #expect(try await api.delete("/v1/file-shares/\(id)", token: api.tokenOfB).status == 404)
            #expect(try await api.get("/v1/file-shares", token: api.tokenOfB).ids == [])
            // Deleted by many at once, it is gone once.
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await api.delete("/v1/file-shares/\(id)").status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [204, 404, 404, 404])
        }
    }
}
