import Kernel
import Testing

@Suite("Addresses that are client ids")
struct ClientIDURLTests {
    @Test(
        "accepted, byte for byte",
        arguments: [
            ("https://client.example/", "client.example"), ("https://a.client.example/app.json", "a.client.example"),
            ("https://client.example/a/b%20c/..d?x=../y", "client.example"),
            ("https://xn--bcher-kva.example/@me", "xn--bcher-kva.example"),
            ("https://127.0.0.1.example/app", "127.0.0.1.example"),
        ])
    func accepted(_ text: String, _ host: String) throws {
        let url = try #require(ClientIDURL(text))
        #expect(url.text == text)
        #expect(url.host == host)
        #expect(ClientIDURL(stored: text) == url)
    }

    @Test(
        "197: refused",
        arguments: [
            "", "app_00000000000000000000", "client.example/app", "http://client.example/app",
            "HTTPS://client.example/app",
            "https:client.example/app", "https:/client.example/app", "https:///app", "https://client.example",
            "https://client.example?x=1", "https://client.example:443/app", "https://client.example:/app",
            "https://client.example:8443/app", "https://u@client.example/app", "https://u:p@client.example/app",
            "https://@client.example/app", "https://client.example/app#", "https://client.example/app#f",
            "https://client.example/../app", "https://client.example/a/./b", "https://client.example/a/..",
            "https://client.example/.", "https://client.example/%2e%2E/app", "https://client.example/.%2e",
            "https://client.example/a b", "https://client.example/\u{E9}", "https://client.example/%zz",
            "https://client.example/%0a", "https://client.example\\@evil.example/", "https://client.example/\\app",
            "https://Client.example/app", "https://client/app", "https://localhost/app", "https://127.0.0.1/app",
            "https://[::1]/app", "https://0x7f.1/app", "https://2130706433/app", "https://client.example./app",
            "https://.example/app", "https://-a.example/app", "https://*.example/app", "javascript:alert(1)//a.b/c",
            "https://client.example/\u{0}", "https://client.example/\n", " https://client.example/",
            "https://client.example/" + String(repeating: "a", count: 240),
        ])
    func refused(_ text: String) {
        #expect(ClientIDURL(text) == nil)
    }
}
