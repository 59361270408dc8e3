import Kernel

/// A signature that somebody drew: a PNG as a data URI (RFC 2397), at most 1 MB decoded. Kept as it was sent, because digests are
/// made over it.
package struct SignatureImage: Sendable, Hashable {
    package let text: String

    private static let prefix = "data:image/png;base64,"
    private static let maximum = 1_048_576

    package init?(_ text: String) {
        guard text.hasPrefix(Self.prefix) else { return nil }
        let encoded = text.utf8.dropFirst(Self.prefix.utf8.count)
        guard encoded.count <= (Self.maximum + 2) / 3 * 4, let bytes = Base64.decode(encoded),
            bytes.count <= Self.maximum, let header = try? RasterHeader(bytes), header.format == .png
        else { return nil }
        self.text = text
    }

    /// Trusts a column of our own database.
    package init(stored text: String) { self.text = text }
}
