import HTTPTypes
import Kernel
import Testing
import Web

@Suite("The client's address behind proxies (RFC 7239)")
struct ClientAddressTests {
    private let address = ClientAddress(trustedProxies: [AddressRange("10.0.0.0/8")!, AddressRange("2001:db8::/32")!])

    private func resolve(_ peer: String, _ forwarded: String? = nil, xff: String? = nil) -> String {
        var headers = HTTPFields()
        if let forwarded { headers[.init("Forwarded")!] = forwarded }
        if let xff { headers[.init("X-Forwarded-For")!] = xff }
        return address.resolve(peer: peer, headers: headers)
    }

    @Test("a header counts only when a trusted proxy brings it, and only from our side of the chain")
    func chain() {
        #expect(resolve("192.0.2.1", xff: "6.6.6.6") == "192.0.2.1", "not a proxy of ours")
        #expect(resolve("10.0.0.1") == "10.0.0.1")
        #expect(resolve("10.0.0.1", xff: "192.0.2.7") == "192.0.2.7")
        #expect(
            resolve("10.0.0.1", xff: "6.6.6.6, 192.0.2.7, 10.0.0.2") == "192.0.2.7", "what stands left is the client's")
        #expect(resolve("10.0.0.1", "for=192.0.2.7;proto=https, for=10.1.1.1") == "192.0.2.7")
        #expect(resolve("10.0.0.1", "For=\"[2001:DB9::1]:4711\"") == "2001:db9::1")
        // U+0600 makes one character of itself and the comma that the proxy writes behind it.
        #expect(resolve("10.0.0.1", xff: "6.6.6.6\u{600}, 192.0.2.7") == "192.0.2.7")
        #expect(resolve("10.0.0.1", "for=6.6.6.6\u{600}, for=192.0.2.7") == "192.0.2.7")
        #expect(resolve("10.0.0.1", "for=unknown") == ClientAddress.unknown)
        #expect(resolve("10.0.0.1", xff: "10.0.0.9") == "10.0.0.1", "a proxy asks for itself")
        #expect(resolve("2001:db8::9", xff: "192.0.2.7:1234") == "192.0.2.7")
    }

    @Test("two headers that disagree name nobody: one is the client's own, who must not pass for the proxy")
    func contradiction() {
        #expect(resolve("10.0.0.1", "for=6.6.6.6", xff: "192.0.2.7") == ClientAddress.unknown)
        #expect(resolve("10.0.0.1", "x", xff: "192.0.2.7") == ClientAddress.unknown)
        #expect(resolve("10.0.0.1", "for=192.0.2.7", xff: "192.0.2.7") == "192.0.2.7")
    }
}
