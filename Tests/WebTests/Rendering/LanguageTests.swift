import Testing
import Web

@Suite("Language")
struct LanguageTests {
    @Test(
        "Accept-Language (RFC 9110 §12.5.4)",
        arguments: [
            (nil, .en), ("", .en), ("nl", .nl), ("NL-be", .nl), ("nl-NL,nl;q=0.9,en;q=0.8", .nl), ("en,nl;q=0.9", .en),
            ("en;q=0.5, nl;q=0.75", .nl), ("de, fr;q=0.9, nl;q=0.1", .nl), ("de", .en), ("*", .en), ("nl;q=0", .en),
            ("nl;q=0.000,en;q=0", .en), ("nl;q=0.001", .nl), ("en;q=0.5;nl", .en), ("nl;q=2", .en),
            ("nl;q=0.1234", .en),
            ("nl;q=1.001", .en), ("nl;q=1.000", .nl), ("nl ; q=1", .nl), ("nlx", .en), (",,;;q=,nl", .nl),
            ("nl;q=.5", .en),
        ] as [(String?, Language)])
    func acceptLanguage(_ header: String?, _ language: Language) {
        #expect(Language.preferred(acceptLanguage: header) == language)
    }

    @Test("ui_locales: the first that we speak, or none")
    func locales() {
        #expect(Language.preferred(uiLocales: "fr nl-NL en") == .nl)
        #expect(Language.preferred(uiLocales: "en nl") == .en)
        #expect(Language.preferred(uiLocales: "fr") == nil)
        #expect(Language.preferred(uiLocales: "") == nil)
    }
}
