import HTTPTypes
import Kernel
import Persistence
import TestSupport
import Testing
import Web

@Suite("Multipart bodies (contract 2.10)", .timeLimit(.minutes(2)))
struct MultipartBodyTests {
    static let pdf = Array("%PDF-1.7 the one".utf8)
    static let form = FormBody.field("name", " Contract ").file("pdf", "a.pdf", pdf, type: "application/pdf")

    @Test("Fields and files arrive whole; the kept file is stored, nothing else is", arguments: Backend.available)
    func whole(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let reply = try await api.upload("/v1/test/form", Self.form)
            #expect(reply.status == 201)
            #expect(reply.text("pdf") == "a.pdf")
            #expect(reply.text("type") == "application/pdf")
            #expect(reply.json?["size"] == .number("\(Self.pdf.count)"))
            let digest = try #require(reply.text("sha256"))
            #expect(digest == TokenDigest(of: Self.pdf).hex)
            let file = try #require(api.folder.files.first)
            #expect(api.folder.files.count == 1)
            #expect(file.hasPrefix("\(digest.prefix(2))/\(digest)-"))
            #expect(api.folder.content(of: file) == Self.pdf)
        }
    }

    @Test("U+0000 in a field is a 422 on that field, as in JSON")
    func nul() async throws {
        try await withAPI { api async throws in
            let form = FormBody.field("name", "a\u{0}b").file("pdf", "a.pdf", Self.pdf, type: "application/pdf")
            let reply = try await api.upload("/v1/test/form", form)
            #expect(reply.status == 422)
            #expect(reply.fields == ["name"])
            let bad = FormBody().part(#"name="name""#, [], [0xFF]).file("pdf", "a.pdf", Self.pdf)
            #expect(try await api.upload("/v1/test/form", bad).status == 400)
        }
    }

    @Test("Nested fields, JSON in a field, a field repeated with one object each", arguments: Nesting.all)
    func nesting(_ case: Nesting) async throws {
        try await withAPI { api async throws in
            var form = Self.form
            for (name, value) in `case`.fields { form = form.field(name, value) }
            let reply = try await api.upload("/v1/test/form", form)
            guard let expected = `case`.expected else {
                #expect(reply.status == 400, "\(`case`.fields)")
                return
            }
            #expect(reply.status == 201)
            let body = try JSONValue(parsing: Array(expected.utf8))
            guard case .object(let members)? = reply.json?["body"], case .object(let wanted) = body else {
                Issue.record("no body")
                return
            }
            #expect(members.filter { $0.name != "name" } == wanted, "\(`case`.fields)")
        }
    }

    struct Nesting: Sendable, CustomTestStringConvertible {
        let fields: [(String, String)]
        /// Nil: malformed.
        let expected: String?
        var testDescription: String { fields.map { "\($0)=\($1)" }.joined(separator: "&") }

        static let all: [Nesting] = [
            .init(fields: [], expected: "{}"),
            .init(
                fields: [
                    ("signers[0][firstName]", "Jan"), ("signers[0][lastName]", "Bos"), ("signers[1][firstName]", "An"),
                ],
                expected: #"{"signers":[{"firstName":"Jan","lastName":"Bos"},{"firstName":"An"}]}"#),
            // In the order of the positions, gaps or not.
            .init(
                fields: [("signers[7][x]", "b"), ("signers[2][x]", "a")],
                expected: #"{"signers":[{"x":"a"},{"x":"b"}]}"#),
            .init(
                fields: [("signers", #"[{"x":"a","y":true},{}]"#)], expected: #"{"signers":[{"x":"a","y":true},{}]}"#),
            .init(fields: [("signers", #"{"x":"a"}"#)], expected: #"{"signers":[{"x":"a"}]}"#),
            .init(
                fields: [("signers", #"{"x":"a"}"#), ("signers", #"{"x":"b"}"#)],
                expected: #"{"signers":[{"x":"a"},{"x":"b"}]}"#),
            .init(
                fields: [("signers[]", #"{"x":"a"}"#), ("signers[]", #"{"x":"b"}"#)],
                expected: #"{"signers":[{"x":"a"},{"x":"b"}]}"#),
            .init(fields: [("signers[0]", #"{"x":"a"}"#)], expected: #"{"signers":[{"x":"a"}]}"#),
            // What is no JSON stays the text that it is: wrong, but not malformed.
            .init(fields: [("signers", "Jan")], expected: #"{"signers":["Jan"]}"#),
            // JSON is read only where a list of objects is expected.
            .init(fields: [("other", #"{"x":1}"#)], expected: #"{"other":"{\"x\":1}"}"#),
            .init(fields: [("a[b][c]", "1"), ("a[b][d]", "2")], expected: #"{"a":{"b":{"c":"1","d":"2"}}}"#),
            .init(fields: [("a[]", "1"), ("a[]", "2")], expected: #"{"a":["1","2"]}"#),
            .init(fields: [("a", ""), ("a", "x")], expected: #"{"a":"x"}"#),
            .init(fields: [("a[", "1"), ("[b]", "2"), ("c]", "3")], expected: #"{"a[":"1","[b]":"2","c]":"3"}"#),
            .init(fields: [("a", "1"), ("a", "1")], expected: nil),
            .init(fields: [("a", "1"), ("a[b]", "2")], expected: nil),
            .init(fields: [("a[b]", "1"), ("a[b]", "2")], expected: nil),
            .init(fields: [("a[0]", "1"), ("a[b]", "2")], expected: nil),
            .init(fields: [("a[0][b]", "1"), ("a[0][b]", "2")], expected: nil),
            .init(fields: [("signers[0][x]", "1"), ("signers", "[]")], expected: nil),
            .init(fields: [("a[b][c][d][e][f][g][h][i]", "1")], expected: nil),
            .init(fields: [("a[99999]", "1")], expected: nil),
            .init(fields: [("a[b]c]", "1")], expected: nil),
        ]
    }

    @Test("Names of files are made safe, however they are sent")
    func names() async throws {
        try await withAPI { api async throws in
            for (sent, name) in [
                (#"filename="report.pdf""#, "report.pdf"), (#"filename="C:\Users\jan\a b.pdf""#, "a b.pdf"),
                (#"filename="../../etc/passwd""#, "passwd"), (#"filename="/a/b/.htaccess""#, ".htaccess"),
                ("filename=\"na\u{EF}ve \u{1F6B2}.pdf\"", "na\u{EF}ve \u{1F6B2}.pdf"),
                ("filename=report.pdf", "report.pdf"),
                (#"filename="a\"b.pdf""#, "a\"b.pdf"), (#"filename="a%22b.pdf""#, "a\"b.pdf"),
                (#"filename="x.pdf"; filename*=UTF-8''na%C3%AFve.pdf"#, "na\u{EF}ve.pdf"),
                ("filename=\"a\u{202E}fdp.exe\"", "afdp.exe"), ("filename=\"a\tb\u{85}.pdf\"", "ab.pdf"),
                ("filename=\" a.pdf \"", "a.pdf"),
                // Scalars that make one character of the slash before them, or behind them.
                ("filename=\"a/\u{200D}b\"", "\u{200D}b"), ("filename=\"a/\u{301}b\"", "\u{301}b"),
                ("filename=\"a\\\u{301}b\"", "\u{301}b"), ("filename=\"a\u{600}/b\"", "b"),
                ("filename=\"\(String(repeating: "\u{E9}", count: 255))\"", String(repeating: "\u{E9}", count: 255)),
            ] {
                let form = FormBody.field("name", "x").part("name=\"pdf\"; \(sent)", [], Self.pdf)
                let reply = try await api.upload("/v1/test/form", form)
                #expect(reply.text("pdf").map { Array($0.utf8) } == Array(name.utf8), "\(sent)")
            }
            for sent in [
                #"filename="""#, #"filename="/""#, #"filename="..""#, #"filename="a/.""#, "filename=\"\t\"",
                "filename=\"\(String(repeating: "a", count: 256))\"",
            ] {
                let form = FormBody.field("name", "x").part("name=\"pdf\"; \(sent)", [], Self.pdf)
                let reply = try await api.upload("/v1/test/form", form)
                #expect(reply.status == 422 && reply.fields == ["pdf"], "\(sent)")
            }
        }
    }

    @Test("Lists of files: name, name[] and name[0]; one too many, or no PDF, is told by position")
    func lists() async throws {
        try await withAPI { api async throws in
            let form = Self.form.file("documents", "a.pdf", Self.pdf).file("documents[]", "b.pdf", Self.pdf)
                .file("documents[0]", "c.pdf", Self.pdf)
            let reply = try await api.upload("/v1/test/form", form)
            #expect(reply.json?["documents"] == .array(["a.pdf 16", "b.pdf 16", "c.pdf 16"].map { .string($0) }))
            let many = try await api.upload("/v1/test/form", form.file("documents", "d.pdf", Self.pdf))
            #expect(many.status == 422 && many.fields == ["documents"])
            let wrong = Self.form.file("documents", "a.pdf", Self.pdf).file("documents", "b.pdf", Array("<html>".utf8))
            #expect(try await api.upload("/v1/test/form", wrong).fields == ["documents[1]"])
            #expect(try await api.upload("/v1/test/form", Self.form.file("pdf", "b.pdf", Self.pdf)).status == 400)
            #expect(api.folder.files.count == 1)
        }
    }

    @Test("Everything that is wrong is told at once, and nothing is kept", arguments: Backend.available)
    func faults(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let long = String(repeating: "x", count: 21)
            let form = FormBody.field("name", long).file("pdf", "a.pdf", Array("%PDF".utf8), type: "application/pdf")
            let reply = try await api.upload("/v1/test/form", form)
            #expect(reply.status == 422)
            #expect(reply.fields == ["name", "pdf"])
            #expect(try await api.upload("/v1/test/form", FormBody()).fields == ["name", "pdf"])
            // An empty part is the same as absent, and a file in place of a text is none.
            let empty = FormBody.field("name", "").file("pdf", "a.pdf", [])
            #expect(try await api.upload("/v1/test/form", empty).fields == ["name", "pdf"])
            let swapped = FormBody.file("name", "a.txt", [65]).field("pdf", "%PDF-")
            #expect(try await api.upload("/v1/test/form", swapped).fields == ["name", "pdf"])
            #expect(api.folder.files == [])
            #expect(try await api.database.rows("SELECT digest FROM stored_bytes").isEmpty)
        }
    }

    @Test("Limits: a file, files together, texts, parts, the whole body")
    func limits() async throws {
        try await withAPI { api async throws in
            func pdf(_ size: Int) -> [UInt8] { Self.pdf + [UInt8](repeating: 0, count: size - Self.pdf.count) }
            let name = FormBody.field("name", "x")
            #expect(try await api.upload("/v1/test/form", name.file("pdf", "a", pdf(1000))).status == 201)
            let large = try await api.upload("/v1/test/form", name.file("pdf", "a", pdf(1001)))
            #expect(large.status == 413)
            #expect(large.body == #"{"code":413,"message":"The body is too large."}"#)
            let two = Self.form.file("documents", "a", pdf(500))
            #expect(try await api.upload("/v1/test/form", two.file("documents", "b", pdf(500))).status == 201)
            #expect(try await api.upload("/v1/test/form", two.file("documents", "b", pdf(501))).status == 413)
            #expect(try await api.upload("/v1/test/form", Self.form.file("documents", "a", pdf(601))).status == 413)

            let limit = 2 * 1_048_576
            let text = String(repeating: "x", count: limit - 1)
            #expect(try await api.upload("/v1/test/form", Self.form.field("a", text)).status == 413)
            let most = String(repeating: "x", count: limit - 2000)
            #expect(try await api.upload("/v1/test/form", Self.form.field("a", most)).status == 201)
            var parts = Self.form
            for number in 1..<200 { parts = parts.field("f\(number)", "") }
            #expect(try await api.upload("/v1/test/form", parts).status == 201)
            #expect(try await api.upload("/v1/test/form", parts.field("one", "more")).status == 413)
            // Files without a name, and without content, are parts as well.
            for (fileName, content) in [("..", Self.pdf), ("a.pdf", [])] {
                var form = name
                for _ in 0..<200 { form = form.file("pdf", fileName, content) }
                #expect(try await api.upload("/v1/test/form", form).status == 422)
                #expect(try await api.upload("/v1/test/form", form.file("pdf", fileName, content)).status == 413)
            }
            // A file that nobody asked for is not kept, and counts all the same.
            let stray = Self.form.file("stray", "s.bin", [UInt8](repeating: 7, count: limit + 5000))
            #expect(try await api.upload("/v1/test/form", stray).status == 413)
            #expect(try await api.upload("/v1/test/form", Self.form.file("stray", "s.bin", pdf(5000))).status == 201)
            #expect(api.folder.files.allSatisfy { !$0.hasPrefix("incoming/") })
        }
    }

    @Test(
        "A content type that is no form is 415; a boundary that cannot be read, and a body that is cut off, are 400",
        arguments: [
            ("application/json", 415), ("multipart/mixed; boundary=b", 415), ("multipart/form-data", 415), ("", 415),
            ("multipart/form-data; charset=utf-8", 415), ("text/plain; boundary=b", 415),
            ("multipart/form-data; boundary=", 400), ("multipart/form-data; boundary=a b", 400),
            ("multipart/form-data; boundary=other", 400), (FormBody.contentType, 201),
            ("Multipart/Form-Data; charset=utf-8; Boundary=\"\(FormBody.boundary)\"", 201),
            ("multipart/form-data; boundary=\(FormBody.boundary);", 201),
        ])
    func contentType(_ type: String, _ status: Int) async throws {
        try await withAPI { api async throws in
            #expect(try await api.upload("/v1/test/form", Self.form, contentType: type).status == status)
            #expect(api.folder.files.count == (status == 201 ? 1 : 0))
        }
    }

    @Test("Cut off anywhere, a form is malformed and leaves nothing")
    func cutOff() async throws {
        try await withAPI { api async throws in
            let whole = Self.form.whole
            for end in stride(from: 0, to: whole.count - 2, by: 7) {
                #expect(try await api.upload("/v1/test/form", Array(whole[..<end])).status == 400, "\(end)")
            }
            #expect(try await api.upload("/v1/test/form", whole + [0]).status == 400)
            let invalid = Self.form.part("name=\"a\"", [], [0xFF])
            #expect(try await api.upload("/v1/test/form", invalid).status == 400)
            let encoded = FormBody.field("name", "x").part(
                "name=\"pdf\"; filename=\"a\"", ["Content-Transfer-Encoding: base64"], Array("JVBERi0=".utf8))
            #expect(try await api.upload("/v1/test/form", encoded).status == 400)
            #expect(api.folder.files == [])
        }
    }

    @Test("An operation takes JSON or a form, by the content type")
    func either() async throws {
        try await withAPI { api async throws in
            #expect(try await api.post("/v1/test/either", #"{"name":"x"}"#).body == #"{"name":"x"}"#)
            #expect(try await api.upload("/v1/test/either", Self.form).text("pdf") == "a.pdf")
            #expect(
                try await api.send(.post, "/v1/test/either", headers: [("Content-Type", "text/plain")], body: "x")
                    .status
                    == 415)
        }
    }

    @Test("Equal forms are the same request, whatever the boundary; any other is not", arguments: Backend.available)
    func idempotency(on backend: Backend) async throws {
        try await withAPI(on: backend) { api async throws in
            let first = try await api.upload("/v1/test/form", Self.form, key: "k")
            #expect(first.status == 201)
            #expect(first["Idempotent-Replayed"] == nil)
            let again = try await api.upload("/v1/test/form", Self.form, key: "k")
            #expect(again.body == first.body && again["Idempotent-Replayed"] == "true")
            let text = String(decoding: Self.form.whole, as: UTF8.self)
            let other = text.split(separator: FormBody.boundary, omittingEmptySubsequences: false).joined(
                separator: "zz")
            let bytes = Array(other.utf8)
            let replayed = try await api.upload(
                "/v1/test/form", bytes, key: "k", contentType: "multipart/form-data; boundary=zz")
            #expect(replayed.body == first.body && replayed["Idempotent-Replayed"] == "true")

            let name = FormBody.field("name", " Contract ")
            for form in [
                name.file("pdf", "b.pdf", Self.pdf, type: "application/pdf"),
                name.file("pdf", "a.pdf", Self.pdf + [0], type: "application/pdf"),
                name.file("pdf", "a.pdf", Self.pdf, type: "text/plain"), name.file("pdf", "a.pdf", Self.pdf, type: nil),
                Self.form.field("x", "y"), Self.form.file("stray", "s", [1]),
                FormBody.file("pdf", "a.pdf", Self.pdf, type: "application/pdf").field("name", " Contract "),
                FormBody.field("name", "Contract").file("pdf", "a.pdf", Self.pdf, type: "application/pdf"),
            ] {
                let reply = try await api.upload("/v1/test/form", form, key: "k")
                #expect(reply.status == 422 && reply.fields == ["Idempotency-Key"])
            }
            #expect(api.folder.files.count == 1)
            #expect(try await api.database.rows("SELECT id FROM contents WHERE portal_id = \(api.a)").count == 1)
        }
    }

    @Test("A store that takes no more is a 503, and leaves nothing")
    func fullDisk() async throws {
        try await withAPI(expectsFaults: true) { api async throws in
            api.folder.write([], to: "incoming")  // a file where the folder should be
            let reply = try await api.upload("/v1/test/form", Self.form)
            #expect(reply.status == 503)
            #expect(reply["Retry-After"] != nil)
            #expect(try await api.database.rows("SELECT digest FROM stored_bytes").isEmpty)
        }
    }
}
