import Kernel
import PortalDomain

/// Invents invoices that could be real: the same seed and customers, the same invoices.
struct InvoiceInventor: Sendable {
    struct Invention: Sendable {
        let customer: CustomerID
        /// VAT included.
        let amount: Cents
        let paidAt: Timestamp?
    }

    private let customers: [CustomerID]
    private let now: Timestamp
    private var dice: SplitMix64
    /// How many customers there are at the moment of the last invention.
    private var known = 1

    /// - Parameter customers: oldest first, and at least one.
    init(_ customers: [CustomerID], now: Timestamp, seed: UInt64) {
        (self.customers, self.now) = (customers, now)
        dice = SplitMix64(seed: seed ^ 0x1A_701CE5)
    }

    /// - Parameter moment: not earlier than that of the invention before.
    mutating func invent(at moment: Timestamp) -> Invention {
        while known < customers.count, customers[known].madeAt <= moment { known += 1 }
        let line = AmountLine(
            "", quantity: Quantity(stored: Int64(dice.number(in: 1...12)) * 1000),
            unitPrice: Cents(Int64(dice.number(in: 10...900)) * 25), vatRate: dice.chance(70) ? .standard : .reduced)
        // Nearly everybody pays, within five weeks.
        let paidAt = moment + Int64(dice.number(in: 3600...(35 * 86_400)))
        let pays = dice.chance(96) && paidAt <= now
        return Invention(
            customer: customers[dice.number(below: known)], amount: line.gross, paidAt: pays ? paidAt : nil)
    }
}
