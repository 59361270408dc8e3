package import Kernel

/// A picture of an app for consent pages: small, square enough, and of a format that browsers only ever draw.
///
/// SVG is refused, because it can carry scripts and links. What arrives is not decoded here, only measured: the browser decodes it,
/// from an answer that names its exact type and forbids everything else (decision 0029).
package struct AppLogo: Sendable, Equatable {
    package enum Format: String, Sendable, CaseIterable {
        case png = "image/png"
        case jpeg = "image/jpeg"
        case webp = "image/webp"
    }

    package enum Fault: String, Error, Sendable {
        case empty = "error.logo.empty"
        case tooLarge = "error.logo.too_large"
        case format = "error.logo.format"
        case animated = "error.logo.animated"
        case dimensions = "error.logo.dimensions"
    }

    /// Bytes.
    package static let maximumSize = 131_072
    /// Width and height in pixels.
    package static let sides = 32...1024

    package let format: Format
    package let content: [UInt8]
    package let width: Int
    package let height: Int
    /// Names the content in its address.
    package let digest: TokenDigest

    package init(_ content: [UInt8]) throws(Fault) {
        guard !content.isEmpty else { throw .empty }
        guard content.count <= Self.maximumSize else { throw .tooLarge }
        let header = try RasterHeader(content)
        guard Self.sides.contains(header.width), Self.sides.contains(header.height),
            max(header.width, header.height) <= 2 * min(header.width, header.height)
        else { throw .dimensions }
        (format, width, height, self.content) = (header.format, header.width, header.height, content)
        digest = TokenDigest(of: content)
    }
}
