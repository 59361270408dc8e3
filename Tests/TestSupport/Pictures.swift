/// The first bytes of pictures, and a whole one that browsers draw.
package enum Pictures {
    /// A PNG with a header, perhaps an animation, and the start of its data.
    package static func png(_ width: Int, _ height: Int, animated: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        bytes += chunk("IHDR", big(width, 4) + big(height, 4) + [8, 2, 0, 0, 0])
        if animated { bytes += chunk("acTL", [UInt8](repeating: 0, count: 8)) }
        return bytes + chunk("IDAT", [1, 2, 3]) + chunk("IEND", [])
    }

    package static func jpeg(_ width: Int, _ height: Int) -> [UInt8] {
        let start: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xDB, 0, 3, 9]
        return start + [0xFF, 0xC2, 0, 11, 8] + big(height, 2) + big(width, 2) + [1, 1, 17, 0]
    }

    package static func webpLossy(_ width: Int, _ height: Int) -> [UInt8] {
        riff("VP8 ", [1, 0, 0, 0x9D, 0x01, 0x2A] + little(width, 2) + little(height, 2))
    }

    package static func webpLossless(_ width: Int, _ height: Int) -> [UInt8] {
        riff("VP8L", [0x2F] + little((height - 1) << 14 | (width - 1), 4) + [0, 0, 0, 0, 0])
    }

    package static func webpExtended(_ width: Int, _ height: Int, animated: Bool = false) -> [UInt8] {
        riff("VP8X", [animated ? 2 : 0, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3))
    }

    private static func riff(_ name: String, _ content: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + little(content.count + 12, 4) + Array("WEBP\(name)".utf8) + little(content.count, 4)
            + content
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        big(content.count, 4) + Array(name.utf8) + content + [0, 0, 0, 0]
    }

    private static func big(_ number: Int, _ count: Int) -> [UInt8] { little(number, count).reversed() }

    private static func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
