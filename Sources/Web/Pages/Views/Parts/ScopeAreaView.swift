/// A row of the scope picker: one area of the API, with its read and its write scope where it has them.
package struct ScopeAreaView: Sendable, Equatable {
    package let name: String
    package let label: String
    package let read: ScopeBox?
    package let write: ScopeBox?

    package init(name: String, label: String, read: ScopeBox?, write: ScopeBox?) {
        self.name = name
        self.label = label
        self.read = read
        self.write = write
    }
}

/// A check box of the scope picker. `isRequired` is for apps only: the second box, "cannot be deselected".
package struct ScopeBox: Sendable, Equatable {
    package let name: String
    package let text: String
    package let isChecked: Bool
    package let isRequired: Bool

    package init(name: String, text: String, isChecked: Bool = false, isRequired: Bool = false) {
        self.name = name
        self.text = text
        self.isChecked = isChecked
        self.isRequired = isRequired
    }
}
