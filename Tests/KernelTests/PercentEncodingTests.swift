import Kernel
import Testing

@Suite("Percent-encoding (RFC 3986 §2)", .timeLimit(.minutes(1)))
struct PercentEncodingTests {
    @Test("Exactly the unreserved characters stay as they are")
    func everyByte() {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        for byte in UInt8(0)...127 {
            let text = String(Unicode.Scalar(byte))
            let hex = String(byte, radix: 16, uppercase: true)
            let escaped = "%\(hex.count == 1 ? "0" : "")\(hex)"
            #expect(PercentEncoding.encode(text) == (unreserved.contains(byte) ? text : escaped))
            #expect(PercentEncoding.isUnreserved(byte) == unreserved.contains(byte))
        }
        for byte in UInt8(128)...255 { #expect(!PercentEncoding.isUnreserved(byte)) }
    }

    @Test(
        "Text becomes its bytes in UTF-8, upper-case digits",
        arguments: [("", ""), ("é", "%C3%A9"), ("🚪", "%F0%9F%9A%AA"), ("a b&c=d%25#é", "a%20b%26c%3Dd%2525%23%C3%A9")])
    func text(plain: String, encoded: String) { #expect(PercentEncoding.encode(plain) == encoded) }

    @Test("A query keeps the order of its fields, and their values cannot add another one")
    func query() {
        #expect(PercentEncoding.query([]) == "")
        #expect(PercentEncoding.query([("b", "1&a=2"), ("a", "x y"), ("b", "")]) == "b=1%26a%3D2&a=x%20y&b=")
    }
}
