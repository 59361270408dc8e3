import PortalDomain
import Testing

@Suite("Names that strangers read (checklist 60)")
struct PublicNameTests {
    @Test(
        "ordinary names of all kinds",
        arguments: [
            "Bakkerij Jansen & Zn.", "Ümläut ß", "日本語アプリ", "تطبيق", "Приложение", "A", "Café ☕️", "R\u{E9}sum\u{E9}",
            "App <b>", "100% \"x\"",
        ])
    func fine(name: String) throws { #expect(try PublicName(name).text == name) }

    @Test("trimmed, but only at the ends")
    func trimmed() throws { #expect(try PublicName(" \u{00A0}Two  words\t").text == "Two  words") }

    @Test(
        "invisible, turning and meaningless characters",
        arguments: [
            0x00, 0x07, 0x7F, 0x85, 0xAD, 0x61C, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029,
            0x202A, 0x202E, 0x2060,
            0x2066, 0x2069, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0xE000, 0xE0001, 0xE0041,
        ] as [UInt32])
    func refused(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(throws: PublicName.Fault.invisible) { try PublicName("a\(Character(scalar))b") }
    }

    @Test("length counts scalars, so that combining marks cannot make it endless")
    func length() {
        #expect(throws: Never.self) { try PublicName(String(repeating: "x", count: 100)) }
        #expect(throws: PublicName.Fault.tooLong(limit: 100)) { try PublicName(String(repeating: "x", count: 101)) }
        #expect(throws: PublicName.Fault.tooLong(limit: 100)) {
            try PublicName("a" + String(repeating: "\u{301}", count: 100))
        }
        #expect(throws: PublicName.Fault.missing) { try PublicName(" \n ") }
    }
}
