/// Asks once more before something that cannot be undone.
package struct ConfirmPage: Page {
    package static let template = "confirm"

    package let heading: String
    package let text: String
    package let action: String
    package let button: String
    package let cancelHref: String
    package let hidden: [HiddenField]

    package init(
        heading: String,
        text: String,
        action: String,
        button: String,
        cancelHref: String,
        hidden: [HiddenField] = []
    ) {
        self.heading = heading
        self.text = text
        self.action = action
        self.button = button
        self.cancelHref = cancelHref
        self.hidden = hidden
    }
}
