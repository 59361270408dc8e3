import Kernel
import Testing
import Web

@Suite("multipart/form-data (RFC 7578): flat, bounded, strict")
struct MultipartFormTests {
    private static let type = "multipart/form-data; boundary=b"

    private func parse(_ text: String, _ type: String = type) throws(MultipartForm.Malformed) -> MultipartForm {
        try MultipartForm(Array(text.utf8), contentType: type)
    }

    private func part(_ name: String, _ value: String, _ more: String = "") -> String {
        "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\(more)\r\n\r\n\(value)\r\n"
    }

    @Test("fields and files, byte by byte")
    func proper() throws {
        let body =
            part("csrf", "a b+ü") + part("logo", "\r\n--c\r\n\u{0}", "; filename=\"x.png\"\r\nContent-Type: image/png")
            + "--b--\r\n"
        let form = try parse(body)
        #expect(form.fields["csrf"] == "a b+ü")
        #expect(form.file("logo")?.content == Array("\r\n--c\r\n\u{0}".utf8))
        #expect(form.fields["logo"] == nil)
        #expect(try parse(part("a", "") + "--b--").fields.contains("a"))
        #expect(try parse("--b--\r\n").fields.fields.isEmpty)
        #expect(try parse(part("a", "1") + "--b--\r\n", "Multipart/Form-Data; boundary=\"b\"").fields["a"] == "1")
    }

    @Test(
        "what no browser sends is malformed",
        arguments: [
            "", "x", "--b", "--b\r\n", "--b\r\n\r\n\r\n--b--\r\n", "--x--\r\n", "\r\n--b--\r\n", "--b--x",
            "--b--\r\nmore",
            "--b\nContent-Disposition: form-data; name=\"a\"\n\n1\n--b--\n",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b",
            "--b\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"a\rb\"\r\n\r\n1\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n--b--\r\n",
            "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"a\" x=\"y\"\r\n\r\n1\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n1\r\n--b--\r\n",
            "--b\r\nnonsense\r\n\r\n1\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\u{0}\r\n--b--\r\n",
        ])
    func malformed(_ body: String) { #expect(throws: MultipartForm.Malformed.self) { try parse(body) } }

    @Test("one name once; twenty parts; a kilobyte before the content; a boundary of the standard's form")
    func bounds() throws {
        #expect(throws: MultipartForm.Malformed.repeated) { try parse(part("a", "1") + part("a", "2") + "--b--\r\n") }
        #expect(throws: MultipartForm.Malformed.repeated) {
            try parse(part("a", "1") + part("a", "2", "; filename=\"f\"") + "--b--\r\n")
        }
        let parts = (1...20).map { part("a\($0)", "") }.joined()
        #expect(try parse(parts + "--b--\r\n").fields.fields.count == 20)
        #expect(throws: MultipartForm.Malformed.tooMany) { try parse(parts + part("a", "") + "--b--\r\n") }
        let long = part("a", "1", "\r\nX-Long: \(String(repeating: "x", count: 1024))")
        #expect(throws: MultipartForm.Malformed.part) { try parse(long + "--b--\r\n") }
        for type in [
            "", "text/plain; boundary=b", "multipart/form-data", "multipart/form-data; boundary=",
            "multipart/form-data; boundary=a b", "multipart/form-data; boundary=b; boundary=b",
            "multipart/form-data; boundary=\(String(repeating: "b", count: 71))",
        ] { #expect(throws: MultipartForm.Malformed.boundary, "\(type)") { try parse("--b--\r\n", type) } }
        let invalid = Array(part("a", "").utf8.dropLast(2)) + [0xFF] + Array("\r\n--b--\r\n".utf8)
        #expect(throws: MultipartForm.Malformed.encoding) { try MultipartForm(invalid, contentType: Self.type) }
    }
}
