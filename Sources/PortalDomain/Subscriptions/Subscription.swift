package import Kernel

package enum SubscriptionKind: EntityKind { package static let idPrefix = "sub" }
package typealias SubscriptionID = Identifier<SubscriptionKind>

package enum SubscriptionPaymentKind: EntityKind { package static let idPrefix = "spm" }
package typealias SubscriptionPaymentID = Identifier<SubscriptionPaymentKind>

/// What a customer pays for again and again, term by term (contract api-v1, 4.7 and 5.3).
package struct Subscription: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case planned
        case inProgress = "in_progress"
        case terminated, ended
    }

    /// Through whom its terms are charged.
    package struct Charging: Sendable, Equatable {
        package let integration: PaymentIntegration
        /// Nil: the customer pays on a page of ours, and that gives us one.
        package internal(set) var mandate: String?
        /// Whom the provider knows as the giver of the mandate: it charges nobody without.
        package internal(set) var giver: String?

        package init(through integration: PaymentIntegration, mandate: String?, giver: String? = nil) {
            (self.integration, self.mandate, self.giver) = (integration, mandate, giver)
        }

        /// The sandbox takes every mandate.
        var lacksGiver: Bool { integration != .sandbox && mandate != nil && giver == nil }
    }

    package let id: SubscriptionID
    package let customer: CustomerID
    package internal(set) var description: String
    package let startsOn: CalendarDate
    package internal(set) var interval: BillingInterval
    /// The first day of the next term; once no term follows, the day after the last one.
    package internal(set) var renewsOn: CalendarDate
    /// Of the month, for intervals of months: that of the start, which shorter months do not have.
    package internal(set) var billingDay: Int
    package internal(set) var amount: Cents
    package internal(set) var vatRate: VATRate
    package let createsInvoice: Bool
    package let invoiceDescription: String?
    package internal(set) var charging: Charging?
    package let followsUpFailures: Bool
    package internal(set) var terminatedAt: Timestamp?
    /// No term begins any more, whatever the dates say.
    package internal(set) var isFinal: Bool
    package let createdAt: Timestamp

    /// - Parameter zone: the portal's: days are its days.
    package func status(at now: Timestamp, in zone: TimeZoneTable) -> Status {
        let today = zone.date(at: now)
        guard terminatedAt != nil else { return startsOn > today ? .planned : .inProgress }
        if hasFurtherTerm(in: zone) { return .terminated }
        return today >= renewsOn || startsOn > today ? .ended : .terminated
    }

    /// Whether the term that begins on `renewsOn` will be: one that starts before the termination (contract api-v1, 5.3).
    func hasFurtherTerm(in zone: TimeZoneTable) -> Bool {
        guard !isFinal else { return false }
        guard let terminatedAt else { return true }
        return zone.start(of: renewsOn) < terminatedAt
    }

    /// The day on which the term after the next one begins.
    var nextRenewal: CalendarDate { interval.term(after: renewsOn, keepingDay: billingDay) }

    var auditObject: AuditEvent.Object { .init(kind: "subscription", id: id.text) }

    var facts: [JSONValue.Member] {
        [
            .init(name: "description", value: .string(description)),
            .init(name: "starts_at", value: .string(startsOn.description)),
            .init(name: "interval", value: .string(interval.rawValue)),
            .init(name: "amount", value: .string(amount.description)),
            .init(name: "vat_rate", value: .string("\(vatRate.rawValue)")),
            .init(name: "renews_at", value: .string(renewsOn.description)),
            .init(name: "terminated_at", value: terminatedAt.map { .string($0.description) } ?? .null),
            .init(name: "mandate", value: charging?.mandate.map { .string($0) } ?? .null),
        ]
    }

    func facts(differingFrom other: Subscription) -> JSONValue {
        .object(zip(facts, other.facts).filter { $0 != $1 }.map(\.0))
    }
}

/// What somebody says about a subscription that is to be.
package struct NewSubscription: Sendable {
    package let customer: CustomerID
    package let description: String
    package let startsOn: CalendarDate
    package let interval: BillingInterval
    package let amount: Cents
    package let vatRate: VATRate
    package let createsInvoice: Bool
    package let invoiceDescription: String?
    package internal(set) var charging: Subscription.Charging?
    package let followsUpFailures: Bool

    package init(
        customer: CustomerID, description: String, startsOn: CalendarDate, interval: BillingInterval, amount: Cents,
        vatRate: VATRate, createsInvoice: Bool = false, invoiceDescription: String? = nil,
        charging: Subscription.Charging? = nil, followsUpFailures: Bool = false
    ) {
        (self.customer, self.description, self.startsOn) = (customer, description, startsOn)
        (self.interval, self.amount, self.vatRate) = (interval, amount, vatRate)
        (self.createsInvoice, self.invoiceDescription) = (createsInvoice, invoiceDescription)
        (self.charging, self.followsUpFailures) = (charging, followsUpFailures)
    }

    /// Terms that began before today are never charged: the first one that counts begins today or later (contract api-v1, 5.3).
    func subscription(_ id: SubscriptionID, at now: Timestamp, today: CalendarDate) -> Subscription {
        var renewsOn = startsOn
        while renewsOn < today { renewsOn = interval.term(after: renewsOn, keepingDay: startsOn.day) }
        return Subscription(
            id: id, customer: customer, description: description, startsOn: startsOn, interval: interval,
            renewsOn: renewsOn, billingDay: startsOn.day, amount: amount, vatRate: vatRate,
            createsInvoice: createsInvoice, invoiceDescription: invoiceDescription, charging: charging,
            followsUpFailures: followsUpFailures, terminatedAt: nil, isFinal: false, createdAt: now)
    }
}

/// New values for some fields; nil leaves a field as it is. They hold from the next term on.
package struct SubscriptionEdit: Sendable {
    package let description: String?
    package let interval: BillingInterval?
    package let amount: Cents?
    package let vatRate: VATRate?
    package let terminatedAt: Timestamp?

    package init(
        description: String? = nil, interval: BillingInterval? = nil, amount: Cents? = nil, vatRate: VATRate? = nil,
        terminatedAt: Timestamp? = nil
    ) {
        (self.description, self.interval, self.amount) = (description, interval, amount)
        (self.vatRate, self.terminatedAt) = (vatRate, terminatedAt)
    }

    func applied(to subscription: Subscription, at now: Timestamp) -> Subscription {
        var edited = subscription
        edited.description = description ?? subscription.description
        edited.amount = amount ?? subscription.amount
        edited.vatRate = vatRate ?? subscription.vatRate
        if let interval, interval != subscription.interval {
            // Fortnights know no day of the month: months after them count on from where they are.
            if subscription.interval == .fortnight { edited.billingDay = subscription.renewsOn.day }
            edited.interval = interval
        }
        if let terminatedAt {
            edited.terminatedAt = terminatedAt
            if terminatedAt <= now { edited.isFinal = true }
        }
        return edited
    }
}
