import Kernel
import Testing

@testable import Outbound

@Suite("SMTP_URL")
struct SMTPServerTests {
    @Test("schemes have ports and ways to TLS of their own")
    func schemes() throws {
        let plain = try #require(SMTPServer("smtp://mail.example"))
        #expect((plain.host, plain.port, plain.security, plain.login) == ("mail.example", 587, .startTLS, nil))
        let secure = try #require(SMTPServer("smtps://mail.example/"))
        #expect((secure.host, secure.port, secure.security) == ("mail.example", 465, .tls))
        let own = try #require(SMTPServer("smtp://[::1]:2525"))
        #expect((own.host, own.port, own.description) == ("::1", 2525, "[::1]:2525"))
        #expect(own.nameInCertificate == nil)
        #expect(secure.nameInCertificate == "mail.example")
    }

    @Test("user and password are percent-decoded, and the password does not print")
    func login() throws {
        let server = try #require(SMTPServer("smtp://post%40x.example:p%3Aa%2F%40s@mail.example:25"))
        #expect(server.login?.user == "post@x.example")
        #expect(server.login?.password.expose() == "p:a/@s")
        #expect(!"\(server)".contains("p:a"))
    }

    @Test(
        "what is no such address",
        arguments: [
            "", "mail.example", "http://mail.example", "smtp://", "smtp://:25", "smtp://mail.example:0",
            "smtp://mail.example:65536", "smtp://mail.example:+25", "smtp://mail.example/x",
            "smtp://mail.example?tls=no",
            "smtp://user@mail.example", "smtp://:password@mail.example", "smtp://user:@mail.example",
            "smtp://user:%zz@mail.example", "smtp://user:%00@mail.example", "smtp://user:%ff@mail.example",
            "smtp://mail example", "smtp://[mail.example]:25", "smtp://[::1", "smtp://mail.example:25:25",
        ])
    func wrong(_ text: String) {
        #expect(SMTPServer(text) == nil)
    }
}

@Suite("Answers of a mail server (RFC 5321 §4.2)")
struct SMTPReplyTests {
    @Test("one line, several lines, and pieces of any size")
    func parsing() throws {
        let text = "220 ready\r\n250-x.example\r\n250-SIZE 1000\r\n250 HELP\r\n354\r\n"
        for size in 1...text.utf8.count {
            var parser = SMTPReplyParser()
            var replies: [SMTPReply] = []
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                replies += try parser.feed(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            #expect(
                replies == [
                    SMTPReply(code: 220, lines: ["ready"]),
                    SMTPReply(code: 250, lines: ["x.example", "SIZE 1000", "HELP"]),
                    SMTPReply(code: 354, lines: [""]),
                ])
            #expect(parser.isEmpty)
        }
    }

    @Test(
        "what is no answer",
        arguments: [
            "HTTP/1.1 400 Bad Request\r\n", "\r\n", "22\r\n", "220+x\r\n", "199 x\r\n", "600 x\r\n", "-20 x\r\n",
            "250-a\r\n251 b\r\n",
        ])
    func noReply(_ text: String) {
        var parser = SMTPReplyParser()
        #expect(throws: SMTPReplyParser.Fault.notAReply) { try parser.feed(text.utf8) }
    }

    @Test("lines without an end, and answers without an end")
    func tooLong() {
        var parser = SMTPReplyParser()
        #expect(throws: SMTPReplyParser.Fault.tooLong) { try parser.feed([UInt8](repeating: 0x32, count: 5000)) }
        var endless = SMTPReplyParser()
        #expect(throws: SMTPReplyParser.Fault.notAReply) {
            try endless.feed(String(repeating: "250-more\r\n", count: 129).utf8)
        }
    }

    @Test("what the server says is one printable line for the operator")
    func summary() {
        let reply = SMTPReply(code: 550, lines: ["5.1.1 no\u{1B}[31m such", "usér"])
        #expect(reply.summary == "550 5.1.1 no [31m such us?r")
    }
}
