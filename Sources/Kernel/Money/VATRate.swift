/// The Dutch rates of value-added tax, in per cent (contract api-v1, 2.9).
package enum VATRate: Int, Sendable, CaseIterable {
    case zero = 0
    case reduced = 9
    case standard = 21

    /// The tax on an amount without it, rounded half away from zero.
    package func vat(onNet net: Cents) -> Cents {
        Cents(rounded(Int128(net.count) * Int128(rawValue), dividedBy: 100))
    }

    /// An amount with tax, split: `net` is rounded half away from zero and `vat` is the rest, so that both together are the amount.
    package func split(_ gross: Cents) -> (net: Cents, vat: Cents) {
        let net = Cents(rounded(Int128(gross.count) * 100, dividedBy: Int128(100 + rawValue)))
        return (net, gross - net)
    }
}
