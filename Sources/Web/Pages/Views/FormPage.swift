/// A form of the manage portal: something new, or something that is changed. One view for all areas.
package struct FormPage: Page {
    package static let template = "form"

    /// Where it is left without sending anything.
    package let crumb: LinkView
    package let title: String
    package let intro: String?
    package let problems: ProblemSummary?
    package let action: String
    package let hidden: [HiddenField]
    package let fields: [InputView]
    /// Fields that belong together and may come many times, such as the lines of an invoice.
    package let groups: [GroupView]
    /// What the button says that asks for more groups; it sends `more`.
    package let more: String?
    /// What the button says that sends the form.
    package let send: String
    /// Whether one of the fields is a file.
    package let isUpload: Bool

    package struct GroupView: Sendable, Equatable {
        package let legend: String
        package let fields: [InputView]

        package init(_ legend: String, _ fields: [InputView]) { (self.legend, self.fields) = (legend, fields) }
    }

    package init(
        crumb: LinkView, title: String, intro: String? = nil, action: String, hidden: [HiddenField] = [],
        fields: [InputView], groups: [GroupView] = [], more: String? = nil, send: String
    ) {
        (self.crumb, self.title, self.intro, self.action) = (crumb, title, intro, action)
        (self.hidden, self.fields, self.groups) = (hidden, fields, groups)
        (self.more, self.send) = (more, send)
        let all = fields + groups.flatMap(\.fields)
        // Several may say the same: each with the name of its field.
        problems = ProblemSummary(
            nil, all.map { field in (field.id, field.error.map { "\(field.label): \($0)" }) })
        isUpload = all.contains { $0.type == "file" }
    }
}
