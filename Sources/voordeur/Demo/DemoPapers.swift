import Kernel
import PortalDomain

/// The letterhead, invoices and offers of one portal of the demo data. Those that are there are left alone.
struct DemoPapers: Sendable {
    private let bench: Workbench
    private let portal: Portal
    private let plan: Plan
    private let actor: AuditEvent.Actor
    private let zone: TimeZoneTable

    /// What the papers of a portal are about.
    struct Plan: Sendable {
        let letterhead: [String: String]
        /// What is sold: description, price in cents, VAT rate.
        let goods: [(text: String, price: Int64, rate: VATRate)]
    }

    /// Days between two invoices, and how many there are; every fourth customer gets an offer too.
    private static let (step, count): (Int64, Int) = (9, 24)

    /// Nil for a portal without a plan.
    init?(_ bench: Workbench, _ portal: Portal, by actor: AuditEvent.Actor) {
        guard let plan = Self.plans[portal.slug], let zone = TimeZones().table(named: portal.timeZone) else {
            return nil
        }
        (self.bench, self.portal, self.plan) = (bench, portal, plan)
        (self.actor, self.zone) = (actor, zone)
    }

    func complete(for customers: [Customer]) async throws {
        guard !customers.isEmpty else { return }
        let invoices = bench.useCases.customerInvoices
        guard try await invoices.list(PageRequest(start: .page(1), size: 1), in: portal.id).entities.isEmpty else {
            return
        }
        let form = LetterheadForm { plan.letterhead[$0] ?? "" }
        _ = try await bench.useCases.letterheads.change(to: form, in: portal.id, by: actor)
        try await charge()
        let now = bench.ambient.now()
        // Offers first: an interrupted run is taken up again as long as there is no invoice.
        for position in 0..<(Self.count / 4) { try await offer(position, to: customers, now) }
        for position in 0..<Self.count { try await invoice(position, to: customers, now) }
    }

    private func invoice(_ position: Int, to customers: [Customer], _ now: Timestamp) async throws {
        let moment = now - Int64(Self.count - position) * Self.step * 86_400 + 36_000
        let day = zone.date(at: moment)
        let bench = bench.at(moment)
        let invoices = bench.useCases.customerInvoices
        let lines = lines(position)
        guard let totals = AmountTotals(lines) else { return }
        let number = try await bench.useCases.invoiceNumbers.take(in: portal.id, of: day.year)
        let new = ManualInvoice(
            customer: customers[position % customers.count].id, number: number, issuedAt: day, lines: lines,
            totals: totals, notice: .silent)
        let creation = try await invoices.create(new, in: portal.id, by: actor)
        // The last few are open, as is one that was forgotten.
        guard case .created(let invoice) = creation, position < Self.count - 5, position % 11 != 7 else { return }
        let paidAt = moment + Int64(3 + position % 9) * 86_400
        _ = try await self.bench.at(paidAt).useCases.customerInvoices.markPaid(
            invoice.id, at: paidAt, in: portal.id, by: actor)
    }

    private func offer(_ position: Int, to customers: [Customer], _ now: Timestamp) async throws {
        let moment = now - Int64(Self.count / 4 - position) * 4 * Self.step * 86_400 + 30_000
        let day = zone.date(at: moment)
        let lines = lines(position + 2)
        guard let totals = AmountTotals(lines) else { return }
        let new = ManualOffer(
            customer: customers[(position * 4 + 1) % customers.count].id, number: "O-\(day.year)-\(101 + position)",
            issuedAt: day, expiresAt: day.adding(days: 40), lines: lines, totals: totals, notice: .silent)
        let creation = try await bench.at(moment).useCases.customerOffers.create(new, in: portal.id, by: actor)
        guard case .created(let offer) = creation, position < Self.count / 4 - 1 else { return }
        let decidedAt = moment + Int64(5 + position) * 86_400
        // One of them was never answered, and has expired.
        guard position != 2 else { return }
        let decision: OfferDecision =
            position % 3 == 1
            ? .rejected(at: decidedAt)
            : .accepted(.init(at: decidedAt, from: "192.0.2.\(10 + position)", with: "Mozilla/5.0"))
        _ = try await bench.at(decidedAt).useCases.customerOffers.decide(offer.id, decision, in: portal.id, by: actor)
    }

    /// One to three goods, in believable numbers.
    private func lines(_ position: Int) -> [AmountLine] {
        (0...(position % 3)).map { step in
            let good = plan.goods[(position + step * 2) % plan.goods.count]
            return AmountLine(
                good.text, quantity: Quantity(stored: Int64(1 + (position * 3 + step) % 7) * 1000),
                unitPrice: Cents(good.price), vatRate: good.rate)
        }
    }

    /// What the operator charges the portal.
    private func charge() async throws {
        let now = bench.ambient.now()
        for quarter in 0..<3 {
            let moment = now - Int64(3 - quarter) * 91 * 86_400
            let day = zone.date(at: moment)
            let lines = [
                AmountLine(
                    "Klantportaal, een kwartaal", quantity: Quantity(stored: 3000), unitPrice: Cents(1295),
                    vatRate: .standard)
            ]
            guard let totals = AmountTotals(lines) else { return }
            let number = "VDR-\(day.year).\(String(10_010 + quarter).dropFirst())"
            let new = NewPlatformInvoice(
                number: number, issuedAt: day, lines: lines, totals: totals, sender: "Voordeur Beheer B.V.")
            let bench = bench.at(moment)
            guard
                try await bench.useCases.platformInvoices.issue(new, at: moment, to: portal.id, by: .commandLine)
                    != nil,
                quarter < 2
            else { continue }
            _ = try await bench.useCases.platformInvoices.markPaid(
                number: number, at: moment + 5 * 86_400, in: portal.id, by: .commandLine)
        }
    }

    private static let plans: [String: Plan] = [
        "bakkerij": Plan(
            letterhead: [
                "name": "Bakkerij Jansen B.V.", "address": "Oudegracht 112", "zip_code": "3511 AW", "city": "Utrecht",
                "country": "NL", "email": "administratie@bakkerij.example", "vat_number": "NL001234567B01",
                "registration": "12345678", "iban": "NL91 ABNA 0417 1643 00", "language": "nl",
            ],
            goods: [
                ("Broodbestelling, per week", 8640, .reduced), ("Taart met logo, 24 personen", 5950, .reduced),
                ("Lunchpakket, per persoon", 1175, .reduced), ("Bezorging", 750, .standard),
                ("Huur van een koeltafel, per dag", 4500, .standard), ("Petitfours, per doos", 1890, .reduced),
            ]),
        "fietsenmaker": Plan(
            letterhead: [
                "name": "Fietsen De Wit", "address": "Stationsplein 8", "zip_code": "3818 LE", "city": "Amersfoort",
                "country": "NL", "email": "info@fietsenmaker.example", "vat_number": "NL002345678B02",
                "registration": "23456789", "iban": "NL20 INGB 0001 2345 67", "language": "nl",
            ],
            goods: [
                ("Grote beurt", 8900, .reduced), ("Lease van een stadsfiets, per maand", 2950, .standard),
                ("Binnenband vervangen", 1650, .reduced), ("Fietstas, waterdicht", 6495, .standard),
                ("Verhuur van een e-bike, per dag", 3250, .standard), ("Verlichting voor en achter", 2795, .standard),
            ]),
    ]
}
