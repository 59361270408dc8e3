/// A QR code (ISO/IEC 18004): a text in bytes, with the error correction of level M.
///
/// Ours because it is small, needs no picture library, and the text in it is a secret that should pass through as little code as
/// possible. It does what authenticator apps need: byte mode, the smallest version that holds the text, the best mask.
package struct QRCode: Sendable {
    /// Modules on a side.
    package let size: Int
    /// Row by row; true is dark.
    private(set) var modules: [Bool]
    /// Modules that belong to the patterns and hold no data.
    private(set) var isFixed: [Bool]
    let version: Int

    /// Nil for a text that is too long for any version: more than 2,331 bytes.
    package init?(_ text: String) {
        guard let data = QRData(Array(text.utf8)) else { return nil }
        var blank = QRCode(version: data.version)
        blank.place(data.codewords)
        let candidates = (0..<8).map { mask in blank.masked(mask) }
        guard let best = candidates.min(by: { $0.penalty < $1.penalty }) else { return nil }
        self = best
    }

    /// With a mask of choice, to compare with another encoder.
    init?(_ text: String, mask: Int) {
        guard let data = QRData(Array(text.utf8)) else { return nil }
        var blank = QRCode(version: data.version)
        blank.place(data.codewords)
        self = blank.masked(mask)
    }

    /// The patterns of a version, without data.
    private init(version: Int) {
        self.version = version
        size = 17 + 4 * version
        modules = Array(repeating: false, count: size * size)
        isFixed = modules
        drawPatterns()
    }

    subscript(row: Int, column: Int) -> Bool { modules[row * size + column] }

    mutating func fix(_ row: Int, _ column: Int, _ isDark: Bool) {
        modules[row * size + column] = isDark
        isFixed[row * size + column] = true
    }

    /// §7.7.3: two columns at a time from the right, up and down in turns, around the patterns.
    private mutating func place(_ codewords: [UInt8]) {
        var bit = 0
        var right = size - 1
        while right >= 1 {
            if right == 6 { right = 5 }  // the column of the timing pattern
            let goesUp = (right + 1) & 2 == 0
            for vertical in 0..<size {
                let row = goesUp ? size - 1 - vertical : vertical
                for column in [right, right - 1] where !isFixed[row * size + column] && bit < codewords.count * 8 {
                    modules[row * size + column] = codewords[bit >> 3] >> (7 - UInt8(bit & 7)) & 1 == 1
                    bit += 1
                }
            }
            right -= 2
        }
    }

    /// §7.8.2: turns over what the mask says, and writes down which one it was.
    private func masked(_ mask: Int) -> QRCode {
        var code = self
        for row in 0..<size {
            for column in 0..<size where !isFixed[row * size + column] && Self.turns(mask, row, column) {
                code.modules[row * size + column].toggle()
            }
        }
        code.drawFormat(mask)
        return code
    }

    private static func turns(_ mask: Int, _ row: Int, _ column: Int) -> Bool {
        switch mask {
        case 0: (row + column) % 2 == 0
        case 1: row % 2 == 0
        case 2: column % 3 == 0
        case 3: (row + column) % 3 == 0
        case 4: (row / 2 + column / 3) % 2 == 0
        case 5: row * column % 2 + row * column % 3 == 0
        case 6: (row * column % 2 + row * column % 3) % 2 == 0
        default: ((row + column) % 2 + row * column % 3) % 2 == 0
        }
    }
}

extension QRCode {
    /// One `<path>` for an SVG whose view box is `size + 8` on a side: the quiet zone of four modules is around it (§6.3.8).
    package var path: String {
        var path = ""
        for row in 0..<size {
            var column = 0
            while column < size {
                guard self[row, column] else {
                    column += 1
                    continue
                }
                let start = column
                while column < size, self[row, column] { column += 1 }
                path += "M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z"
            }
        }
        return path
    }
}
