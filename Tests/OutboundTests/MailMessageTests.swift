import Foundation
import Kernel
import PortalDomain
import Testing

@testable import Outbound

@Suite("Mails as they travel (RFC 5322, RFC 2045, RFC 2047)")
struct MailMessageTests {
    private static let id = MailID(stored: "mail_06gzvsjc4h9wkk9jk7b1")

    private static func message(
        to recipient: String = "ada@x.example", subject: String = "Hello", body: String = "Text\n",
        from sender: String = "post@voordeur.example", at seconds: Int64 = 1_795_258_743
    ) throws -> String {
        MailMessage(
            Mail(to: recipient, subject: subject, body: body), id: id, from: try #require(Mailbox(sender)),
            at: Timestamp(seconds: seconds)
        ).text
    }

    @Test("a whole message")
    func whole() throws {
        #expect(
            try Self.message() == """
                Date: Sat, 21 Nov 2026 10:59:03 +0000\r
                From: post@voordeur.example\r
                To: ada@x.example\r
                Subject: Hello\r
                Message-ID: <mail_06gzvsjc4h9wkk9jk7b1@voordeur.example>\r
                Auto-Submitted: auto-generated\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                Text\r\n
                """)
    }

    @Test(
        "dates", arguments: [(0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_399, "Mon, 28 Feb 2000 23:59:59 +0000")])
    func dates(_ seconds: Int64, _ expected: String) throws {
        #expect(try Self.message(at: seconds).hasPrefix("Date: \(expected)\r\n"))
    }

    @Test(
        "no line break of a subject, name or address begins a field of its own",
        arguments: [
            "a\r\nBcc: victim@x.example", "a\nBcc: victim@x.example", "a\rBcc: v", "a\u{0B}b\u{0C}c\0d",
            "é\r\n\r\nbody",
        ])
    func injection(_ text: String) throws {
        let names = try Self.message(to: text, subject: text).components(separatedBy: "\r\n\r\n")[0]
            .components(separatedBy: "\r\n").filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
                "Content-Transfer-Encoding",
            ])
        #expect(Mailbox("\(text) <post@x.example>") == nil || !text.utf8.contains { $0 < 0x20 })
    }

    @Test("everything is printable ASCII in lines of at most 78 characters, whatever the text")
    func lines() throws {
        let hostile =
            String(repeating: "Größe 👩‍👩‍👧 = \t\u{1}", count: 40) + "\r\n.\r\n" + String(repeating: "x", count: 500) + " "
        for line in try Self.message(subject: hostile, body: hostile, from: "Größe der Türen <post@x.example>")
            .components(separatedBy: "\r\n")
        {
            #expect(line.utf8.count <= 78)
            #expect(line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x09 })
        }
    }

    @Test(
        "subjects: plain ones stay, all others become encoded words",
        arguments: [
            ("Hello", "Hello"), ("", ""), ("=?utf-8?B?eA==?=", "=?utf-8?B?PT91dGYtOD9CP2VBPT0/PQ==?="),
            ("Wachtwoord · één", "=?utf-8?B?V2FjaHR3b29yZCDCtyDDqcOpbg==?="),
        ])
    func subjects(_ text: String, _ expected: String) {
        #expect(HeaderText.encoded(text, after: 9) == expected)
    }

    @Test("a long subject is several words, none of which cuts a character in two, and together they are the subject")
    func longSubject() throws {
        let subject = String(repeating: "🚪é", count: 60)
        let words = HeaderText.encoded(subject, after: 9).components(separatedBy: "\r\n ")
        #expect(words.count > 5)
        var whole = ""
        for word in words {
            #expect(word.utf8.count <= 75)
            #expect(word.hasPrefix("=?utf-8?B?") && word.hasSuffix("?="))
            let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            whole += try #require(String(data: data, encoding: .utf8))
        }
        #expect(whole == subject)
        #expect("Subject: ".utf8.count + words[0].utf8.count <= 76)
    }

    @Test(
        "quoted-printable",
        arguments: [
            ("", ""), ("a", "a\r\n"), ("a\n\nb\n", "a\r\n\r\nb\r\n"), ("a\r\nb", "a\r\nb\r\n"), ("1=1", "1=3D1\r\n"),
            ("é", "=C3=A9\r\n"), ("blank \n", "blank=20\r\n"), ("tab\t", "tab=09\r\n"), (" in front", " in front\r\n"),
            (String(repeating: "a", count: 76), String(repeating: "a", count: 76) + "\r\n"),
            (String(repeating: "a", count: 77), String(repeating: "a", count: 75) + "=\r\naa\r\n"),
            (String(repeating: "a", count: 74) + "é", String(repeating: "a", count: 74) + "=\r\n=C3=A9\r\n"),
        ])
    func quotedPrintable(_ text: String, _ expected: String) {
        #expect(QuotedPrintable.encode(text) == expected)
    }

    @Test(
        "a dot at the beginning of a line is doubled, and a lone dot ends the mail",
        arguments: [
            ("a\r\n", "a\r\n.\r\n"), (".\r\n", "..\r\n.\r\n"), ("a\r\n.b\r\n..\r\n", "a\r\n..b\r\n...\r\n.\r\n"),
            ("a.b\r\n", "a.b\r\n.\r\n"), ("a", "a\r\n.\r\n"), ("", ".\r\n"),
        ])
    func dots(_ text: String, _ expected: String) {
        #expect(String(decoding: DotStuffing.apply(to: text), as: UTF8.self) == expected)
    }

    @Test("senders with a name")
    func senders() throws {
        #expect(try Self.message(from: "Voordeur <p@x.example>").contains("From: \"Voordeur\"\r\n <p@x.example>\r\n"))
        #expect(try Self.message(from: "\"De Deur\" <p@x.example>").contains("From: \"De Deur\"\r\n <p@x.example>\r\n"))
        #expect(
            try Self.message(from: "Één <p@x.example>").contains("From: =?utf-8?B?w4nDqW4=?=\r\n <p@x.example>\r\n"))
        #expect(try Self.message(from: "<p@x.example>").contains("From: p@x.example\r\n"))
        for wrong in [
            "", "post", "a b@x.example", "X <post>", "X <a@x.example", "a@x.example, b@x.example", "a\"b <a@x.example>",
        ] {
            #expect(Mailbox(wrong) == nil, "\(wrong)")
        }
    }
}
