/// HTML of the documentation that cannot carry anything but itself: names of tags and attributes are literals of the program, and
/// everything else is escaped by `ScalarHTML`, as in the templates.
struct Markup: Sendable, Equatable {
    private(set) var html = ""

    init() {}
    init(_ content: (inout Markup) -> Void) { content(&self) }

    mutating func text(_ text: String) { html += ScalarHTML.escape(text) }
    mutating func append(_ other: Markup) { html += other.html }

    mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ content: (inout Markup) -> Void
    ) {
        html += "<\(name)"
        for (name, value) in attributes { html += " \(name)=\"\(ScalarHTML.escape(value))\"" }
        html += ">"
        content(&self)
        html += "</\(name)>"
    }

    mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String
    ) {
        element(name, attributes) { $0.text(text) }
    }

    mutating func link(_ target: String, _ label: String) { element("a", ["href": target], text: label) }

    /// A program or an exchange: scrolls by itself, by keyboard too, and can be copied.
    ///
    /// - Parameter id: unique on its page.
    mutating func code(_ code: String, id: String, language: String, copy: String, copied: String) {
        element("div", ["class": "doc-code"]) { box in
            box.element("pre", ["tabindex": "0"]) { pre in
                pre.element("code", ["id": id, "data-language": language], text: code)
            }
            box.element(
                "button", ["class": "copy", "type": "button", "data-copy": id, "data-done": copied, "hidden": ""],
                text: copy)
        }
    }
}
