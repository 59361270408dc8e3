/// One choice of a `<select>` or of a group of radio buttons.
package struct OptionView: Sendable, Equatable {
    package let value: String
    package let label: String
    package let hint: String?
    package let isSelected: Bool

    package init(value: String, label: String, hint: String? = nil, isSelected: Bool = false) {
        self.value = value
        self.label = label
        self.hint = hint
        self.isSelected = isSelected
    }
}
