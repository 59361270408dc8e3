/// A scope as a badge: its name, and what it permits in words.
package struct ScopeText: Sendable, Equatable {
    package let name: String
    package let text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
