/// How many of something a line counts, in thousandths: above 0, up to 1,000,000, at most three decimals (contract api-v1, 4.5).
package struct Quantity: Sendable, Hashable, CustomStringConvertible {
    package let thousandths: Int64

    package static let one = Quantity(stored: 1000)

    package init?(_ number: ExactDecimal) {
        guard let thousandths = number.scaled(by: 3), (1...1_000_000_000).contains(thousandths) else { return nil }
        self.thousandths = thousandths
    }

    /// Trusts a column of our own database.
    package init(stored thousandths: Int64) { self.thousandths = thousandths }

    /// What so many cost without tax, rounded half away from zero.
    package func times(_ price: Cents) -> Cents {
        Cents(rounded(Int128(thousandths) * Int128(price.count), dividedBy: 1000))
    }

    /// `1`, `2.5`, `0.125`: a JSON number.
    package var description: String {
        var fraction = String(1000 + thousandths % 1000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? "\(thousandths / 1000)" : "\(thousandths / 1000).\(fraction)"
    }
}
