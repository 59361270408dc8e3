/// One line of an invoice or offer, and what it comes to. Tax is computed and rounded per line (contract api-v1, 2.9).
package struct AmountLine: Sendable, Equatable {
    package let description: String
    package let quantity: Quantity
    /// Per unit, without tax; negative for a deduction.
    package let unitPrice: Cents
    package let vatRate: VATRate
    /// The rest of a price with tax; nil: the tax is computed.
    private let givenVAT: Cents?

    package init(_ description: String, quantity: Quantity = .one, unitPrice: Cents, vatRate: VATRate) {
        (self.description, self.quantity, self.unitPrice, self.vatRate) = (description, quantity, unitPrice, vatRate)
        givenVAT = nil
    }

    /// One of something whose price includes the tax: net and tax together are that price, to the cent (contract api-v1, 2.9).
    package init(_ description: String, gross: Cents, vatRate: VATRate) {
        let (net, vat) = vatRate.split(gross)
        (self.description, quantity, unitPrice, self.vatRate, givenVAT) = (description, .one, net, vatRate, vat)
    }

    package var net: Cents { quantity.times(unitPrice) }
    package var vat: Cents { givenVAT ?? vatRate.vat(onNet: net) }
    package var gross: Cents { net + vat }
}

/// What lines come to together: from 0.00 to 999,999,999.99 (contract api-v1, 4.5).
package struct AmountTotals: Sendable, Equatable {
    /// One row of the table of tax: the rates that occur, ascending.
    package struct Rate: Sendable, Equatable {
        package let rate: VATRate
        package let net: Cents
        package let vat: Cents
    }

    package let rates: [Rate]
    package let net: Cents
    package let vat: Cents
    package var gross: Cents { net + vat }

    /// Nil for a total that is out of range.
    package init?(_ lines: [AmountLine]) {
        var rates: [Rate] = []
        var (net, vat): (Int128, Int128) = (0, 0)
        for rate in VATRate.allCases {
            let those = lines.filter { $0.vatRate == rate }
            guard !those.isEmpty else { continue }
            // A hundred of the largest lines are more than 64 bits hold.
            let sums = those.reduce((net: Int128(0), vat: Int128(0))) {
                ($0.net + Int128($1.net.count), $0.vat + Int128($1.vat.count))
            }
            guard let rateNet = Int64(exactly: sums.net), let rateVAT = Int64(exactly: sums.vat) else { return nil }
            rates.append(Rate(rate: rate, net: Cents(rateNet), vat: Cents(rateVAT)))
            net += sums.net
            vat += sums.vat
        }
        guard (0...Int128(Cents.maximum.count)).contains(net + vat), let wholeNet = Int64(exactly: net),
            let wholeVAT = Int64(exactly: vat)
        else { return nil }
        (self.rates, self.net, self.vat) = (rates, Cents(wholeNet), Cents(wholeVAT))
    }
}
