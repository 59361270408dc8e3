/// What a form field holds when its form is shown: the value to keep, and why it was refused.
package struct FieldView: Sendable, Equatable {
    package let value: String
    package let error: String?

    package init(value: String = "", error: String? = nil) {
        self.value = value
        self.error = error
    }
}
