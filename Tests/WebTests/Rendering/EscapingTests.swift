import Testing
import Web

/// A quote followed by a combining mark is one `Character`; the browser sees the quote.
@Suite("Escaping by unicode scalar")
struct EscapingTests {
    static let attack = "\"\u{301} onfocus=alert(1) x='<&>\u{301}"
    static let harmless = "&quot;\u{301} onfocus=alert(1) x=&#39;&lt;&amp;&gt;\u{301}"

    private struct Value { let value: String }

    private func render(_ templates: [String: String]) throws -> String {
        let translations = try Translations(files: [
            "en": "greeting = Hello {value} & co", "nl": "greeting = Hallo {value} & co",
        ])
        let library = try TemplateLibrary(templates: templates, translations: translations)
        return try library.render(Value(value: Self.attack), with: "page", in: .en)
    }

    @Test("in text and in an attribute")
    func attribute() throws {
        let html = try render(["page": "<a title=\"{{value}}\">{{value}}</a>"])
        #expect(html.unicodeScalars.elementsEqual("<a title=\"\(Self.harmless)\">\(Self.harmless)</a>".unicodeScalars))
    }

    @Test("in a partial, also by a dynamic name, and again after it")
    func partial() throws {
        let html = try render(["page": "{{> part}}\n<b id=\"{{value}}\">", "part": "<i id=\"{{value}}\">"])
        #expect(
            html.unicodeScalars.elementsEqual("<i id=\"\(Self.harmless)\"><b id=\"\(Self.harmless)\">".unicodeScalars))
    }

    @Test("in an inherited block")
    func block() throws {
        let html = try render([
            "page": "{{<base}}{{$body}}<i id=\"{{value}}\">{{/body}}{{/base}}", "base": "<p>{{$body}}none{{/body}}</p>",
        ])
        #expect(html.unicodeScalars.elementsEqual("<p><i id=\"\(Self.harmless)\"></p>".unicodeScalars))
    }

    @Test("in a translated text")
    func text() throws {
        let html = try render(["page": "[[greeting]]"])
        #expect(html.unicodeScalars.elementsEqual("Hello \(Self.harmless) &amp; co".unicodeScalars))
    }

    @Test("in a whole page: title, navigation, field, list")
    func page() throws {
        let renderer = try PageRenderer.embedded()
        let view = SignInPage(
            audience: .developers, email: FieldView(value: Self.attack, error: Self.attack), returnTicket: Self.attack,
            problem: Self.attack)
        let frame = PageFrame(
            language: .en, title: Self.attack, area: .developer, path: "/\(Self.attack)", csrf: Self.attack,
            signedInAs: Self.attack, portalName: Self.attack,
            navigation: [NavigationItem(label: Self.attack, href: Self.attack)], notice: NoticeView(text: Self.attack))
        let html = try renderer.html(view, frame: frame)
        #expect(html.unicodeScalars.firstRange(of: "\"\u{301}".unicodeScalars) == nil)
        #expect(html.unicodeScalars.firstRange(of: "<&".unicodeScalars) == nil)
        #expect(html.unicodeScalars.firstRange(of: Self.harmless.unicodeScalars) != nil)
    }
}
