/// The codewords of a text: mode, length, bytes, padding, and error correction in interleaved blocks (ISO/IEC 18004, §7.4 to §7.6).
struct QRData {
    let version: Int
    let codewords: [UInt8]

    /// Nil if no version holds it.
    init?(_ bytes: [UInt8]) {
        guard let version = (1...40).first(where: { Self.fits(bytes.count, in: $0) }) else { return nil }
        self.version = version
        codewords = Self.interleave(Self.padded(bytes, version: version), version: version)
    }

    /// Bits of the length field in byte mode.
    private static func lengthBits(_ version: Int) -> Int { version < 10 ? 8 : 16 }

    private static func fits(_ count: Int, in version: Int) -> Bool {
        4 + lengthBits(version) + 8 * count <= 8 * dataCodewords(version)
    }

    private static func padded(_ bytes: [UInt8], version: Int) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for index in (0..<count).reversed() { bits.append(value >> index & 1 == 1) }
        }
        append(0b0100, 4)  // byte mode
        append(bytes.count, lengthBits(version))
        for byte in bytes { append(Int(byte), 8) }
        let capacity = 8 * dataCodewords(version)
        append(0, min(4, capacity - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var padding = 0xEC
        while bits.count < capacity {
            append(padding, 8)
            padding ^= 0xEC ^ 0x11
        }
        return stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<(start + 8)].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
    }

    /// Cut into blocks, the short ones first; then the first of each block, the second of each, and so on.
    private static func interleave(_ data: [UInt8], version: Int) -> [UInt8] {
        let (count, length) = (blocks[version - 1], correction[version - 1])
        let short = data.count / count
        let shortCount = count - data.count % count
        let divisor = ReedSolomon.divisor(of: length)
        var parts: [[UInt8]] = []
        var start = 0
        for index in 0..<count {
            let end = start + short + (index < shortCount ? 0 : 1)
            parts.append(Array(data[start..<end]))
            start = end
        }
        var all: [UInt8] = []
        for position in 0...short { all += parts.compactMap { position < $0.count ? $0[position] : nil } }
        let remainders = parts.map { ReedSolomon.remainder(of: $0, by: divisor) }
        for position in 0..<length { all += remainders.map { $0[position] } }
        return all
    }

    private static func dataCodewords(_ version: Int) -> Int {
        rawModules(version) / 8 - blocks[version - 1] * correction[version - 1]
    }

    /// Modules that are left for codewords.
    private static func rawModules(_ version: Int) -> Int {
        var modules = (16 * version + 128) * version + 64
        if version >= 2 {
            let alignments = version / 7 + 2
            modules -= (25 * alignments - 10) * alignments - 55
            if version >= 7 { modules -= 36 }
        }
        return modules
    }

    // Table 9, level M, versions 1 to 40: codewords of error correction per block, and blocks.
    private static let correction = [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
        26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ]
    private static let blocks = [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
        17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ]
}

/// Error correction over GF(2⁸) with the polynomial of QR codes, x⁸ + x⁴ + x³ + x² + 1.
enum ReedSolomon {
    static func divisor(of degree: Int) -> [UInt8] {
        var result = Array(repeating: UInt8(0), count: degree)
        result[degree - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                result[index] = multiply(result[index], root)
                if index + 1 < degree { result[index] ^= result[index + 1] }
            }
            root = multiply(root, 2)
        }
        return result
    }

    static func remainder(of data: [UInt8], by divisor: [UInt8]) -> [UInt8] {
        var result = Array(repeating: UInt8(0), count: divisor.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for (index, coefficient) in divisor.enumerated() { result[index] ^= multiply(coefficient, factor) }
        }
        return result
    }

    private static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product = 0
        for index in (0..<8).reversed() {
            product = product << 1 ^ (product >> 7) * 0x11D
            product ^= Int(right >> UInt8(index) & 1) * Int(left)
        }
        return UInt8(truncatingIfNeeded: product)
    }
}
