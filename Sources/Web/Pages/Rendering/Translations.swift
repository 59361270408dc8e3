internal import PageAssets

/// Every text of the pages in every language, with the same keys in each.
package struct Translations: Sendable {
    private let tables: [Language: [String: String]]

    /// Reads one text per language, keyed by its code: lines of `key = text`, empty lines and `#` comments.
    package init(files: [String: String]) throws(PageAssetError) {
        var tables: [Language: [String: String]] = [:]
        for language in Language.allCases {
            tables[language] = try Self.parse(files[language.rawValue] ?? "", language: language)
        }
        let allKeys = tables.values.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        for language in Language.allCases {
            let missing = allKeys.subtracting((tables[language] ?? [:]).keys)
            guard missing.isEmpty else {
                throw .incompleteTranslation(language: language.rawValue, keys: missing.sorted())
            }
        }
        self.tables = tables
    }

    /// The ones compiled in.
    package static func embedded() throws(PageAssetError) -> Translations {
        try Translations(files: EmbeddedTranslations.all)
    }

    package func texts(in language: Language) -> Texts {
        Texts(language: language, table: tables[language] ?? [:])
    }

    /// Lines of `key = text`.
    static func parse(_ file: String, language: Language) throws(PageAssetError) -> [String: String] {
        var table: [String: String] = [:]
        var number = 0
        for line in file.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let separator = line.firstRange(of: " = "), separator.lowerBound > line.startIndex,
                !line.contains("{{"), !line.contains("}}")
            else { throw .malformedTranslation(language: language.rawValue, line: number) }
            let key = String(line[..<separator.lowerBound])
            guard table.updateValue(String(line[separator.upperBound...]), forKey: key) == nil else {
                throw .repeatedTranslation(language: language.rawValue, key: key)
            }
        }
        return table
    }
}
