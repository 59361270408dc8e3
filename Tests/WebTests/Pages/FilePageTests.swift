import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Files in the manage portal, and their public pages", .timeLimit(.minutes(3)))
struct FilePageTests {
    /// The owner of A at `/manage/files`.
    private static func owner(_ server: ServerUnderTest) async throws -> Browser {
        let owner = server.browser()
        try await server.signIn(owner, as: server.cast.u1)
        return owner
    }

    private static func upload(
        _ browser: Browser, to page: String, _ bytes: [UInt8] = [65, 66, 67]
    ) async throws -> Answer {
        let form = try #require(try await browser.get(page).form("/manage/files/upload"))
        return try await browser.upload(form, "file", bytes)
    }

    private static func only(_ server: ServerUnderTest, in directory: DirectoryID? = nil) async throws -> FileEntry {
        let page = PageRequest<FileEntryKind>(start: .page(1), size: 10)
        return try #require(
            try await server.server.useCases.files.list(page, of: directory, in: server.cast.a.id).entities.first)
    }

    @Test("Uploaded, listed, downloaded, put into directories, deleted", arguments: Backend.available)
    func manage(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await Self.owner(server)
            #expect(try await owner.get("/manage/files").contains("Nothing here yet"))
            let answer = try await Self.upload(owner, to: "/manage/files")
            #expect(answer.location == "/manage/files?done=file-uploaded")
            let file = try await Self.only(server)
            #expect(file.name == "a.png")
            let list = try await owner.get("/manage/files?done=file-uploaded")
            #expect(list.contains("a.png") && list.contains("The file is uploaded.") && list.contains("3 B"))
            #expect(try await owner.get("/manage/files/\(file.id)").contains("\(file.id)"))
            let download = try await owner.get("/manage/files/\(file.id)/download")
            #expect(download.status == .ok && download.body == "ABC")
            #expect(download.headers[.contentDisposition]?.hasPrefix("attachment; filename=\"a.png\"") == true)
            #expect(download.headers[.contentSecurityPolicy] == "sandbox")

            var form = try #require(try await owner.get("/manage/files").form("/manage/files/directories"))
            form.set("name", "2026")
            _ = try await owner.submit(form)
            guard case .directory(let directory) = try await Self.only(server).body else {
                Issue.record("no directory")
                return
            }
            let inside = try await Self.upload(owner, to: "/manage/files?directory=\(directory)")
            #expect(inside.location == "/manage/files?directory=\(directory)&done=file-uploaded")
            #expect(try await owner.get("/manage/files?directory=\(directory)").contains("a.png"))
            form.set("name", "../x")
            #expect(try await owner.submit(form).status == .badRequest)

            let remove = try #require(
                try await owner.get("/manage/files/\(directory)").form("/manage/files/\(directory)/delete"))
            #expect(try await owner.submit(remove).location == "/manage/files?done=file-deleted")
            #expect(try await owner.get("/manage/files?directory=\(directory)").status == .notFound)
            #expect(try await Self.only(server).id == file.id)
            // Of another portal, nothing is there.
            let other = server.browser()
            try await server.signIn(other, as: server.cast.u2)
            for path in ["", "/download"] {
                #expect(try await other.get("/manage/files/\(file.id)\(path)").status == .notFound)
            }
            #expect(try await server.browser().get("/manage/files/\(file.id)/download").location == "/manage/sign-in")
            #expect(server.files.files.allSatisfy { !$0.hasPrefix("incoming/") })
        }
    }

    @Test("A form of nobody, or of another browser, uploads nothing")
    func forgery() async throws {
        try await withServer(on: .sqlite) { server in
            let owner = try await Self.owner(server)
            let form = try #require(try await owner.get("/manage/files").form("/manage/files/upload"))
            let stranger = server.browser()
            #expect(try await stranger.upload(form, "file", [1]).location == "/manage/sign-in")
            try await server.signIn(stranger, as: server.cast.u2)
            #expect(try await stranger.upload(form, "file", [1]).status == .forbidden)
            #expect(server.files.files == [])
        }
    }

    @Test(
        "Whoever has the address of a share sees and downloads what is in it, and nothing else",
        arguments: Backend.available)
    func share(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (owner, useCases, a) = (try await Self.owner(server), server.server.useCases, server.cast.a.id)
            _ = try await Self.upload(owner, to: "/manage/files", [88])
            let outside = try await Self.only(server)
            let made = try await useCases.files.makeDirectory(
                named: "Shared", in: nil, in: a, by: .commandLine)
            guard case .created(let top) = made, case .directory(let topID) = top.body,
                case .created(let inner) = try await useCases.files.makeDirectory(
                    named: "Inner", in: topID, in: a, by: .commandLine), case .directory(let innerID) = inner.body
            else { return }
            _ = try await Self.upload(owner, to: "/manage/files?directory=\(innerID)")
            let file = try await Self.only(server, in: innerID)

            let form = try #require(try await owner.get("/manage/files/\(topID)").form("/manage/files/\(topID)/share"))
            let location = try #require(try await owner.submit(form).location)
            #expect(location.hasPrefix("/manage/file-shares/fss_"))
            let id = FileShareID(stored: String(location.split(separator: "/")[2]))
            let share = try #require(try await useCases.fileShares.find(id, in: a))
            #expect(try await owner.get(location).contains(share.address))
            #expect(try await owner.get("/manage/file-shares").contains("Shared"))
            let path = String(share.address.dropFirst(ServerUnderTest.issuer.count))

            let visitor = server.browser(language: "nl")
            let page = try await visitor.get(path)
            #expect(page.status == .ok && page.contains("Shared/") && page.contains("met je gedeeld"))
            #expect(page.headers[HTTPField.Name("X-Robots-Tag")!] == "noindex, nofollow")
            #expect(page.headers[HTTPField.Name("Referrer-Policy")!] == "no-referrer")
            #expect(try await visitor.get("\(path)?directory=\(topID)").contains("Inner/"))
            let deep = try await visitor.get("\(path)?directory=\(innerID)")
            #expect(deep.contains("a.png") && deep.contains("\(path)/\(file.id)"))
            #expect(try await visitor.get("\(path)/\(file.id)").body == "ABC")
            #expect(try await visitor.get("\(path)/\(outside.id)").status == .notFound)
            #expect(try await visitor.get("\(path)?directory=fsd_00000000000000000000").status == .notFound)
            for wrong in [
                String(path.dropLast()), "\(path)x", "/share/\(id)/x",
                "/share/fss_00000000000000000000/\(path.split(separator: "/")[2])",
            ] {
                #expect(try await visitor.get(wrong).status == .notFound)
                #expect(try await visitor.get("\(wrong)/\(file.id)").status == .notFound)
            }
            let end = try #require(try await owner.get(location).form("\(location)/delete"))
            _ = try await owner.submit(end)
            #expect(try await visitor.get(path).status == .notFound)
            #expect(try await visitor.get("\(path)/\(file.id)").status == .notFound)
            #expect(try await owner.get("/manage/files/\(file.id)").status == .ok)
        }
    }

    @Test(
        "Files are sent on the page of a request, once each; the last one completes it and is mailed",
        arguments: Backend.available)
    func request(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (owner, useCases, a) = (try await Self.owner(server), server.server.useCases, server.cast.a.id)
            var form = try #require(try await owner.get("/manage/file-requests/new").form("/manage/file-requests/new"))
            form.set("name", "Jaarcijfers")
            form.set("description", "Graag <b>beide</b>.")
            form.set("file1", "Balans")
            form.set("file2", "Resultaat")
            form.set("required2", "1")
            let location = try #require(try await owner.submit(form).location)
            let id = FileRequestID(stored: String(location.split(separator: "/")[2].prefix { $0 != "?" }))
            let request = try #require(try await useCases.fileRequests.find(id, in: a))
            #expect(request.files.map(\.name) == ["Balans", "Resultaat"])
            let path = String(request.address.dropFirst(ServerUnderTest.issuer.count))

            let visitor = server.browser(language: "nl")
            let page = try await visitor.get(path)
            #expect(page.contains("Alpha B.V. vraagt je om bestanden") && page.contains("&lt;b&gt;beide"))
            let forms = page.forms.filter { $0.action.hasPrefix(path) }
            #expect(forms.count == 2)
            let none = try await visitor.upload(forms[0], "file", [])
            #expect(none.status == .unprocessableContent && none.contains("Kies eerst een bestand"))
            #expect(try await server.browser().upload(forms[0], "file", [1]).status == .forbidden)
            let first = try await visitor.upload(forms[0], "file", [1, 2])
            #expect(first.location == "\(path)?done=file-received")
            #expect(try await visitor.get("\(path)?done=file-received").contains("Dit bestand is aangekomen"))
            #expect(try await server.mails(about: "Jaarcijfers").isEmpty)
            // A second time: not even read, or it would be too large; nothing is kept.
            for (again, browser) in [([9], visitor), ([UInt8](repeating: 9, count: 30 << 20), server.browser())] {
                let refused = try await browser.upload(forms[0], "file", again)
                #expect(refused.status == .conflict)
                #expect(refused.contains("Dit bestand was al aangekomen") || refused.contains("had arrived already"))
            }
            let staged = try await useCases.contents.staging.stage([9, 9])
            let portal = try #require(try await useCases.fileRequests.visit(id, secret: Self.secret(path))?.portal)
            let late = try await useCases.fileRequests.receive(
                UploadedFile(name: FileName(stored: "b"), claimedType: nil, content: staged), as: request.files[0].id,
                of: id, in: portal, from: "")
            guard case .already = late else { throw Unexpected() }
            await staged.discard()
            #expect(server.files.files.count == 1)
            _ = try await visitor.upload(forms[1], "file", [3])
            #expect(try await visitor.get(path).contains("Alles wat nodig is"))
            #expect(
                Set(try await server.mails(about: "Jaarcijfers").map(\.to)) == [
                    "u1@alpha.example", "both@both.example",
                ])
            let done = try #require(try await useCases.fileRequests.find(id, in: a))
            #expect(done.completedAt != nil && done.files.allSatisfy { $0.uploaded != nil })
            #expect(try await owner.get("/manage/files").contains("a.png"))
            #expect(try await owner.get(location).contains("Complete"))
            #expect(try await server.events(named: "file.received").count == 2)

            let end = try #require(try await owner.get(location).form("/manage/file-requests/\(id)/delete"))
            _ = try await owner.submit(end)
            #expect(try await visitor.get(path).status == .notFound)
            #expect(try await visitor.upload(forms[0], "file", [1]).status == .notFound)
        }
    }

    private struct Unexpected: Error {}

    private static func secret(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

    @Test("A file that is larger than was asked for is a 413 with the page around it", arguments: Backend.available)
    func tooLarge(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (useCases, a) = (server.server.useCases, server.cast.a.id)
            let new = NewFileRequest(
                name: "x", description: nil, directory: nil, customer: nil,
                files: [.init(name: "y", description: nil, isRequired: false, maximumKilobytes: 1)])
            guard case .created(let request) = try await useCases.fileRequests.create(new, in: a, by: .commandLine)
            else { return }
            let path = String(request.address.dropFirst(ServerUnderTest.issuer.count))
            let visitor = server.browser()
            let form = try #require(try await visitor.get(path).forms.first { $0.action.hasPrefix(path) })
            let refused = try await visitor.upload(form, "file", [UInt8](repeating: 1, count: 1025))
            #expect(refused.status == .contentTooLarge && refused.contains("too large"))
            #expect(try await visitor.upload(form, "file", [UInt8](repeating: 1, count: 1024)).status == .seeOther)
            // A portal that is stopped shows nothing to anybody.
            _ = try await useCases.portals.suspend(server.cast.a, by: .commandLine)
            #expect(try await visitor.get(path).status == .notFound)
        }
    }
}
