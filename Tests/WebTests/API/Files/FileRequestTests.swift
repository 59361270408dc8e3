import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("File requests (contract 4.10)", .timeLimit(.minutes(2)))
struct FileRequestTests {
    @Test("Made with defaults, read, deleted; a customer is mailed", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let (directory, customer) = (try await api.directory(), try await api.customer())
            let body = """
                {"name":" Annual figures ","description":"Please send both.","directoryId":"\(directory)","requestedFiles":[
                {"name":"Balance sheet","description":"PDF","required":true,"maxFileSize":10240},{"name":"Other"}]}
                """
            let created = try await api.post("/v1/file-requests", body)
            #expect(created.status == 201)
            let id = try #require(created.text("id"))
            #expect(created["Location"] == "\(APIBench.origin)/v1/file-requests/\(id)")
            #expect(created.text("name") == "Annual figures")
            #expect(created.text("directoryId") == directory)
            #expect(created.json?["customerId"] == .null && created.json?["completedAt"] == .null)
            guard case .array(let wanted)? = created.json?["requestedFiles"], wanted.count == 2 else { return }
            #expect(wanted.map { $0["required"] } == [.bool(true), .bool(false)])
            #expect(wanted.map { $0["maxFileSize"] } == [.number("10240"), .number("25600")])
            #expect(wanted[1]["description"] == .null && wanted[0]["uploadedFileId"] == .null)
            guard case .string(let href)? = created.json?["links"]?["publicRequest"]?["href"] else { return }
            #expect(href.hasPrefix("\(APIBench.origin)/file-request/\(id)/"))
            #expect(try await api.get("/v1/file-requests/\(id)").body == created.body)
            #expect(try await api.get("/v1/file-requests").data == [created.json])

            let own = try await api.post(
                "/v1/file-requests",
                #"{"name":"private","requestedFiles":[{"name":"y"},{"name":"z"}],"customerId":"\#(customer)"}"#)
            #expect(own.json?["links"]?["publicRequest"] == nil)
            #expect(own.json?["links"]?["customer"]?["href"] == .string("\(APIBench.origin)/v1/customers/\(customer)"))
            let mail = try #require(try await api.database.first("SELECT body FROM mails ORDER BY id DESC"))
            let text = try mail.text("body")
            #expect(text.contains("/file-request/\(own.text("id") ?? "?")/"))
            // The name of the request is for the owner alone.
            #expect(text.contains("asks you for files: y, z.") && !text.contains("private"))

            #expect(try await api.delete("/v1/files/\(directory)").status == 204)
            #expect(try await api.get("/v1/file-requests/\(id)").json?["directoryId"] == .null)
            #expect(try await api.delete("/v1/file-requests/\(id)").status == 204)
            #expect(try await api.delete("/v1/file-requests/\(id)").status == 404)
            #expect(try await api.delete("/v1/customers/\(customer)").status == 204)
            #expect(try await api.get("/v1/file-requests").ids == [])
            #expect(
                try await api.auditActions(of: "file_request") == [
                    "file_request.created", "file_request.created", "file_request.deleted",
                ])
        }
    }

    @Test("What is wrong is told at once, and nothing is written", arguments: Backend.available)
    func faults(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let stranger = try await api.customer(token: api.tokenOfB)
            let foreign = try await api.directory(token: api.tokenOfB)
            let long = String(repeating: "x", count: 256)
            let body = """
                {"name":"\(long)","description":1,"customerId":"\(stranger)","directoryId":"\(foreign)","requestedFiles":[
                {"description":"\(String(repeating: "y", count: 2001))","required":1,"maxFileSize":25601},7,{"name":"z","maxFileSize":0}]}
                """
            let reply = try await api.post("/v1/file-requests", body)
            #expect(reply.status == 422)
            #expect(
                reply.fields.sorted() == [
                    "customerId", "description", "directoryId", "name", "requestedFiles[0].description",
                    "requestedFiles[0].maxFileSize", "requestedFiles[0].name", "requestedFiles[0].required",
                    "requestedFiles[1]", "requestedFiles[2].maxFileSize",
                ])
            #expect(try await api.post("/v1/file-requests", "{}").fields.sorted() == ["name", "requestedFiles"])
            let many = Array(repeating: #"{"name":"x"}"#, count: 11).joined(separator: ",")
            #expect(
                try await api.post("/v1/file-requests", #"{"name":"x","requestedFiles":[\#(many)]}"#).fields == [
                    "requestedFiles"
                ])
            let unknown =
                #"{"name":"x","requestedFiles":[{"name":"y"}],"customerId":"\#(stranger)","directoryId":"\#(foreign)"}"#
            #expect(try await api.post("/v1/file-requests", unknown).fields.sorted() == ["customerId", "directoryId"])
            #expect(try await api.get("/v1/file-requests").ids == [])
        }
    }

    @Test("Each file is taken once; the last required one completes the request", arguments: Backend.available)
    func uploads(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let requests = FileRequests(
                database: api.database, contents: api.contents, journal: api.journal, links: api.publicLinks,
                ambient: api.ambient)
            let body = """
                {"name":"Figures","requestedFiles":[{"name":"A","required":true,"maxFileSize":1},{"name":"B","required":true},{"name":"C"}]}
                """
            let id = FileRequestID(stored: try #require(try await api.post("/v1/file-requests", body).text("id")))
            let request = try #require(try await requests.find(id, in: api.a))
            let portal = Portal(id: api.a, slug: "alpha", name: "Alpha")
            func send(_ position: Int, _ size: Int = 10) async throws -> FileReception {
                let staged = try await api.contents.staging.stage([UInt8](repeating: 65, count: size))
                let upload = UploadedFile(name: FileName(stored: "a.txt"), claimedType: nil, content: staged)
                return try await requests.receive(
                    upload, as: request.files[position].id, of: id, in: portal, from: "192.0.2.9")
            }
            guard case .tooLarge = try await send(0, 1025) else { Issue.record("1 kB"); return }
            // Both required ones at once, several times over: each is taken once, and one of them completes.
            let received = try await withThrowingTaskGroup(of: Bool.self) { group in
                for position in [0, 1, 0, 1, 0, 1] {
                    group.addTask { if case .received = try await send(position) { true } else { false } }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(received == 2)
            let done = try await api.get("/v1/file-requests/\(id)")
            #expect(done.text("completedAt") == "2026-03-02T10:00:00+01:00")
            #expect(try await api.auditActions(of: "file_request.completed").count == 1)
            #expect(try await api.auditActions(of: "file.received").count == 2)
            guard case .received = try await send(2) else { Issue.record("optional"); return }
            #expect(try await api.auditActions(of: "file_request.completed").count == 1)
            guard case .array(let wanted)? = try await api.get("/v1/file-requests/\(id)").json?["requestedFiles"],
                case .string(let file)? = wanted[0]["uploadedFileId"]
            else { return }
            #expect(try await api.get("/v1/files/\(file)").text("name") == "a.txt")
            #expect(try await api.delete("/v1/files/\(file)").status == 204)
            guard case .array(let rest)? = try await api.get("/v1/file-requests/\(id)").json?["requestedFiles"] else {
                return
            }
            #expect(rest[0]["uploadedFileId"] == .null)
            // What was uploaded stays when the request goes.
            #expect(try await api.delete("/v1/file-requests/\(id)").status == 204)
            #expect(try await api.get("/v1/files").ids.count == 2)
        }
    }

    @Test("Where none is required, all of them complete it", arguments: Backend.available)
    func noneRequired(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let requests = FileRequests(
                database: api.database, contents: api.contents, journal: api.journal, links: api.publicLinks,
                ambient: api.ambient)
            let body = #"{"name":"Figures","requestedFiles":[{"name":"A"},{"name":"B"}]}"#
            let id = FileRequestID(stored: try #require(try await api.post("/v1/file-requests", body).text("id")))
            let request = try #require(try await requests.find(id, in: api.a))
            for (position, isComplete) in [(0, false), (1, true)] {
                let staged = try await api.contents.staging.stage([1])
                let upload = UploadedFile(name: FileName(stored: "a"), claimedType: nil, content: staged)
                guard
                    case .received(let now) = try await requests.receive(
                        upload, as: request.files[position].id, of: id, in: Portal(id: api.a, slug: "a", name: "A"),
                        from: "")
                else { return }
                #expect((now.completedAt != nil) == isComplete)
            }
        }
    }
}
