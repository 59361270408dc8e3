/// A field of a form: a text, a date, a choice, a box to tick (`input.mustache`).
package struct InputView: Sendable, Equatable {
    package let id: String
    package let name: String
    package let label: String
    package let hint: String?
    package let error: String?
    /// The ids of its hint and its error, for those who hear the page.
    package let describedBy: String?
    package let isSelect: Bool
    /// A text of several lines.
    package let isArea: Bool
    /// To be ticked; sends `1`.
    package let isBox: Bool
    package let isChecked: Bool
    /// Of the `<input>`.
    package let type: String
    package let value: String
    /// Characters, at most.
    package let limit: String?
    package let options: [OptionView]
    package let isRequired: Bool
    /// May stay empty, which is said beside its label.
    package let isOptional: Bool

    /// - Parameters:
    ///   - type: `search`, `text`, `email`, `tel`, `date`, `datetime-local`, `number`, `file`, `area`, `box`.
    ///   - value: `1` for a box that is ticked.
    package init(
        _ name: String, _ label: String, type: String, value: String = "", isRequired: Bool = false,
        isOptional: Bool = false, limit: Int? = nil, hint: String? = nil, error: String? = nil
    ) {
        self.init(
            id: name, name: name, label: label, hint: hint, error: error, type: type, value: value,
            limit: limit.map(String.init), options: nil, isRequired: isRequired, isOptional: isOptional)
    }

    /// A choice.
    package init(
        _ name: String, _ label: String, options: [OptionView], hint: String? = nil, error: String? = nil
    ) {
        self.init(
            id: name, name: name, label: label, hint: hint, error: error, type: "", value: "", limit: nil,
            options: options, isRequired: false, isOptional: false)
    }

    private init(
        id: String, name: String, label: String, hint: String?, error: String?, type: String, value: String,
        limit: String?, options: [OptionView]?, isRequired: Bool, isOptional: Bool
    ) {
        (self.id, self.name, self.label, self.hint, self.error) = (id, name, label, hint, error)
        let notes = [hint.map { _ in "\(id)-hint" }, error.map { _ in "\(id)-error" }].compactMap(\.self)
        describedBy = notes.isEmpty ? nil : notes.joined(separator: " ")
        (isSelect, isArea, isBox) = (options != nil, type == "area", type == "box")
        (isChecked, self.type, self.value) = (type == "box" && value == "1", type, value)
        (self.limit, self.options) = (limit, options ?? [])
        (self.isRequired, self.isOptional) = (isRequired, isOptional)
    }

    /// Two forms of a page may have fields of one name.
    func inside(_ form: String) -> InputView {
        InputView(
            id: "\(form)-\(name)", name: name, label: label, hint: hint, error: error, type: type, value: value,
            limit: limit, options: isSelect ? options : nil, isRequired: isRequired, isOptional: isOptional)
    }
}
