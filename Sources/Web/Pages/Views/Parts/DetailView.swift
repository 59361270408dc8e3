/// A line of a definition list; `href` makes the value a link.
package struct DetailView: Sendable, Equatable {
    package let label: String
    package let value: String
    package let href: String?

    package init(label: String, value: String, href: String? = nil) {
        self.label = label
        self.value = value
        self.href = href
    }
}
