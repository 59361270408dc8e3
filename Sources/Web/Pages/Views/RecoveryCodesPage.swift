/// Ten codes for when the phone is gone. Shown once.
package struct RecoveryCodesPage: Page {
    package static let template = "recovery-codes"

    package let codes: [String]
    package let doneHref: String

    package init(codes: [String], doneHref: String) { (self.codes, self.doneHref) = (codes, doneHref) }
}
