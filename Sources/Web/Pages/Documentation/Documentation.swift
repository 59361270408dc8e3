import NIOCore

/// The documentation site: every page in every language. Nothing in a page depends on who asks, so each is made once, when it is first
/// asked for, and kept.
final class Documentation: Sendable {
    static let root = "/docs"

    private let renderer: PageRenderer
    private let origins: Origins
    private let guides: Guides
    private let referenceTexts: ReferenceTexts
    private let versions: APIVersions
    private let books = Kept<Language, Book>()
    /// Only of pages that exist, so it cannot grow beyond them.
    private let rendered = Kept<String, ByteBuffer>()

    /// Throws if a guide is missing: found at the start, not by a reader.
    init(renderer: PageRenderer, origins: Origins, versions: APIVersions = .published) throws(PageAssetError) {
        guides = try Guides(origins: origins, versions: versions)
        referenceTexts = try ReferenceTexts()
        (self.renderer, self.origins, self.versions) = (renderer, origins, versions)
    }

    /// What there is in one language.
    private struct Book: Sendable {
        let documents: [String: Document]
        let references: [Reference]
        let index: SearchIndex
    }

    /// The paths of all pages but the search.
    func paths(in language: Language) -> [String] { book(in: language).documents.keys.sorted() }

    /// The page at a path, or nil if there is none.
    func page(at path: String, in language: Language) throws(PageAssetError) -> ByteBuffer? {
        guard let document = book(in: language).documents[path] else { return nil }
        return try rendered.value("\(language.rawValue) \(path)") { () throws(PageAssetError) in
            try render(document.body, of: document, question: "", at: path, in: language)
        }
    }

    // MARK: Search

    static let searchPath = "\(root)/search"

    /// - Parameter question: as it was typed.
    func searchPage(
        for question: String, at path: String, in language: Language
    ) throws(PageAssetError) -> ByteBuffer {
        let question = String(question.prefix(SearchIndex.longestQuestion))
        let results = book(in: language).index.results(for: question)
        let texts = renderer.texts(in: language)
        let body = Markup { body in
            body.element("p", ["role": "status"], text: Self.outcome(question, results.count, texts))
            body.element("ul", ["class": "doc-results"]) { list in
                for result in results {
                    list.element("li") { item in
                        item.element("h2") { $0.link(result.href, result.title) }
                        if let page = result.page { item.element("p", ["class": "soft small"], text: page) }
                        item.element("p", text: result.excerpt(for: question))
                    }
                }
            }
        }
        let document = Document(
            path: path, kind: .overview, title: texts("docs.search.title"), body: body, sections: [])
        return try render(body, of: document, question: question, at: path, in: language)
    }

    private static func outcome(_ question: String, _ count: Int, _ texts: Texts) -> String {
        if question.allSatisfy(\.isWhitespace) { return texts("docs.search.empty") }
        return count == 0 ? texts("docs.search.none") : texts.counted("docs.search.found", count)
    }

    // MARK: Making

    private func book(in language: Language) -> Book {
        books.value(language) { makeBook(renderer.texts(in: language)) }
    }

    private func makeBook(_ texts: Texts) -> Book {
        let markdown = Guides.slugs.map { (slug: $0, text: guides.guide($0, texts)) }
        let references = versions.all.map {
            Reference($0, of: versions, origins: origins, referenceTexts, in: texts.language)
        }
        let pages = markdown.map { Document($0.text, at: Guides.path(of: $0.slug), kind: .guide, texts) }
        let problems = Problems(origins: origins).documents(texts)
        let newest = references.filter { $0.version == versions.newest }.flatMap { $0.documents(texts) }
        let older = references.filter { $0.version != versions.newest }.flatMap { $0.documents(texts) }
        let all = [overview(markdown, texts)] + pages + problems + newest + older
        return Book(
            documents: Dictionary(all.map { ($0.path, $0) }) { first, _ in first }, references: references,
            // Older versions say the same nearly everywhere: whoever wants one finds it from the page of the newest.
            index: SearchIndex(pages + problems + newest))
    }

    private func overview(_ guides: [(slug: String, text: Markdown)], _ texts: Texts) -> Document {
        let body = Markup { body in
            body.element("p", ["class": "intro"], text: texts("docs.text"))
            body.element("h2", ["id": "guides"], text: texts("docs.guides"))
            body.element("ul", ["class": "doc-guides"]) { list in
                for guide in guides {
                    list.element("li", ["class": "card"]) { card in
                        card.element("h3") { $0.link(Guides.path(of: guide.slug), guide.text.title) }
                        card.element("p", text: guide.text.summary)
                    }
                }
            }
            body.element("h2", ["id": "reference"], text: texts("docs.reference"))
            body.element("ul") { list in
                for version in versions.all.reversed() {
                    list.element("li") { item in
                        item.link(Reference.path(of: version), "\(texts("docs.reference")) \(version.name)")
                        if version == versions.newest { item.text(" (\(texts("docs.newest")))") }
                    }
                }
            }
            body.element("p") { p in
                p.link("/openapi.json", texts("docs.reference.openapi"))
                p.text(" · ")
                p.link(Problems.path, texts("docs.problems"))
            }
        }
        return Document(path: Self.root, kind: .overview, title: texts("docs.title"), body: body, sections: [])
    }

    private func render(
        _ body: Markup, of document: Document, question: String, at path: String, in language: Language
    ) throws(PageAssetError) -> ByteBuffer {
        let texts = renderer.texts(in: language)
        let frame = PageFrame(
            language: language, title: document.title, path: path, portalName: texts("docs.title"),
            navigation: navigation(document, book(in: language), texts))
        let view = DocumentationPage(
            title: document.title, question: question, searchAction: Self.searchPath,
            developersHref: origins.developers)
        return ByteBuffer(string: try renderer.html(body, in: view, frame: frame))
    }

    private func navigation(_ document: Document, _ book: Book, _ texts: Texts) -> [NavigationItem] {
        var items = [
            NavigationItem(label: texts("docs.overview"), href: Self.root, isCurrent: document.path == Self.root)
        ]
        for (position, slug) in Guides.slugs.enumerated() {
            let path = Guides.path(of: slug)
            items.append(
                NavigationItem(
                    label: book.documents[path]?.title ?? slug, href: path, isCurrent: path == document.path,
                    heading: position == 0 ? texts("docs.guides") : nil))
        }
        var version = versions.newest
        if case .reference(let shown) = document.kind { version = shown }
        guard let reference = book.references.first(where: { $0.version == version }) else { return items }
        let path = Reference.path(of: version)
        items.append(
            NavigationItem(
                label: texts("docs.all_operations"), href: path, isCurrent: path == document.path,
                heading: "\(texts("docs.reference")) \(version.name)"))
        items += reference.groups.map { group in
            NavigationItem(label: group.name, href: group.path, isCurrent: group.path == document.path)
        }
        return items
    }
}
