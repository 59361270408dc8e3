import Kernel
import Testing

@Suite("Money", .timeLimit(.minutes(1)))
struct MoneyTests {
    @Test(
        "An amount is one to nine digits, a full stop and two digits",
        arguments: [
            ("12.95", 1295), ("0.00", 0), ("0.05", 5), ("007.10", 710), ("999999999.99", 99_999_999_999),
        ] as [(String, Int64)])
    func amount(text: String, count: Int64) { #expect(Cents(text)?.count == count) }

    @Test(
        "Nothing else is an amount",
        arguments: [
            "", ".95", "12", "12.9", "12.950", "12,95", "-12.95", "+1.00", " 1.00", "1 .00", "1000000000.00", "1e2",
            "1.0a", "１.00",
        ])
    func noAmount(text: String) { #expect(Cents(text) == nil) }

    @Test("A deduction has one leading minus sign")
    func signed() {
        #expect(Cents(signed: "-12.95")?.count == -1295)
        #expect(Cents(signed: "12.95")?.count == 1295)
        #expect(Cents(signed: "--1.00") == nil)
    }

    @Test(
        "Amounts are written with two decimals and their sign",
        arguments: [
            (0, "0.00"), (5, "0.05"), (1295, "12.95"), (-5, "-0.05"), (-1295, "-12.95"),
            (99_999_999_999, "999999999.99"),
        ] as [(Int64, String)])
    func text(count: Int64, text: String) { #expect(Cents(count).description == text) }

    @Test(
        "A number is read as it was written",
        arguments: [
            ("12.95", 2, 1295), ("12.950", 2, 1295), ("1e2", 0, 100), ("1.5E1", 0, 15), ("100", 0, 100),
            ("0.001", 3, 1),
            ("-2", 0, -2), ("0e999999999999999999999", 0, 0), ("0.0", 0, 0), ("1000000", 3, 1_000_000_000),
            ("0.1e1", 0, 1), ("-0", 0, 0),
        ] as [(String, Int, Int64)])
    func decimal(text: String, decimals: Int, scaled: Int64) {
        #expect(ExactDecimal(jsonNumber: text).scaled(by: decimals) == scaled)
    }

    @Test(
        "A number with more decimals than asked for, or too large, is refused",
        arguments: [
            ("12.951", 2), ("1.5", 0), ("1e-1", 0), ("1e30", 0), ("1e999999999999999999999", 0),
            ("1e-999999999999999999999", 0),
            ("12345678901234567890", 0),
        ])
    func noDecimal(text: String, decimals: Int) {
        #expect(ExactDecimal(jsonNumber: text).scaled(by: decimals) == nil)
    }

    @Test(
        "Quantities have at most three decimals and are above 0",
        arguments: [
            ("1", "1"), ("2.50", "2.5"), ("0.125", "0.125"), ("1000000", "1000000"), ("0", nil), ("-1", nil),
            ("0.0001", nil),
            ("1000000.001", nil),
        ] as [(String, String?)])
    func quantity(text: String, written: String?) {
        #expect(Quantity(ExactDecimal(jsonNumber: text))?.description == written)
    }

    @Test("A half cent is rounded away from zero, also in a deduction")
    func halves() throws {
        let half = try #require(Quantity(ExactDecimal(jsonNumber: "0.5")))
        #expect(half.times(Cents(1)) == Cents(1))
        #expect(half.times(Cents(-1)) == Cents(-1))
        #expect(half.times(Cents(3)) == Cents(2))
        // 0.50 × 9 % = 0.045
        #expect(VATRate.reduced.vat(onNet: Cents(50)) == Cents(5))
        #expect(VATRate.reduced.vat(onNet: Cents(-50)) == Cents(-5))
        #expect(VATRate.standard.vat(onNet: Cents(1295)) == Cents(272))
    }

    @Test("The largest line does not overflow")
    func largest() {
        let line = AmountLine(
            "", quantity: Quantity(stored: 1_000_000_000), unitPrice: Cents.maximum, vatRate: .standard)
        #expect(line.gross.count == 99_999_999_999 * 1_000_000 / 100 * 121)
    }

    @Test("A hundred of the largest lines, and a negative total, are refused and not added up wrongly")
    func outOfRange() throws {
        let largest = AmountLine("", quantity: Quantity(stored: 1_000_000_000), unitPrice: .maximum, vatRate: .standard)
        #expect(AmountTotals(Array(repeating: largest, count: 100)) == nil)
        #expect(AmountTotals([AmountLine("", unitPrice: Cents(-1), vatRate: .zero)]) == nil)
        #expect(AmountTotals([AmountLine("", unitPrice: .maximum, vatRate: .zero)])?.gross == .maximum)
        let both = [
            AmountLine("", unitPrice: .maximum, vatRate: .zero), AmountLine("", unitPrice: Cents(1), vatRate: .zero),
        ]
        #expect(AmountTotals(both) == nil)
        let deducted = try #require(
            AmountTotals([
                largest,
                AmountLine(
                    "", quantity: largest.quantity, unitPrice: Cents(-Cents.maximum.count), vatRate: .standard),
            ]))
        #expect(deducted.gross == .zero)
    }

    @Test("An amount with tax splits into two parts that make it up again, to the cent")
    func split() {
        for rate in VATRate.allCases {
            for count in (-2_000...2_000).map(Int64.init) + [99_999_999_999] {
                let (net, vat) = rate.split(Cents(count))
                #expect(net + vat == Cents(count))
                // net is the nearest whole cent to count × 100 / (100 + rate)
                let error = abs(net.count * Int64(100 + rate.rawValue) - count * 100)
                #expect(error * 2 <= Int64(100 + rate.rawValue))
            }
        }
    }

    @Test("The totals of 100,000 random invoices are the sums of their lines, and of their table of tax")
    func totals() {
        var random = SplitMix64(seed: 20_261_121)
        for _ in 0..<100_000 {
            let lines = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                AmountLine(
                    "", quantity: Quantity(stored: .random(in: 1...100_000, using: &random)),
                    unitPrice: Cents(.random(in: -100_000...1_000_000, using: &random)),
                    vatRate: VATRate.allCases.randomElement(using: &random) ?? .zero)
            }
            let net = lines.reduce(0) { $0 + $1.net.count }
            let vat = lines.reduce(0) { $0 + $1.vat.count }
            guard let totals = AmountTotals(lines) else {
                #expect(net + vat < 0)
                continue
            }
            guard totals.net.count == net, totals.vat.count == vat, totals.gross.count == net + vat,
                totals.rates.reduce(0, { $0 + $1.net.count + $1.vat.count }) == net + vat,
                totals.rates.map(\.rate.rawValue) == Set(lines.map(\.vatRate.rawValue)).sorted()
            else {
                Issue.record("the totals of \(lines) do not add up")
                return
            }
        }
    }

    @Test(
        "Terms keep the day of the month on which they began",
        arguments: [
            (BillingInterval.month, 2025, 1, 31, ["2025-02-28", "2025-03-31", "2025-04-30"]),
            (.year, 2024, 2, 29, ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
            (.twoMonths, 2025, 12, 31, ["2026-02-28", "2026-04-30", "2026-06-30"]),
            (.halfYear, 2025, 8, 31, ["2026-02-28", "2026-08-31"]),
            (.fortnight, 2025, 12, 25, ["2026-01-08", "2026-01-22"]),
        ])
    func terms(interval: BillingInterval, year: Int, month: Int, day: Int, starts: [String]) throws {
        var date = try #require(CalendarDate(year: year, month: month, day: day))
        for start in starts {
            date = interval.term(after: date, keepingDay: day)
            #expect(date.description == start)
        }
    }

    @Test("The last second of a day is the one before the next day, also when clocks change")
    func ends() throws {
        let zone = try #require(TimeZones().table(named: "Europe/Amsterdam"))
        for (day, end) in [("2025-03-30", "2025-03-30T23:59:59+02:00"), ("2025-10-26", "2025-10-26T23:59:59+01:00")] {
            let date = try #require(CalendarDate(day))
            #expect(zone.atom(zone.end(of: date)) == end)
            #expect(zone.date(at: zone.end(of: date)) == date)
            #expect(zone.date(at: zone.start(of: date)) == date)
        }
    }
}
