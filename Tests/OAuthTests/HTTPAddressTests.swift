import Testing

@testable import OAuth

@Suite("M: the address in a proof (RFC 9449 §4.3)", .timeLimit(.minutes(1)))
struct HTTPAddressTests {
    @Test(
        "186: query and fragment do not count; case, default port and needless escapes make no difference",
        arguments: [
            "https://server.example/token", "https://server.example/token?x=1#f", "https://server.example/token#",
            "HTTPS://Server.Example:443/token", "https://server.example:/token", "https://server.example/%74oken",
        ])
    func same(_ text: String) throws {
        #expect(try #require(HTTPAddress(text)).text == "https://server.example/token")
    }

    @Test("An empty path is the root; escapes are in upper case; another port is another address")
    func normal() {
        #expect(HTTPAddress("http://server.example")?.text == "http://server.example/")
        #expect(HTTPAddress("http://server.example?x")?.text == "http://server.example/")
        #expect(HTTPAddress("http://server.example:80/a%2fb")?.text == "http://server.example/a%2Fb")
        #expect(HTTPAddress("http://server.example:443/")?.text == "http://server.example:443/")
        #expect(HTTPAddress("http://[::1]:8080/")?.text == "http://[::1]:8080/")
        #expect(HTTPAddress("https://server.example/Token") != HTTPAddress("https://server.example/token"))
        #expect(HTTPAddress("https://server.example/token/") != HTTPAddress("https://server.example/token"))
    }

    @Test(
        "What is no address",
        arguments: [
            "", "/token", "server.example/token", "ftp://server.example/", "https:///token",
            "https://u@server.example/",
            "https://server.example/%", "https://server.example/%4", "https://server.example/%zz", "https://é.example/",
            "https://server.example/ a", "https://server.example/\u{0}",
        ])
    func none(_ text: String) { #expect(HTTPAddress(text) == nil) }
}
