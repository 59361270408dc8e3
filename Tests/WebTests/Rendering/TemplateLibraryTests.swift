import Testing
import Web

@Suite("Templates and translations")
struct TemplateLibraryTests {
    private func load(_ templates: [String: String], en: String = "a = A", nl: String = "a = A") throws(PageAssetError)
    {
        _ = try TemplateLibrary(templates: templates, translations: try Translations(files: ["en": en, "nl": nl]))
    }

    @Test("a missing text stops the start")
    func missingText() {
        #expect(throws: PageAssetError.missingTranslation(key: "b", template: "page")) {
            try load(["page": "[[a]] [[b]]"])
        }
    }

    @Test("a missing partial stops the start")
    func missingPartial() {
        #expect(throws: PageAssetError.missingPartial(name: "part", template: "page")) {
            try load(["page": "{{>part}}"])
        }
    }

    @Test("an unescaped tag stops the start", arguments: ["{{{a}}}", "{{&a}}", "{{& a}}"])
    func unescaped(tag: String) {
        #expect(throws: PageAssetError.unescapedTag(template: "page")) { try load(["page": tag]) }
    }

    @Test("a malformed template stops the start")
    func malformed() {
        #expect(throws: PageAssetError.self) { try load(["page": "{{#a}}"]) }
    }

    @Test("translations: the same keys in each language, each once, and no tags")
    func files() {
        #expect(throws: PageAssetError.incompleteTranslation(language: "nl", keys: ["b"])) {
            try load([:], en: "a = A\nb = B", nl: "a = A")
        }
        #expect(throws: PageAssetError.repeatedTranslation(language: "en", key: "a")) {
            try load([:], en: "a = A\na = B")
        }
        #expect(throws: PageAssetError.malformedTranslation(language: "en", line: 3)) {
            try load([:], en: "# x\n\nnothing")
        }
        #expect(throws: PageAssetError.malformedTranslation(language: "en", line: 1)) { try load([:], en: "a = {{b}}") }
    }

    @Test("the embedded languages have the same keys and the same placeholders")
    func sameKeys() throws {
        let translations = try Translations.embedded()
        let en = translations.texts(in: .en)
        let nl = translations.texts(in: .nl)
        #expect(en.keys == nl.keys)
        #expect(en.keys.count > 300)
        for key in en.keys { #expect(Self.placeholders(en(key)) == Self.placeholders(nl(key)), "\(key)") }
    }

    @Test("every scope has its text and every area its name")
    func scopes() throws {
        let texts = try Translations.embedded().texts(in: .nl)
        let scopes = texts.keys.filter { $0.hasPrefix("scope.") && ($0.hasSuffix(".read") || $0.hasSuffix(".write")) }
            .filter { $0.split(separator: ".").count == 3 }
        #expect(scopes.count == 27)
        for scope in scopes { #expect(texts.find("area.\(scope.split(separator: ".")[1])") != nil, "\(scope)") }
        #expect(texts.scope("paymentlinks.write") == "Betaallinks maken en sluiten.")
    }

    @Test("placeholders, counts and unknown keys")
    func texts() throws {
        let texts = try Translations(files: [
            "en": "hello = Hi {name}, {other}\nday.one = {count} day\nday.other = {count} days",
            "nl": "hello = Dag {name}, {other}\nday.one = {count} dag\nday.other = {count} dagen",
        ]).texts(in: .en)
        #expect(texts("hello", ["name": "{other}"]) == "Hi {other}, {other}")
        #expect(texts.counted("day", 1) == "1 day")
        #expect(texts.counted("day", 0) == "0 days")
        #expect(texts("unknown") == "unknown")
        #expect(texts.event("unknown") == "unknown")
    }

    private static func placeholders(_ text: String) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map { String($0.prefix { $0 != "}" }) }
            .sorted()
    }
}
