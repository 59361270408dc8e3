/// A logo for paper: of a format that a PDF can hold.
package struct PrintedLogo: Sendable, Equatable {
    package enum Format: String, Sendable, CaseIterable {
        case png = "image/png"
        case jpeg = "image/jpeg"
    }

    package let format: Format
    package let content: [UInt8]
    /// Pixels.
    package let width: Int
    package let height: Int

    /// What was found out when it was uploaded; nil for a format that no PDF holds.
    package init?(_ logo: AppLogo) {
        guard let format = Format(rawValue: logo.format.rawValue) else { return nil }
        (self.format, content, width, height) = (format, logo.content, logo.width, logo.height)
    }
}
