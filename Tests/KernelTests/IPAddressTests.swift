import Kernel
import Testing

@Suite("Addresses", .timeLimit(.minutes(1)))
struct IPAddressTests {
    @Test(
        "An address is written in one way, however it was given",
        arguments: [
            ("10.0.0.1", "10.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
            ("::ffff:10.0.0.1", "10.0.0.1"),
            ("::FFFF:0a00:0001", "10.0.0.1"), ("0:0:0:0:0:ffff:127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("::", "::"),
            ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("2001:0db8::0001", "2001:db8::1"), ("fe80::1", "fe80::1"),
        ])
    func canonical(text: String, shown: String) throws {
        let address = try #require(IPAddress(text))
        #expect("\(address)" == shown)
        #expect(IPAddress(shown) == address)
        #expect(address.isIPv4 == !shown.contains(":"))
        #expect(address.bytes.count == 16)
    }

    @Test(
        "What is not an address is refused",
        arguments: [
            "", " ", "localhost", "10.0.0", "10.0.0.1.", "10.0.0.256", "10.0.0.-1", "010.0.0.1", "0x0a.0.0.1",
            "167772161", "10.1", "10.0.0.1 ",
            " 10.0.0.1", "10.0.0.1:80", "10.0.0.1/8", "[::1]", "::1%lo", "fe80::1%eth0", "1::2::3", ":::", "12345::",
            "::g",
            "::ffff:10.0.0.256", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "10.0.0.1\0", "10.0.0.1\0.evil.example",
            "::1\0x", "\0", "１0.0.0.1",
            "10.0.0.1\n",
        ])
    func refused(_ text: String) { #expect(IPAddress(text) == nil) }
}

@Suite("Address ranges (O40)", .timeLimit(.minutes(1)))
struct AddressRangeTests {
    @Test(
        "210: an address inside of the block is in it",
        arguments: [
            ("10.0.0.0/8", "10.255.255.255"), ("10.0.0.0/8", "::ffff:10.1.2.3"), ("10.1.2.3/8", "10.9.9.9"),
            ("192.168.1.128/25", "192.168.1.200"),
            ("192.168.1.1", "192.168.1.1"), ("192.168.1.1/32", "192.168.1.1"), ("0.0.0.0/0", "203.0.113.9"),
            ("172.16.0.0/12", "172.31.255.255"),
            ("2001:db8::/32", "2001:db8:ffff::1"), ("2001:db8::/33", "2001:db8:7fff::"), ("::1", "::1"),
            ("::1/128", "::1"),
            ("::/0", "2001:db8::1"), ("::ffff:10.0.0.0/104", "10.1.2.3"), ("fe80::/10", "febf::1"),
            ("10.0.0.0/31", "10.0.0.1"),
        ])
    func inside(range: String, address: String) throws {
        #expect(try #require(AddressRange(range)).contains(try #require(IPAddress(address))))
    }

    @Test(
        "210: an address outside of the block is not",
        arguments: [
            ("10.0.0.0/8", "11.0.0.0"), ("10.0.0.0/8", "9.255.255.255"), ("192.168.1.128/25", "192.168.1.127"),
            ("192.168.1.1", "192.168.1.2"),
            ("0.0.0.0/0", "::1"), ("0.0.0.0/0", "2001:db8::1"), ("172.16.0.0/12", "172.32.0.0"),
            ("2001:db8::/32", "2001:db9::"),
            ("2001:db8::/33", "2001:db8:8000::"), ("::1", "::2"), ("::1", "127.0.0.1"), ("fe80::/10", "fec0::1"),
            ("10.0.0.0/31", "10.0.0.2"),
            ("10.0.0.0/8", "a00::"),
        ])
    func outside(range: String, address: String) throws {
        #expect(try !#require(AddressRange(range)).contains(try #require(IPAddress(address))))
    }

    @Test("Each number of bits cuts where it should")
    func everyPrefix() throws {
        var dice = SplitMix64(seed: 32)
        for bits in 0...128 {
            let base = try #require(IPAddress("2001:db8:a5a5:5a5a:1234:5678:9abc:def0"))
            let range = try #require(AddressRange("\(base)/\(bits)"))
            for _ in 0..<20 {
                let flipped = dice.below(128)
                var bytes = base.bytes
                bytes[flipped / 8] ^= 0x80 >> UInt8(flipped % 8)
                let text = stride(from: 0, to: 16, by: 2).map { Hex.text(bytes[$0...($0 + 1)]) }.joined(separator: ":")
                #expect(range.contains(try #require(IPAddress(text))) == (flipped >= bits))
            }
        }
    }

    @Test(
        "What is not a block is refused",
        arguments: [
            "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08", "10.0.0.0/8/8",
            "10.0.0.0/ 8",
            "10.0.0.0/8 ", "10.0.0.0/a", "10.0.0.0/255.0.0.0", "10.0.0/8", "2001:db8::/129", "2001:db8::/٣", "::1%lo/8",
            "example.com/8", "*",
            "10.0.0.*", "10.0.0.0-10.0.0.9", "10.0.0.0\0/8", "10.0.0.0/8\0", "10.0.0.0/99999999999999999999",
        ])
    func refused(_ text: String) { #expect(AddressRange(text) == nil) }

    @Test("A block is shown as it was entered")
    func shown() { #expect(AddressRange("10.1.2.3/8")?.description == "10.1.2.3/8") }
}
