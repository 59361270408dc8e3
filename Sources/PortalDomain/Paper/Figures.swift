package import Kernel

/// Numbers as people of one language write them.
package struct Figures: Sendable {
    let thousands: String
    let decimal: String
    /// With what stands between it and the digits.
    let euro: String
    /// `-€1.00` in English, `€ -1,00` in Dutch.
    let isSignBeforeEuro: Bool

    package static func of(_ language: MailLanguage) -> Figures {
        switch language {
        case .en: Figures(thousands: ",", decimal: ".", euro: "€", isSignBeforeEuro: true)
        case .nl: Figures(thousands: ".", decimal: ",", euro: "€\u{A0}", isSignBeforeEuro: false)
        }
    }

    /// `€ 1.234,56`
    package func amount(_ amount: Cents) -> String {
        let sign = amount.count < 0 ? "-" : ""
        let cents = String(amount.count.magnitude % 100 + 100).dropFirst()
        let digits = "\(grouped(amount.count.magnitude / 100))\(decimal)\(cents)"
        return isSignBeforeEuro ? "\(sign)\(euro)\(digits)" : "\(euro)\(sign)\(digits)"
    }

    /// `1.000`, `2,5`
    package func quantity(_ quantity: Quantity) -> String {
        var fraction = String(quantity.thousandths % 1000 + 1000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        let whole = grouped(UInt64(quantity.thousandths / 1000))
        return fraction.isEmpty ? whole : "\(whole)\(decimal)\(fraction)"
    }

    package func rate(_ rate: VATRate) -> String { "\(rate.rawValue)%" }

    private func grouped(_ number: UInt64) -> String {
        var groups: [String] = []
        var rest = number
        while rest >= 1000 {
            groups.append(String(String(rest % 1000 + 1000).dropFirst()))
            rest /= 1000
        }
        groups.append("\(rest)")
        return groups.reversed().joined(separator: thousands)
    }
}
