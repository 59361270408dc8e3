/// A decimal number exactly as it was written, never a binary fraction: `12.95` is 1295 hundredths.
package struct ExactDecimal: Sendable, Equatable {
    /// Without leading or trailing zeros; empty for zero.
    private let digits: [UInt8]
    /// Of the last digit: 0 for whole numbers, -2 for hundredths.
    private let exponent: Int
    private let isNegative: Bool

    /// - Parameter text: a number in the grammar of JSON (RFC 8259 §6), which the parser has checked.
    package init(jsonNumber text: String) {
        var digits: [UInt8] = []
        var exponent = 0
        var isFraction = false
        var bytes = text.utf8[...]
        isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes.removeFirst() }
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte - UInt8(ascii: "0")) }
                if isFraction { exponent -= 1 }
            case UInt8(ascii: "."): isFraction = true
            default:
                // An exponent beyond any number that we take: its size no longer matters, only its sign.
                let power = Int(String(bytes) ?? "") ?? (bytes.first == UInt8(ascii: "-") ? -1_000_000 : 1_000_000)
                exponent += max(-1_000_000, min(1_000_000, power))
                bytes = bytes.suffix(0)
            }
        }
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        (self.digits, self.exponent) = (digits, digits.isEmpty ? 0 : exponent)
    }

    /// The number in units of `10^-decimals`; nil if it has more decimals than that, or does not fit.
    package func scaled(by decimals: Int) -> Int64? {
        guard !digits.isEmpty else { return 0 }
        let zeros = exponent + decimals
        guard zeros >= 0, digits.count + zeros <= 18 else { return nil }
        var number: Int64 = 0
        for digit in digits { number = number * 10 + Int64(digit) }
        for _ in 0..<zeros { number *= 10 }
        return isNegative ? -number : number
    }
}
