package import Kernel

extension Texts {
    /// `€ 1.234,56` in Dutch, `€1,234.56` in English. The space does not break.
    package func money(_ amount: Cents) -> String {
        let cents = amount.count.magnitude % 100
        let (group, point, symbol) = language == .nl ? (".", ",", "€\u{A0}") : (",", ".", "€")
        var whole = String(amount.count.magnitude / 100)
        var position = whole.count - 3
        while position > 0 {
            whole.insert(contentsOf: group, at: whole.index(whole.startIndex, offsetBy: position))
            position -= 3
        }
        return "\(amount < .zero ? "-" : "")\(symbol)\(whole)\(point)\(cents < 10 ? "0" : "")\(cents)"
    }
}
