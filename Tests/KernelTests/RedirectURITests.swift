import Kernel
import Testing

/// The tables of rows 7, 9, 10 and 15–19, without HTTP.
@Suite("Redirect URIs of a request", .timeLimit(.minutes(1)))
struct RedirectURITests {
    private static let web = ["https://app1.example/cb", "https://app1.example/cb2?x=1"]
    private static let native = ["http://127.0.0.1/cb", "http://[::1]/cb", "com.example.app:/cb"]

    private static func accepts(_ text: String, registered: [String]) throws -> Bool {
        let registered = try registered.map { try RedirectURI($0) }
        guard let uri = try? RedirectURI(text) else { return false }
        return registered.contains(where: uri.matches(registered:))
    }

    @Test("A registered URI is accepted as it is", arguments: web + native)
    func exact(_ text: String) throws {
        #expect(try Self.accepts(text, registered: Self.web + Self.native))
        #expect(try RedirectURI(text).text == text)
    }

    @Test(
        "7: anything but the exact bytes is refused",
        arguments: [
            "https://app1.example/cb/", "https://app1.example/CB", "https://app1.example/cB", "https://APP1.example/cb",
            "https://app1.Example/cb", "HTTPS://app1.example/cb", "Https://app1.example/cb",
            "https://app1.example/cb?a=b",
            "https://app1.example/cb?", "https://app1.example/cb2", "https://app1.example/cb2?",
            "https://app1.example/cb2?x=1&y=2",
            "https://app1.example/cb2?y=2&x=1", "https://app1.example/cb2?x=2", "https://app1.example/cb2?x=1&",
            "https://app1.example/cb#",
            "https://app1.example/cb#f", "https://app1.example/cb2?x=1#f", "https://app1.example:444/cb",
            "https://app1.example:443/cb", "http://app1.example/cb", "http://app1.example:80/cb",
            "https://app1.example",
            "https://app1.example/", "https://app1.example//cb", "https://app1.example/./cb",
            "https://app1.example/x/../cb",
            "https://app1.example/%63b", "https://app1.example/cb%20", "https://app1.example./cb",
            " https://app1.example/cb",
            "https://app1.example/cb ", "//app1.example/cb", "/cb", "cb", "",
        ])
    func exactOnly(_ text: String) throws { #expect(try !Self.accepts(text, registered: Self.web)) }

    @Test(
        "9: another host that looks like ours is refused",
        arguments: [
            "https://app1.example@evil.example/cb", "https://app1.example:x@evil.example/cb",
            "https://a@app1.example@evil.example/cb",
            "https://evil.example@app1.example/cb", "https://app1.example%40evil.example/cb",
            "https://app1.example%2540evil.example/cb",
            "https://app1.example%25@evil.example/cb", #"https://app1.example\@evil.example"#,
            #"https://app1.example\@evil.example/cb"#,
            "https://app1.example.evil.example/cb", "https://evilapp1.example/cb",
            "https://evil.example/app1.example/cb",
            "https://evil.example?https://app1.example/cb", "https://evil.example#https://app1.example/cb",
            "https:///app1.example/cb",
            "https:app1.example/cb", "https:/app1.example/cb", "https://app1.example,evil.example/cb",
            "https://[app1.example]/cb",
            "https://аpp1.example/cb", "https://app1。example/cb", "https://app1.example:443@evil.example/cb",
            "https://@app1.example/cb",
        ])
    func lookalikes(_ text: String) throws { #expect(try !Self.accepts(text, registered: Self.web + Self.native)) }

    @Test(
        "10: dangerous schemes and hidden characters are refused",
        arguments: [
            "javascript:alert(1)", "javascript://app1.example/%0aalert(1)", "data:text/html,x", "vbscript:x",
            "file:///etc/passwd",
            "blob:https://app1.example/cb", "about:blank", "https://app1.example/cb%0d%0aX: y",
            "https://app1.example/cb%0D%0AX:y",
            "https://app1.example/cb\r\nX: y", "https://app1.example/cb\0", "https://app1.example/cb%00",
            "https://app1.example/cb\t",
            "https://app1.example/cb%09", "https://app1.example/cb%7F", "https://app1.example/cb\u{7F}",
            "https://app1.example/cb%",
            "https://app1.example/cb%4", "https://app1.example/cb%+1", "https://app1.example/cb%-1",
            "https://app1.example/cb\u{301}",
            "https://app1.example/cb\u{200B}", "\u{FEFF}https://app1.example/cb", "https://app1.example/\u{FFFD}",
            "java\nscript:alert(1)",
        ])
    func dangerous(_ text: String) throws {
        #expect(throws: RedirectURI.Fault.self) { try RedirectURI(text) }
        #expect(try !Self.accepts(text, registered: Self.web + Self.native))
    }

    @Test(
        "15, 16: a loopback literal is accepted with any port, which is echoed",
        arguments: [
            "http://127.0.0.1:49152/cb", "http://127.0.0.1:61000/cb", "http://127.0.0.1:80/cb", "http://127.0.0.1:1/cb",
            "http://127.0.0.1:65535/cb", "http://[::1]:50000/cb", "http://[::1]:1/cb",
        ])
    func loopback(_ text: String) throws {
        #expect(try Self.accepts(text, registered: Self.native))
        #expect(try RedirectURI(text).appending([("code", "x")]) == "\(text)?code=x")
    }

    @Test("15: a loopback URI that was registered with a port is accepted with another one, and without")
    func registeredPort() throws {
        #expect(try Self.accepts("http://127.0.0.1:2/cb", registered: ["http://127.0.0.1:1/cb"]))
        #expect(try Self.accepts("http://127.0.0.1/cb", registered: ["http://127.0.0.1:1/cb"]))
        #expect(try Self.accepts("http://127.0.0.1:9", registered: ["http://127.0.0.1"]))
        #expect(try Self.accepts("http://127.0.0.1:9?a=1", registered: ["http://127.0.0.1?a=1"]))
    }

    @Test(
        "17: all but the port must be the same, and nothing else is a loopback literal",
        arguments: [
            "http://127.0.0.1:50000/other", "http://127.0.0.1:50000/cb/", "http://127.0.0.1:50000/cb?x=1",
            "http://127.0.0.1:50000/CB",
            "http://127.0.0.1:50000", "http://127.0.0.2/cb", "http://127.0.0.2:50000/cb",
            "http://127.0.0.1.evil.example/cb",
            "http://127.0.0.1:80@evil.example/cb", "http://localhost:1/cb", "http://localhost/cb",
            "https://127.0.0.1/cb",
            "https://127.0.0.1:50000/cb", "http://127.1/cb", "http://2130706433/cb", "http://0x7f.0.0.1/cb",
            "http://127.0.0.01/cb",
            "http://0.0.0.0:1/cb", "http://[::]/cb", "http://[0:0:0:0:0:0:0:1]/cb", "http://[::ffff:127.0.0.1]/cb",
            "http://[::1/cb",
            "http://[::1%25lo]/cb", "http://[::1]evil.example/cb", "http://::1/cb", "http://127.0.0.1:/cb",
            "http://127.0.0.1:0/cb",
            "http://127.0.0.1:65536/cb", "http://127.0.0.1:+1/cb", "http://127.0.0.1:-1/cb", "http://127.0.0.1:1:2/cb",
            "http://127.0.0.1: 1/cb",
            "http://127.0.0.1:٣/cb", "http://127.0.0.1:000001/cb", "http://127.0.0.1:1a/cb", "http://127.0.0.1:1#/cb",
        ])
    func onlyThePort(_ text: String) throws { #expect(try !Self.accepts(text, registered: Self.native)) }

    @Test("17: localhost is compared byte for byte where it is registered")
    func localhost() throws {
        #expect(try Self.accepts("http://localhost:3000/cb", registered: ["http://localhost:3000/cb"]))
        #expect(try !Self.accepts("http://localhost:3001/cb", registered: ["http://localhost:3000/cb"]))
        #expect(try !Self.accepts("http://127.0.0.1:3000/cb", registered: ["http://localhost:3000/cb"]))
    }

    @Test(
        "18: the port of an https URI is fixed",
        arguments: ["https://app1.example:50000/cb", "https://127.0.0.1:50000/cb", "https://[::1]:50000/cb"])
    func httpsPort(_ text: String) throws {
        #expect(try !Self.accepts(text, registered: Self.web + ["https://127.0.0.1/cb", "https://[::1]/cb"]))
    }

    @Test("19: a private-use scheme is compared byte for byte")
    func privateScheme() throws {
        #expect(try Self.accepts("com.example.app:/cb", registered: Self.native))
        for text in [
            "com.example.app://cb", "com.example.app:cb", "com.example.app:/cb/", "com.example.App:/cb",
            "com.example:/cb",
        ] {
            #expect(try !Self.accepts(text, registered: Self.native))
        }
    }

    @Test(
        "29: the answer's fields are appended and an existing query is kept",
        arguments: [
            ("https://app1.example/cb", "https://app1.example/cb?code=c&state=a%26b"),
            ("https://app1.example/cb2?x=1", "https://app1.example/cb2?x=1&code=c&state=a%26b"),
            ("https://app1.example/cb?", "https://app1.example/cb?code=c&state=a%26b"),
            ("https://app1.example/cb?x=1&", "https://app1.example/cb?x=1&code=c&state=a%26b"),
            ("https://app1.example", "https://app1.example?code=c&state=a%26b"),
            ("com.example.app:/cb", "com.example.app:/cb?code=c&state=a%26b"),
            ("http://127.0.0.1:49152/cb", "http://127.0.0.1:49152/cb?code=c&state=a%26b"),
            // The second `?` is part of a value: without the `&` the code would be as well.
            ("https://app1.example/cb?x=1?", "https://app1.example/cb?x=1?&code=c&state=a%26b"),
            ("https://app1.example/cb??", "https://app1.example/cb??&code=c&state=a%26b"),
        ])
    func appending(uri: String, answer: String) throws {
        #expect(try RedirectURI(uri).appending([("code", "c"), ("state", "a&b")]) == answer)
    }

    @Test(
        "45: a person is told the host, or the private scheme",
        arguments: [
            ("https://app1.example:8443/cb?x=1", "app1.example"), ("http://127.0.0.1:49152/cb", "127.0.0.1"),
            ("http://[::1]/cb", "[::1]"), ("com.example.app:/cb", "com.example.app:"),
        ])
    func display(uri: String, shown: String) throws { #expect(try RedirectURI(uri).display == shown) }
}
