import Kernel
import Testing

@Suite("Redirect URIs at registration", .timeLimit(.minutes(1)))
struct RedirectURIRegistrationTests {
    @Test(
        "O61: https everywhere, http for loopback only, private-use schemes for native apps",
        arguments: [
            ("https://app1.example/cb", AppType.web), ("https://app1.example", .web),
            ("https://app1.example:8443/a/b?c=d&e=%20", .browser),
            ("https://a-b.c1.example/", .web), ("https://xn--bcher-kva.example/cb", .web),
            ("https://app1.example/cb", .native),
            ("http://127.0.0.1/cb", .native), ("http://127.0.0.1:3000/cb", .web), ("http://[::1]:3000/cb", .native),
            ("http://localhost:3000/cb", .browser), ("com.example.app:/cb", .native),
            ("nl.voordeur.app:/a/b?c", .native),
        ])
    func accepted(text: String, type: AppType) throws {
        #expect(try RedirectURI(text, for: type).text == text)
        #expect(RedirectURI(stored: text)?.text == text)
    }

    @Test(
        "193: each wrong form is named",
        arguments: [
            ("", .empty), ("https://app1.example/*", .wildcard), ("https://*.app1.example/cb", .wildcard),
            ("https://app1.example/cb#", .fragment), ("https://app1.example/cb#f", .fragment),
            ("https://app1.example/c b", .characters),
            ("https://app1.example/\"", .characters), ("https://app1.example/<", .characters),
            (#"https://app1.example\cb"#, .characters),
            ("https://bücher.example/cb", .characters), ("https://app1.example/%zz", .characters),
            ("https://app1.example/%0A", .characters),
            ("/cb", .relative), ("cb", .relative), ("app1.example/cb", .relative), ("//app1.example/cb", .relative),
            ("1a:/cb", .relative),
            (":/cb", .relative), ("HTTPS://app1.example/cb", .relative), ("https:app1.example", .host),
            ("https://", .host),
            ("https:///cb", .host), ("https://-a.example/cb", .host), ("https://a-.example/cb", .host),
            ("https://a..example/cb", .host),
            ("https://.example/cb", .host), ("https://a_b.example/cb", .host), ("https://[::2]/cb", .host),
            ("https://[::1/cb", .host),
            ("https://user@app1.example/cb", .userInfo), ("https://user:pw@app1.example/cb", .userInfo),
            ("https://app1.example:/cb", .port), ("https://app1.example:0/cb", .port),
            ("https://app1.example:65536/cb", .port),
            ("https://app1.example:123456/cb", .port), ("https://app1.example:a/cb", .port),
            ("https://[::1]x/cb", .port),
            ("http://app1.example/cb", .plainHTTP), ("http://127.0.0.2/cb", .plainHTTP),
            ("http://localhost.example/cb", .plainHTTP),
            ("http://LOCALHOST/cb", .plainHTTP), ("javascript:alert(1)", .scheme), ("data:text/html,x", .scheme),
            ("app:/cb", .scheme),
            ("ftp://app1.example/cb", .scheme), ("com.example.app:cb", .privateScheme),
            ("com.example.app:", .privateScheme),
        ] as [(String, RedirectURI.Fault)])
    func refused(text: String, fault: RedirectURI.Fault) {
        #expect(throws: fault) { try RedirectURI(text, for: .native) }
    }

    @Test("193: web and browser apps have no private-use schemes", arguments: [AppType.web, .browser])
    func privateScheme(type: AppType) {
        #expect(throws: RedirectURI.Fault.privateScheme) { try RedirectURI("com.example.app:/cb", for: type) }
    }

    @Test("2,000 bytes are enough, and one more is too long")
    func length() throws {
        let start = "https://app1.example/"
        let longest = start + String(repeating: "a", count: 2000 - start.utf8.count)
        #expect(try RedirectURI(longest).text == longest)
        #expect(throws: RedirectURI.Fault.tooLong) { try RedirectURI(longest + "a") }
    }

    @Test("A host name has labels of at most 63 and 253 characters in all")
    func hostLength() throws {
        let label = String(repeating: "a", count: 63)
        #expect(try RedirectURI("https://\(label).example").host == "\(label).example")
        #expect(throws: RedirectURI.Fault.host) { try RedirectURI("https://\(label)a.example") }
        let long = Array(repeating: label, count: 4).joined(separator: ".")
        #expect(throws: RedirectURI.Fault.host) { try RedirectURI("https://\(long)") }
    }
}
