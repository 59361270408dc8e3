import Kernel
import PortalDomain

/// Payment links, packages and subscriptions of a portal of the demo data, with payments through the sandbox.
struct DemoPayments: Sendable {
    let bench: Workbench
    let portal: Portal
    let actor: AuditEvent.Actor

    /// Leaves alone what is there.
    func make(for customers: [Customer], until now: Timestamp) async throws {
        try await links(until: now)
        try await subscriptions(for: customers, until: now)
    }

    private func links(until now: Timestamp) async throws {
        guard
            try await bench.useCases.paymentLinks.list(PageRequest(start: .page(1), size: 1), in: portal.id).entities
                .isEmpty
        else { return }
        let wishes: [(days: Int64, text: String, cents: Int64, isReusable: Bool, outcome: PaymentStatus?)] = [
            (40, "Aanbetaling bestelling 2211", 5000, false, .paid), (21, "Cadeaubon", 2500, true, .paid),
            (9, "Restbedrag bestelling 2240", 18_450, false, .failed), (2, "Workshop zaterdag", 4750, false, nil),
        ]
        for wish in wishes {
            let then = bench.at(now - wish.days * 86_400)
            let link = try await then.useCases.paymentLinks.create(
                NewPaymentLink(
                    description: wish.text, amount: Cents(wish.cents), isReusable: wish.isReusable), in: portal.id,
                by: actor)
            guard let outcome = wish.outcome,
                case .payment(let begun) = try await then.useCases.paymentLinks.begin(link.id, in: portal.id)
            else { continue }
            _ = try await then.useCases.payments.checkout(begun)
            guard let payment = try await then.useCases.payments.find(begun.id, in: portal.id) else { continue }
            _ = try await then.useCases.payments.choose(outcome, for: payment)
        }
    }

    private func subscriptions(for customers: [Customer], until now: Timestamp) async throws {
        let page = PageRequest<SubscriptionPackageKind>(start: .page(1), size: 1)
        guard try await bench.useCases.subscriptionPackages.list(page, in: portal.id).entities.isEmpty else { return }
        let wishes: [(name: String, text: String?, interval: BillingInterval, cents: Int64)] = [
            ("Basis", "Elke maand het vaste pakket.", .month, 2420),
            ("Plus", "Met voorrang en 10% korting.", .month, 4840),
            ("Jaarpakket", nil, .year, 24_200),
        ]
        for wish in wishes {
            _ = try await bench.at(now - 300 * 86_400).useCases.subscriptionPackages.create(
                NewSubscriptionPackage(
                    name: wish.name, description: wish.text, interval: wish.interval, amount: Cents(wish.cents),
                    vatRate: .standard, isForSale: true), in: portal.id, by: actor)
        }
        guard let zone = TimeZones().table(named: portal.timeZone) else { return }
        for (position, customer) in customers.prefix(12).enumerated() {
            let wish = wishes[position % wishes.count]
            let age = Int64(20 + position * 11)
            let then = bench.at(now - age * 86_400)
            _ = try await then.useCases.subscriptions.create(
                NewSubscription(
                    customer: customer.id, description: wish.name, startsOn: zone.date(at: now - age * 86_400),
                    interval: wish.interval, amount: Cents(wish.cents), vatRate: .standard,
                    charging: .init(through: .sandbox, mandate: "mdt_demo\(position)")), in: portal.id, by: actor)
        }
        // As the background would have done on each day.
        for day in stride(from: Int64(160), through: 0, by: -1) {
            let then = bench.at(now - day * 86_400)
            while try await then.useCases.subscriptions.makeTerms() > 0 {}
            while try await then.useCases.payments.takeSteps() > 0 {}
        }
    }
}
