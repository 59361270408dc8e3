/// `/oauth/device`: which code does your device show? (RFC 8628 §3.3)
package struct DeviceCodePage: Page {
    package static let template = "device-code"

    package let action: String
    package let code: FieldView
    package let problems: ProblemSummary?

    package init(action: String, code: FieldView) {
        self.action = action
        self.code = code
        problems = ProblemSummary(nil, ("user_code", code.error))
    }
}
