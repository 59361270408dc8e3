/// Why the pages cannot be put together. Found when the server starts, never while it answers.
package enum PageAssetError: Error, Equatable {
    case malformedTranslation(language: String, line: Int)
    case repeatedTranslation(language: String, key: String)
    /// A language lacks keys that another has, or all of them.
    case incompleteTranslation(language: String, keys: [String])
    case missingTranslation(key: String, template: String)
    case unescapedTag(template: String)
    case missingPartial(name: String, template: String)
    case malformedTemplate(name: String, reason: String)
    case unknownTemplate(name: String)
    case missingFile(name: String)
}
