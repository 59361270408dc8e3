/// What the first bytes of a PNG, JPEG or WebP file say: its format and its size in pixels.
///
/// Ten-line readers that never look beyond the bytes that are there. A file that several formats could claim is the one of its first
/// bytes, and is served as nothing else.
struct RasterHeader: Sendable, Equatable {
    let format: AppLogo.Format
    let width: Int
    let height: Int

    init(_ bytes: [UInt8]) throws(AppLogo.Fault) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            (format, (width, height)) = (.png, try Self.png(bytes))
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            (format, (width, height)) = (.jpeg, try Self.jpeg(bytes))
        } else if bytes.count >= 16, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) {
            (format, (width, height)) = (.webp, try Self.webp(bytes))
        } else {
            throw .format
        }
    }

    /// PNG (ISO 15948 §5, §11.2.2): the first chunk is IHDR; `acTL` before the picture makes it an animation.
    private static func png(_ bytes: [UInt8]) throws(AppLogo.Fault) -> (Int, Int) {
        guard let length = big(bytes, 8, 4), length == 13, bytes.count > 33, bytes[12..<16].elementsEqual("IHDR".utf8),
            let width = big(bytes, 16, 4), let height = big(bytes, 20, 4)
        else { throw .format }
        var position = 33
        while let length = big(bytes, position, 4), bytes.count >= position + 8 {
            let name = bytes[(position + 4)..<(position + 8)]
            if name.elementsEqual("acTL".utf8) { throw .animated }
            if name.elementsEqual("IDAT".utf8) { return (width, height) }
            position += 12 + length
        }
        throw .format
    }

    /// JPEG (ITU T.81 §B.2.2): segments with a length each, until one that starts a frame.
    private static func jpeg(_ bytes: [UInt8]) throws(AppLogo.Fault) -> (Int, Int) {
        var position = 2
        while position + 4 <= bytes.count {
            guard bytes[position] == 0xFF else { throw .format }
            let marker = bytes[position + 1]
            switch marker {
            case 0xFF: position += 1  // a fill byte
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                guard let height = big(bytes, position + 5, 2), let width = big(bytes, position + 7, 2) else {
                    throw .format
                }
                return (width, height)
            case 0xC4, 0xC8, 0xCC, 0xDB...0xFE:
                guard marker != 0xDA, let length = big(bytes, position + 2, 2), length >= 2 else { throw .format }
                position += 2 + length
            default: throw .format
            }
        }
        throw .format
    }

    /// WebP (RFC 9649 §2): a simple file holds `VP8 ` or `VP8L`, an extended one starts with `VP8X`.
    private static func webp(_ bytes: [UInt8]) throws(AppLogo.Fault) -> (Int, Int) {
        let chunk = bytes[12..<16]
        if chunk.elementsEqual("VP8X".utf8) {
            guard bytes.count >= 30 else { throw .format }
            if bytes[20] & 0b10 != 0 { throw .animated }
            return (1 + little(bytes, 24, 3), 1 + little(bytes, 27, 3))
        }
        if chunk.elementsEqual("VP8L".utf8) {
            guard bytes.count >= 25, bytes[20] == 0x2F else { throw .format }
            let bits = little(bytes, 21, 4)
            return (1 + bits & 0x3FFF, 1 + (bits >> 14) & 0x3FFF)
        }
        guard chunk.elementsEqual("VP8 ".utf8), bytes.count >= 30, bytes[23..<26].elementsEqual([0x9D, 0x01, 0x2A])
        else { throw .format }
        return (little(bytes, 26, 2) & 0x3FFF, little(bytes, 28, 2) & 0x3FFF)
    }

    /// Nil beyond the end.
    private static func big(_ bytes: [UInt8], _ position: Int, _ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        return bytes[position..<(position + count)].reduce(0) { $0 << 8 | Int($1) }
    }

    /// Callers have checked the length.
    private static func little(_ bytes: [UInt8], _ position: Int, _ count: Int) -> Int {
        bytes[position..<(position + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
