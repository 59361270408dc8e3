/// Whether a password is one that is guessed first (contract O70): one of the list, or hardly more than one.
enum CommonPasswords {
    /// What people put around a common word when they are asked for ten characters: `Welkom2026!`.
    private static let decoration = 6

    static func contain(_ password: String) -> Bool {
        // Letter case does not make a guess any harder.
        let bytes = Array(password.lowercased().utf8)
        if isListed(bytes) || isRepetition(bytes) { return true }
        let core = core(of: bytes)
        guard core.count < bytes.count, bytes.count - core.count <= decoration else { return isListed(plain(bytes)) }
        return isListed(Array(core)) || isListed(plain(core))
    }

    /// Without the digits and signs at its ends.
    private static func core(of bytes: [UInt8]) -> ArraySlice<UInt8> {
        let isLetter: (UInt8) -> Bool = { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 >= 0x80 }
        guard let first = bytes.firstIndex(where: isLetter), let last = bytes.lastIndex(where: isLetter) else {
            return []
        }
        return bytes[first...last]
    }

    /// `p@ssw0rd` is `password`.
    private static func plain(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { byte in
            switch byte {
            case UInt8(ascii: "@"), UInt8(ascii: "4"): UInt8(ascii: "a")
            case UInt8(ascii: "0"): UInt8(ascii: "o")
            case UInt8(ascii: "1"), UInt8(ascii: "!"): UInt8(ascii: "i")
            case UInt8(ascii: "3"): UInt8(ascii: "e")
            case UInt8(ascii: "$"), UInt8(ascii: "5"): UInt8(ascii: "s")
            default: byte
            }
        }
    }

    /// The same few characters, or the same common word, again and again.
    private static func isRepetition(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 2 else { return false }
        for length in 1...(bytes.count / 2) where bytes.count % length == 0 {
            guard (length..<bytes.count).allSatisfy({ bytes[$0] == bytes[$0 - length] }) else { continue }
            return length <= 4 || isListed(Array(bytes[..<length]))
        }
        return false
    }

    /// Searches by halving, in the text as it lies in the program.
    private static func isListed(_ word: [UInt8]) -> Bool {
        CommonPasswordList.text.withUTF8Buffer { list in
            var (low, high) = (0, list.count)
            while low < high {
                var start = (low + high) / 2
                while start > low, list[start] <= 0x20 { start -= 1 }
                var end = start
                while start > low, list[start - 1] > 0x20 { start -= 1 }
                while end < high, list[end] > 0x20 { end += 1 }
                let found = list[start..<end]
                if found.elementsEqual(word) { return true }
                if found.lexicographicallyPrecedes(word) { low = end + 1 } else { high = start }
            }
            return false
        }
    }
}
