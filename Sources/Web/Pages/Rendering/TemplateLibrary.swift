internal import Mustache
internal import PageAssets

/// Every template, parsed once per language, with its texts already in it.
///
/// `[[key]]` in a template becomes the escaped text of that key, and a `{name}` in such a text becomes the tag
/// `{{name}}`. A missing text, a missing partial and an unescaped tag stop the start.
package struct TemplateLibrary: Sendable {
    private let libraries: [Language: MustacheLibrary]
    private let names: Set<String>

    package init(templates: [String: String], translations: Translations) throws(PageAssetError) {
        MustacheContentTypes.register(ScalarHTML(), named: "PAGE")  // before anything is parsed
        var libraries: [Language: MustacheLibrary] = [:]
        for language in Language.allCases {
            let texts = translations.texts(in: language)
            var library = MustacheLibrary()
            for (name, source) in templates {
                let text = try Self.prepare(source, name: name, texts: texts, known: Set(templates.keys))
                do {
                    try library.register(text, named: name)
                } catch {
                    throw PageAssetError.malformedTemplate(name: name, reason: "\(error)")
                }
            }
            libraries[language] = library
        }
        self.libraries = libraries
        names = Set(templates.keys)
    }

    /// The ones compiled in.
    package static func embedded(_ translations: Translations) throws(PageAssetError) -> TemplateLibrary {
        try TemplateLibrary(templates: EmbeddedTemplates.all, translations: translations)
    }

    /// Renders `view` with the named template; its values are escaped by unicode scalar.
    package func render(_ view: Any, with name: String, in language: Language) throws(PageAssetError) -> String {
        guard names.contains(name), let text = libraries[language]?.render(view, withTemplate: name) else {
            throw .unknownTemplate(name: name)
        }
        return text
    }

    /// The text that is parsed. The content type is not handed down to partials and parents, so each text names it
    /// again. Lines lose their indentation, because the library would repeat that of a partial inside its values.
    package static func prepare(
        _ source: String, name: String, texts: Texts, known: Set<String>
    ) throws(PageAssetError) -> String {
        let lines = source.split(separator: "\n").map { line in line.drop { $0 == " " } }.filter { !$0.isEmpty }
        let text = try translate(lines.joined(separator: "\n"), name: name, texts: texts)
        guard !text.contains("{{{"), !text.contains("{{&"), !text.contains("{{ &") else {
            throw .unescapedTag(template: name)
        }
        for opening in ["{{>", "{{<"] {
            for reference in text.split(separator: opening, omittingEmptySubsequences: false).dropFirst() {
                let partial = reference.drop { $0 == " " }.prefix { $0 != "}" && $0 != " " }
                guard partial.hasPrefix("*") || known.contains(String(partial)) else {
                    throw .missingPartial(name: String(partial), template: name)
                }
            }
        }
        return "{{% CONTENT_TYPE: PAGE}}\n\(text)"
    }

    private static func translate(_ text: String, name: String, texts: Texts) throws(PageAssetError) -> String {
        var translated = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "[["), let close = rest[open.upperBound...].firstRange(of: "]]") {
            let key = String(rest[open.upperBound..<close.lowerBound])
            guard let found = texts.find(key) else { throw .missingTranslation(key: key, template: name) }
            translated += rest[..<open.lowerBound]
            translated += Texts.fill(ScalarHTML.escape(found)) { "{{\($0)}}" }
            rest = rest[close.upperBound...]
        }
        return translated + rest
    }
}
