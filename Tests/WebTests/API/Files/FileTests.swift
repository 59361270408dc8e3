import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

extension APIBench {
    /// Uploads a file; its id.
    @discardableResult
    func file(
        _ name: String = "report.pdf", _ bytes: [UInt8] = Array("%PDF-1.7 x".utf8), in directory: String? = nil,
        token: String? = nil
    ) async throws -> String {
        let reply = try await upload(
            "/v1/files\(directory.map { "?directory=\($0)" } ?? "")", .file("file", name, bytes), token: token)
        return try #require(reply.text("id"), "\(reply.body)")
    }

    @discardableResult
    func directory(_ name: String = "2025", in parent: String? = nil, token: String? = nil) async throws -> String {
        let query = parent.map { "?directory=\($0)" } ?? ""
        let reply = try await post("/v1/files\(query)", #"{"name":"\#(name)"}"#, token: token)
        return try #require(reply.text("id"), "\(reply.body)")
    }

    /// The names of what is in the audit log with this beginning, oldest first.
    func auditActions(of area: String) async throws -> [String] {
        try await auditActions().filter { $0.hasPrefix(area) }
    }
}

@Suite("Files (contract 4.9)", .timeLimit(.minutes(3)))
struct FileTests {
    @Test("Uploaded, read, downloaded, deleted; one audit event each", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let bytes = Array("%PDF-1.7 the report".utf8)
            let created = try await api.upload("/v1/files", .file("file", "C:\\tmp\\report.pdf", bytes))
            #expect(created.status == 201)
            let id = try #require(created.text("id"))
            #expect(created["Location"] == "\(APIBench.origin)/v1/files/\(id)")
            #expect(
                created.body
                    == #"{"id":"\#(id)","createdAt":"2026-03-02T10:00:00+01:00","type":"file","name":"report.pdf","size":19,"mime":"application/pdf","fileShareId":null,"directoryId":null}"#
            )
            #expect(id.hasPrefix("fsf_"))
            #expect(try await api.get("/v1/files/\(id)").body == created.body)
            let link = try await api.get("/v1/files/\(id)/download")
            #expect(link.status == 200)
            #expect(link.text("expiresAt") == "2026-03-02T10:05:00+01:00")
            let download = try await api.download(try #require(link.text("link")))
            #expect(download.bytes == bytes)
            #expect(download["Content-Type"] == "application/pdf")
            #expect(try await api.delete("/v1/files/\(id)").status == 204)
            #expect(try await api.get("/v1/files/\(id)").status == 404)
            #expect(try await api.delete("/v1/files/\(id)").status == 404)
            #expect(try await api.download(try #require(link.text("link"))).status == 404)
            #expect(try await api.auditActions(of: "file") == ["file.created", "file.deleted"])
            // The bytes go an hour later.
            api.clock.advance(seconds: 3600)
            #expect(try await api.contents.sweep() == 1)
            #expect(api.folder.files == [])
        }
    }

    @Test(
        "Directories hold files and directories; a list shows the direct children, newest first",
        arguments: Backend.available)
    func directories(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let top = try await api.directory("Top")
            let inner = try await api.directory("Inner", in: top)
            let one = try await api.file("a.txt", [65], in: top)
            let two = try await api.file("a.txt", [66], in: top)
            let loose = try await api.file("b.txt", [67])
            let deep = try await api.file("c.txt", [68], in: inner)
            #expect(try await api.get("/v1/files").ids == [loose, top])
            #expect(try await api.get("/v1/files?directory=\(top)").ids == [two, one, inner])
            #expect(try await api.get("/v1/files?directory=\(inner)").ids == [deep])
            #expect(try await api.get("/v1/files/\(deep)").text("directoryId") == inner)
            let directory = try await api.get("/v1/files/\(top)")
            #expect(
                directory.body
                    == #"{"id":"\#(top)","createdAt":"2026-03-02T10:00:00+01:00","type":"directory","name":"Top","size":null,"mime":null,"fileShareId":null,"directoryId":null}"#
            )
            #expect(try await api.get("/v1/files/\(top)/download").status == 404)
            // Pages and cursors across both kinds.
            let first = try await api.get("/v1/files?directory=\(top)&per_page=2")
            #expect(first.ids == [two, one])
            let cursor = try #require(first.text("next_cursor"))
            let rest = try await api.get("/v1/files?directory=\(top)&per_page=2&cursor=\(cursor)")
            #expect(rest.ids == [inner])
            #expect(try await api.get("/v1/files?directory=\(top)&per_page=2&page=2").ids == [inner])
        }
    }

    @Test(
        "A directory with something in it is deleted only with recursive=true, and then with everything",
        arguments: Backend.available)
    func recursive(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let top = try await api.directory("Top")
            let inner = try await api.directory("Inner", in: top)
            let deep = try await api.file("c.txt", [68], in: inner)
            for query in ["", "?recursive=false"] {
                let refused = try await api.delete("/v1/files/\(top)\(query)")
                #expect(refused.status == 409)
            }
            #expect(try await api.delete("/v1/files/\(top)?recursive=1").fields == ["recursive"])
            #expect(try await api.delete("/v1/files/fsd_00000000000000000000?recursive=1").status == 404)
            #expect(try await api.get("/v1/files/\(deep)").status == 200)
            #expect(try await api.delete("/v1/files/\(top)?recursive=true").status == 204)
            for id in [top, inner, deep] { #expect(try await api.get("/v1/files/\(id)").status == 404) }
            let empty = try await api.directory("Empty")
            #expect(try await api.delete("/v1/files/\(empty)").status == 204)
            api.clock.advance(seconds: 3600)
            _ = try await api.contents.sweep()
            #expect(api.folder.files == [])
        }
    }

    @Test("32 levels, and not one more", arguments: Backend.available)
    func depth(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            var parent: String?
            for level in 1...32 { parent = try await api.directory("\(level)", in: parent) }
            let last = try #require(parent)
            let refused = try await api.post("/v1/files?directory=\(last)", #"{"name":"33"}"#)
            #expect(refused.status == 422 && refused.fields == ["directory"])
            #expect(try await api.file("deep.txt", [1], in: last).hasPrefix("fsf_"))
            let top = try #require(try await api.get("/v1/files").ids.last)
            #expect(try await api.delete("/v1/files/\(top)?recursive=true").status == 204)
            #expect(try await api.database.rows("SELECT id FROM files WHERE portal_id = \(api.a)").isEmpty)
        }
    }

    @Test("What is wrong is told at once, and nothing is written", arguments: Backend.available)
    func faults(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let foreign = try await api.directory("B", token: api.tokenOfB)
            for directory in ["x", "fsd_00000000000000000000", foreign, "fsf_00000000000000000000"] {
                #expect(try await api.get("/v1/files?directory=\(directory)&page=0").fields == ["page", "directory"])
                #expect(try await api.get("/v1/files?directory=\(directory)").fields == ["directory"])
                #expect(
                    try await api.post("/v1/files?directory=\(directory)", "{}").fields.sorted() == [
                        "directory", "name",
                    ])
                #expect(
                    try await api.post("/v1/files?directory=\(directory)", #"{"name":"x"}"#).fields == ["directory"])
                let upload = try await api.upload("/v1/files?directory=\(directory)", FormBody.file("file", "a", [1]))
                #expect(upload.fields == ["directory"])
                let empty = try await api.upload("/v1/files?directory=\(directory)", FormBody())
                #expect(empty.fields.sorted() == ["directory", "file"])
            }
            for name in [
                "\"\"", "\" \"", "null", "1", "\"a/b\"", "\"a/\u{200D}b\"", "\"a/\u{301}b\"", "\".\"", "\"..\"",
                "\"\(String(repeating: "x", count: 256))\"",
            ] {
                #expect(try await api.post("/v1/files", "{\"name\":\(name)}").fields == ["name"], "\(name)")
            }
            #expect(
                try await api.send(.post, "/v1/files", headers: [("Content-Type", "text/plain")], body: "x").status
                    == 415)
            #expect(try await api.post("/v1/files", "").status == 400)
            #expect(try await api.upload("/v1/files", FormBody.field("file", "text")).fields == ["file"])
            let two = FormBody.file("file", "a", [1]).file("file", "b", [2])
            #expect(try await api.upload("/v1/files", two).status == 400)
            #expect(try await api.database.rows("SELECT id FROM files WHERE portal_id = \(api.a)").isEmpty)
            #expect(api.folder.files.allSatisfy { !$0.hasPrefix("incoming") })
        }
    }

    @Test("A portal neither sees nor deletes the files of another", arguments: Backend.available)
    func tenancy(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let (file, directory) = (try await api.file(), try await api.directory())
            for id in [file, directory] {
                #expect(try await api.get("/v1/files/\(id)", token: api.tokenOfB).status == 404)
                #expect(try await api.delete("/v1/files/\(id)?recursive=true", token: api.tokenOfB).status == 404)
            }
            #expect(try await api.get("/v1/files/\(file)/download", token: api.tokenOfB).status == 404)
            #expect(try await api.get("/v1/files", token: api.tokenOfB).ids == [])
            for id in ["x", "fsf_x", "cst_06apczxmqbsaeh9edd1r", "fsf_00000000000000000000"] {
                #expect(try await api.get("/v1/files/\(id)").status == 404)
                #expect(try await api.get("/v1/files/\(id)/download").status == 404)
            }
        }
    }

    @Test("25 MB are taken, a byte more is not")
    func size() async throws {
        try await withAPI { api async throws in
            let limit = 25 * 1_048_576
            let largest = try await api.upload("/v1/files", .file("file", "a.bin", [UInt8](repeating: 7, count: limit)))
            #expect(largest.status == 201)
            #expect(largest.json?["size"] == .number("\(limit)"))
            let larger = try await api.upload(
                "/v1/files", .file("file", "a.bin", [UInt8](repeating: 7, count: limit + 1)))
            #expect(larger.status == 413)
            #expect(api.folder.files.count == 1)
        }
    }

    @Test("A portal's files have a bound; what is refused takes no room", arguments: Backend.available)
    func bound(on backend: Backend) async throws {
        let weight = 1000 + StorageBounds.perFile
        try await withAPI(on: backend, bounds: StorageBounds(portal: 3 * weight)) { api in
            func upload(_ number: UInt8, token: String? = nil) async throws -> Reply {
                let bytes = [UInt8](repeating: number, count: 1000)
                return try await api.upload("/v1/files", .file("file", "\(number).bin", bytes), token: token)
            }
            let first = try await upload(1)
            #expect(try await upload(2).status == 201)
            // Found room, and somebody else takes it.
            let staged = try await api.contents.staging.stage([UInt8](repeating: 3, count: 1000))
            let kept = try await api.contents.keep(
                UploadedFile(name: FileName(stored: "3.bin"), claimedType: nil, content: staged), in: api.a)
            #expect(try await upload(4).status == 201)
            await #expect(throws: StorageError.self) {
                try await api.contents.use(kept, in: api.a, at: api.ambient.now())
            }
            let refused = try await upload(5)
            #expect(refused.status == 413 && refused.message?.contains("delete some") == true)
            #expect(api.folder.files.count == 4)
            #expect(try await api.get("/v1/files").ids.count == 3)
            // The other portal has room of its own, and what the server makes itself is not refused.
            #expect(try await upload(5, token: api.tokenOfB).status == 201)
            let own = try await api.contents.keep(bytes: [1])
            try await api.contents.use(own, in: api.a, at: api.ambient.now())
            #expect(try await api.delete("/v1/files/\(try #require(first.text("id")))").status == 204)
            #expect(try await upload(6).status == 413, "what the server made counts")
        }
    }

    @Test("A repetition with the same key makes no second file or directory", arguments: Backend.available)
    func idempotency(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let form = FormBody.file("file", "a.pdf", Array("%PDF-".utf8))
            let first = try await api.upload("/v1/files", form, key: "one")
            let again = try await api.upload("/v1/files", form, key: "one")
            #expect(first.status == 201 && again.body == first.body && again["Idempotent-Replayed"] == "true")
            let made = try await api.post("/v1/files", #"{"name":"x"}"#, key: "two")
            #expect(try await api.post("/v1/files", #"{"name":"x"}"#, key: "two").body == made.body)
            #expect(
                try await api.upload("/v1/files?directory=\(made.text("id") ?? "")", form, key: "one").status == 422)
            #expect(try await api.get("/v1/files").ids.count == 2)
        }
    }

    @Test("Deletion and insertion cross: no file is left without its directory", arguments: Backend.available)
    func races(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            for round in 0..<8 {
                let directory = try await api.directory("\(round)")
                let isRecursive = round % 2 == 0
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<4 {
                        group.addTask {
                            try await api.upload(
                                "/v1/files?directory=\(directory)", .file("file", "\(number)", [UInt8(number)])
                            ).status
                        }
                    }
                    group.addTask { try await api.delete("/v1/files/\(directory)?recursive=\(isRecursive)").status }
                    group.addTask { try await api.delete("/v1/files/\(directory)?recursive=\(isRecursive)").status }
                    for try await status in group { #expect([201, 204, 404, 409, 422, 503].contains(status)) }
                }
            }
            let orphans = try await api.database.rows(
                """
                SELECT f.id FROM files f WHERE f.portal_id = \(api.a) AND f.parent_id IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM files p WHERE p.portal_id = f.portal_id AND p.id = f.parent_id)
                """)
            #expect(orphans.isEmpty)
        }
    }

    @Test("The type is found from the bytes, else from the name")
    func types() async throws {
        try await withAPI { api async throws in
            for (name, bytes, type) in [
                ("a.txt", Array("%PDF-1.4".utf8), "application/pdf"),
                ("a.pdf", [0x89] + Array("PNG\r\n\u{1A}\n".utf8), "image/png"),
                ("a", [0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
                ("a.txt", [65], "text/plain"), ("a.CSV", [65], "text/csv"), ("a", [65], "application/octet-stream"),
                ("a.unknown", [65], "application/octet-stream"), (".pdf", [65], "application/octet-stream"),
                (
                    "a.docx", [0x50, 0x4B, 3, 4],
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                ),
                ("a.zip", [0x50, 0x4B, 3, 4], "application/zip"), ("a.html", [0x50, 0x4B, 3, 4], "application/zip"),
                ("a.webp", Array("RIFF1234WEBP".utf8), "image/webp"),
            ] as [(String, [UInt8], String)] {
                let form = FormBody.file("file", name, bytes, type: "text/html")
                #expect(try await api.upload("/v1/files", form).text("mime") == type, "\(name)")
            }
        }
    }

    @Test("With files switched off every operation is a 426")
    func feature() async throws {
        try await withAPI { api async throws in
            let portal = Portal(id: api.a, slug: "alpha", name: "Alpha", featuresOff: [.files])
            let token = api.credentials.mint(in: portal, .all)
            let id = "00000000000000000000"
            for (method, path) in [
                (.get, "/files"), (.post, "/files"), (.get, "/files/fsf_\(id)"), (.delete, "/files/fsf_\(id)"),
                (.get, "/files/fsf_\(id)/download"), (.get, "/file-shares"), (.post, "/file-shares"),
                (.get, "/file-shares/fss_\(id)"), (.delete, "/file-shares/fss_\(id)"), (.get, "/file-requests"),
                (.post, "/file-requests"), (.get, "/file-requests/frq_\(id)"), (.delete, "/file-requests/frq_\(id)"),
            ] as [(HTTPRequest.Method, String)] {
                #expect(try await api.send(method, "/v1\(path)", token: token).status == 426, "\(method) \(path)")
            }
        }
    }
}
