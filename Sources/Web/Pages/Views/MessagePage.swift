/// A title, a text and a way on: refusals (with the request id for the operator) and confirmations.
package struct MessagePage: Page {
    package static let template = "message"

    package let heading: String
    package let text: String
    package let link: LinkView?
    package let requestID: String?
    package let isProblem: Bool

    package init(
        heading: String,
        text: String,
        link: LinkView? = nil,
        requestID: String? = nil,
        isProblem: Bool = false
    ) {
        self.heading = heading
        self.text = text
        self.link = link
        self.requestID = requestID
        self.isProblem = isProblem
    }
}
