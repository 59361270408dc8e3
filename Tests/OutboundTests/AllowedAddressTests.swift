import Kernel
import Outbound
import Testing

@Suite("Where outgoing calls may go (invariant 15)")
struct AllowedAddressTests {
    @Test(
        "internal, special and translated addresses are refused",
        arguments: [
            "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
            "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.1.1.1", "240.0.0.1",
            "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::a00:1",
            "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:a00:1::", "2002:7f00:1::1", "3fff::1", "5f00::1",
            "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1",
        ])
    func refused(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!AllowedAddress.publicOnly.permits(address))
        #expect(AllowedAddress.everywhere.permits(address))
    }

    @Test(
        "addresses of the public Internet pass",
        arguments: [
            "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.0.0.1", "128.0.0.1",
            "169.253.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "192.167.0.1", "192.169.0.1", "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255", "2001:200::1", "2606:4700::1111", "2a00:1450::1", "::ffff:1.1.1.1",
        ])
    func permitted(_ text: String) throws {
        #expect(AllowedAddress.publicOnly.permits(try #require(IPAddress(text))))
    }

    @Test("an operator's exception opens its block and nothing beside it")
    func exceptions() throws {
        let allowed = AllowedAddress(alsoWithin: [try #require(AddressRange("10.1.0.0/16"))])
        #expect(allowed.permits(try #require(IPAddress("10.1.2.3"))))
        #expect(!allowed.permits(try #require(IPAddress("10.2.0.1"))))
        #expect(!allowed.permits(try #require(IPAddress("127.0.0.1"))))
    }
}
