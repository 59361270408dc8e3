/// A moment, ready to show: `<time datetime>` with the portal's wording, and how long ago as a tooltip.
package struct TimeView: Sendable, Equatable {
    package let iso: String
    package let text: String
    package let title: String?

    package init(iso: String, text: String, title: String? = nil) {
        self.iso = iso
        self.text = text
        self.title = title
    }
}
