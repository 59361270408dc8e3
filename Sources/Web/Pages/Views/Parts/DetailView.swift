/// A line of a definition list; `href` makes the value a link.
package struct DetailView: Sendable, Equatable {
    package let label: String
    package let value: String
    package let href: String?
    /// Of the button that copies the value.
    package let copyID: String?

    package init(label: String, value: String, href: String? = nil) {
        (self.label, self.value, self.href, copyID) = (label, value, href, nil)
    }

    private init(copying value: String, label: String) {
        (self.label, self.value, href, copyID) = (label, value, value, "address")
    }

    /// An address that people send to others. One on a page.
    package static func address(_ label: String, _ address: String) -> DetailView {
        DetailView(copying: address, label: label)
    }
}
