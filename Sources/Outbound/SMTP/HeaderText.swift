import Kernel

/// Text in a header field.
enum HeaderText {
    /// One line of printable ASCII; whatever else there is becomes `?`. A line break must not start another field.
    static func line(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.isASCII && $0.value >= 0x20 && $0.value != 0x7F ? Character($0) : "?" })
    }

    /// As it is if it is short and plain, else as encoded words (RFC 2047 §2), each on a line of its own.
    /// - Parameter column: where in its line the text begins.
    static func encoded(_ text: String, after column: Int) -> String {
        let clean = withoutControls(text)
        let isPlain = clean.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !clean.contains("=?")
        if isPlain && column + clean.utf8.count <= 78 { return clean }
        return words(of: clean, after: column).joined(separator: "\r\n ")
    }

    private static func withoutControls(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    /// At most 75 characters each, and no character in two words (§2, §5).
    private static func words(of text: String, after column: Int) -> [String] {
        var words: [String] = []
        var piece: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // 12 for `=?utf-8?B?` and `?=`; base64 makes 4 of 3.
            let room = (75 - 12 - (words.isEmpty ? column : 0)) / 4 * 3
            if piece.count + bytes.count > room {
                words.append("=?utf-8?B?\(Base64.encode(piece))?=")
                piece = []
            }
            piece += bytes
        }
        words.append("=?utf-8?B?\(Base64.encode(piece))?=")
        return words
    }
}
