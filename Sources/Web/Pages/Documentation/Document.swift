/// A page of the documentation in one language, ready but for its frame.
struct Document: Sendable {
    enum Kind: Sendable, Equatable {
        case overview, guide, problem
        /// Of the API reference of a version.
        case reference(APIVersion)
    }

    /// What the search finds: a page, or a part of it.
    struct Section: Sendable {
        let title: String
        /// Behind `#`; nil for the page itself.
        let anchor: String?
        let text: String
    }

    /// `/docs/errors`
    let path: String
    let kind: Kind
    let title: String
    let body: Markup
    let sections: [Section]
}

extension Document {
    /// A page that is written as Markdown.
    init(_ markdown: Markdown, at path: String, kind: Kind, _ texts: Texts) {
        var body = Markup()
        var rest = markdown.blocks[...]
        // What the page is about comes before what is on it.
        if case .paragraph(let summary)? = rest.first {
            body.element("p") { $0.inlines(summary) }
            rest = rest.dropFirst()
        }
        let headings = markdown.headings
        if headings.count > 3 {
            body.element("nav", ["class": "doc-contents", "aria-label": texts("docs.contents")]) { nav in
                nav.element("ul") { list in
                    for heading in headings { list.element("li") { $0.link("#\(heading.id)", heading.title) } }
                }
            }
        }
        body.append(Markdown.markup(rest, texts))
        self.init(path: path, kind: kind, title: markdown.title, body: body, sections: markdown.sections)
    }
}

extension Markdown {
    fileprivate var headings: [(id: String, title: String)] {
        blocks.compactMap { block in
            if case .heading(2, let id, let inlines) = block { (id, inlines.plain) } else { nil }
        }
    }

    /// One for what stands before the first heading, and one for each heading.
    fileprivate var sections: [Document.Section] {
        var sections: [Document.Section] = []
        var (heading, anchor, text) = (title, String?.none, "")
        for block in blocks {
            if case .heading(_, let id, let inlines) = block {
                sections.append(.init(title: heading, anchor: anchor, text: text))
                (heading, anchor, text) = (inlines.plain, id, "")
            } else {
                text += block.plain + " "
            }
        }
        sections.append(.init(title: heading, anchor: anchor, text: text))
        return sections
    }

    /// The first paragraph: what a page is about.
    var summary: String {
        for case .paragraph(let inlines) in blocks { return inlines.plain }
        return ""
    }
}

extension Markdown.Block {
    fileprivate var plain: String {
        switch self {
        case .heading(_, _, let inlines), .paragraph(let inlines), .notice(let inlines): inlines.plain
        case .list(_, let items): items.map(\.plain).joined(separator: " ")
        case .table(let head, let rows):
            ([head] + rows).map { $0.map(\.plain).joined(separator: " ") }.joined(separator: " ")
        case .code(_, let code): code
        }
    }
}
