/// A one-time message above the page, after a change.
package struct NoticeView: Sendable, Equatable {
    package let text: String
    package let isProblem: Bool

    package init(text: String, isProblem: Bool = false) {
        self.text = text
        self.isProblem = isProblem
    }
}
