import Kernel
internal import PageAssets

/// The sentences of the OpenAPI document in the languages of readers. Programs get the document in English.
struct ReferenceTexts: Sendable {
    /// By the sentence as it stands in the document. None for the document's own language.
    private let sentences: [Language: [String: String]]

    init() throws(PageAssetError) {
        var sentences: [Language: [String: String]] = [:]
        for language in Language.allCases {
            guard let file = EmbeddedTranslations.all["reference.\(language.rawValue)"] else { continue }
            sentences[language] = try Translations.parse(file, language: language)
        }
        self.sentences = sentences
    }

    /// Nil: readers of this language get the document as it is.
    func sentences(in language: Language) -> [String: String]? { sentences[language] }

    func translated(_ document: JSONValue, to language: Language) -> JSONValue {
        guard let sentences = sentences(in: language) else { return document }
        return Self.translated(document, of: nil, by: sentences)
    }

    /// - Parameter name: of the member that holds the value.
    private static func translated(_ value: JSONValue, of name: String?, by sentences: [String: String]) -> JSONValue {
        switch value {
        case .string(let text) where name == "summary" || name == "description": .string(sentences[text] ?? text)
        case .object(let members):
            .object(members.map { .init(name: $0.name, value: translated($0.value, of: $0.name, by: sentences)) })
        case .array(let elements): .array(elements.map { translated($0, of: nil, by: sentences) })
        default: value
        }
    }
}
