extension Markdown {
    /// Of a whole document, but for its title, or of a part of it.
    static func markup(_ blocks: some Sequence<Block>, _ texts: Texts) -> Markup {
        Markup { markup in
            for (number, block) in blocks.enumerated() { write(block, number: number, to: &markup, texts) }
        }
    }

    private static func write(_ block: Block, number: Int, to markup: inout Markup, _ texts: Texts) {
        switch block {
        case .heading(let level, let id, let inlines):
            let name: StaticString = level == 2 ? "h2" : level == 3 ? "h3" : "h4"
            markup.element(name, ["id": id]) { $0.inlines(inlines) }
        case .paragraph(let inlines): markup.element("p") { $0.inlines(inlines) }
        case .notice(let inlines): markup.element("div", ["class": "warning"]) { $0.inlines(inlines) }
        case .list(let isOrdered, let items):
            markup.element(isOrdered ? "ol" : "ul") { list in
                for item in items { list.element("li") { $0.inlines(item) } }
            }
        case .table(let head, let rows):
            markup.table(
                head: head.map(\.plain), rows: rows.map { row in row.map { cell in Markup { $0.inlines(cell) } } })
        case .code(let language, let code):
            markup.code(
                code, id: "code-\(number)", language: language, copy: texts("copy"),
                copied: texts("copy.done"))
        }
    }
}

extension Markup {
    mutating func inlines(_ inlines: [Markdown.Inline]) {
        for inline in inlines {
            switch inline {
            case .text(let text): self.text(text)
            case .code(let code): element("code", text: code)
            case .emphasis(let parts): element("em") { $0.inlines(parts) }
            case .strong(let parts): element("strong") { $0.inlines(parts) }
            case .link(let parts, let target): element("a", ["href": target]) { $0.inlines(parts) }
            }
        }
    }

    /// On a phone each row is a card; `data-label` repeats the head there.
    mutating func table(head: [String], rows: [[Markup]]) {
        element("div", ["class": "card table-card"]) { card in
            card.element("table", ["class": "table doc-table"]) { table in
                table.element("thead") {
                    $0.element("tr") { row in
                        for cell in head { row.element("th", ["scope": "col"], text: cell) }
                    }
                }
                table.element("tbody") { body in
                    for cells in rows { body.row(cells, head) }
                }
            }
        }
    }

    private mutating func row(_ cells: [Markup], _ head: [String]) {
        element("tr") { row in
            for (position, cell) in cells.enumerated() {
                if position == 0 {
                    row.element("th", ["scope": "row"]) { $0.append(cell) }
                } else {
                    let label = position < head.count ? head[position] : ""
                    // One child, so that the label of the phone stands beside all of it.
                    row.element("td", ["data-label": label]) { $0.element("div") { $0.append(cell) } }
                }
            }
        }
    }
}
