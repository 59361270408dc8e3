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
