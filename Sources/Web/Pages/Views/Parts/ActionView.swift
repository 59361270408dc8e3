/// Something that one can do with an entity: a form with one button.
package struct ActionView: Sendable, Equatable {
    package let label: String
    package let action: String
    package let hidden: [HiddenField]
    package let isDanger: Bool
    package let asksFirst: Bool
    /// Asked before it is done.
    package let question: String
    /// What to fill in first.
    package let fields: [InputView]
    /// Whether one of them is a file.
    package let isUpload: Bool

    /// - Parameter question: nil: done at once.
    package init(
        _ label: String, action: String, hidden: [HiddenField] = [], fields: [InputView] = [], isDanger: Bool = false,
        question: String? = nil
    ) {
        (self.label, self.action, self.hidden, self.isDanger) = (label, action, hidden, isDanger)
        (asksFirst, self.question) = (question != nil, question ?? "")
        // Two forms of a page may have fields of one name.
        isUpload = fields.contains { $0.type == "file" }
        let form = action.split(separator: "/").last ?? "form"
        self.fields = fields.map { $0.inside(String(form)) }
    }
}

/// A field of a filter or of an action: a text, a date, a choice.
package struct InputView: Sendable, Equatable {
    package let id: String
    package let name: String
    package let label: String
    package let isSelect: Bool
    /// Of the `<input>`.
    package let type: String
    package let value: String
    package let options: [OptionView]
    package let isRequired: Bool

    /// - Parameter type: `search`, `text`, `date`, `datetime-local`, `number`, `file`.
    package init(_ name: String, _ label: String, type: String, value: String = "", isRequired: Bool = false) {
        self.init(id: name, name, label, type: type, value: value, isRequired: isRequired)
    }

    /// A choice.
    package init(_ name: String, _ label: String, options: [OptionView]) {
        self.init(id: name, name, label, isSelect: true, options: options)
    }

    private init(
        id: String, _ name: String, _ label: String, isSelect: Bool = false, type: String = "", value: String = "",
        options: [OptionView] = [], isRequired: Bool = false
    ) {
        (self.id, self.name, self.label, self.isSelect) = (id, name, label, isSelect)
        (self.type, self.value, self.options, self.isRequired) = (type, value, options, isRequired)
    }

    fileprivate func inside(_ form: String) -> InputView {
        InputView(
            id: "\(form)-\(name)", name, label, isSelect: isSelect, type: type, value: value, options: options,
            isRequired: isRequired)
    }
}
