/// The secret of a second factor, as a picture and as text, and a field for the first code.
package struct SecondFactorSetUpPage: Page {
    package static let template = "second-factor-set-up"

    package let backHref: String
    package let action: String
    /// For a device that has the app itself.
    package let uri: String
    package let path: String?
    /// Side of the drawing in modules, with the quiet zone.
    package let side: String
    /// In groups of four, for typing.
    package let secret: String
    package let codeError: String?
    package let problems: ProblemSummary?

    package init(
        backHref: String, action: String, uri: String, code: QRCode?, secret: String, codeError: String? = nil
    ) {
        (self.backHref, self.action, self.uri, self.codeError) = (backHref, action, uri, codeError)
        path = code?.path
        side = "\((code?.size ?? 0) + 8)"
        let digits = Array(secret)
        self.secret = stride(from: 0, to: digits.count, by: 4)
            .map { String(digits[$0..<min($0 + 4, digits.count)]) }.joined(separator: " ")
        problems = ProblemSummary(nil, ("code", codeError))
    }
}
