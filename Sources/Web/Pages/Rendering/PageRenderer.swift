internal import Mustache

/// Makes the HTML of a page: one layout around the page's own template, in the frame's language.
package struct PageRenderer: Sendable {
    package let translations: Translations
    package let files: PublicFiles
    private let templates: TemplateLibrary

    package init(templates: TemplateLibrary, translations: Translations, files: PublicFiles) throws(PageAssetError) {
        for name in ["app.css", "app.js", "favicon.svg"] { _ = try files.path(of: name) }
        self.templates = templates
        self.translations = translations
        self.files = files
    }

    /// From what is compiled in. Throws at start if a text, partial or file is missing.
    package static func embedded() throws(PageAssetError) -> PageRenderer {
        let translations = try Translations.embedded()
        let templates = try TemplateLibrary.embedded(translations)
        return try PageRenderer(templates: templates, translations: translations, files: PublicFiles())
    }

    package func texts(in language: Language) -> Texts { translations.texts(in: language) }

    package func html<View: Page>(_ view: View, frame: PageFrame) throws(PageAssetError) -> String {
        let root = PageRoot(view, template: View.template, frame: try FrameView(frame, files: files))
        return try templates.render(root, with: "layout", in: frame.language)
    }
}

/// What a template sees: the page's own properties, `frame`, and `template`, the name the layout includes.
///
/// The page is reflected once here instead of once per tag.
private struct PageRoot: MustacheParent {
    private let properties: [String: Any]

    init(_ view: some Page, template: String, frame: FrameView) {
        var properties: [String: Any] = [:]
        for (label, value) in Mirror(reflecting: view).children {
            if let label, let value = Self.unwrapped(value) { properties[label] = value }
        }
        properties["frame"] = frame
        properties["template"] = template
        self.properties = properties
    }

    func child(named name: String) -> Any? { properties[name] }

    private static func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }
}
