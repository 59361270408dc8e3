package import Kernel

package enum SubscriptionPackageKind: EntityKind { package static let idPrefix = "spg" }
package typealias SubscriptionPackageID = Identifier<SubscriptionPackageKind>

/// A subscription as a portal offers it: whoever signs up gets a copy (contract api-v1, 4.8).
package struct SubscriptionPackage: Sendable, Equatable {
    package let id: SubscriptionPackageID
    package internal(set) var name: String
    package internal(set) var description: String?
    package internal(set) var interval: BillingInterval
    package internal(set) var amount: Cents
    package internal(set) var vatRate: VATRate
    package internal(set) var isForSale: Bool
    package let createdAt: Timestamp

    var auditObject: AuditEvent.Object { .init(kind: "subscription-package", id: id.text) }

    var facts: [JSONValue.Member] {
        [
            .init(name: "name", value: .string(name)),
            .init(name: "description", value: description.map { .string($0) } ?? .null),
            .init(name: "interval", value: .string(interval.rawValue)),
            .init(name: "amount", value: .string(amount.description)),
            .init(name: "vat_rate", value: .string("\(vatRate.rawValue)")),
            .init(name: "available_for_sale", value: .bool(isForSale)),
        ]
    }

    func facts(differingFrom other: SubscriptionPackage) -> JSONValue {
        .object(zip(facts, other.facts).filter { $0 != $1 }.map(\.0))
    }
}

/// What somebody says about a package that is to be.
package struct NewSubscriptionPackage: Sendable {
    package let name: String
    package let description: String?
    package let interval: BillingInterval
    package let amount: Cents
    package let vatRate: VATRate
    package let isForSale: Bool

    package init(
        name: String, description: String? = nil, interval: BillingInterval, amount: Cents, vatRate: VATRate,
        isForSale: Bool = false
    ) {
        (self.name, self.description, self.interval) = (name, description, interval)
        (self.amount, self.vatRate, self.isForSale) = (amount, vatRate, isForSale)
    }

    func package(_ id: SubscriptionPackageID, at now: Timestamp) -> SubscriptionPackage {
        SubscriptionPackage(
            id: id, name: name, description: description, interval: interval, amount: amount, vatRate: vatRate,
            isForSale: isForSale, createdAt: now)
    }
}

/// New values for some fields; nil leaves a field as it is.
package struct SubscriptionPackageEdit: Sendable {
    package let name: String?
    package let description: Change<String>
    package let interval: BillingInterval?
    package let amount: Cents?
    package let vatRate: VATRate?
    package let isForSale: Bool?

    package init(
        name: String? = nil, description: Change<String> = .keep, interval: BillingInterval? = nil,
        amount: Cents? = nil, vatRate: VATRate? = nil, isForSale: Bool? = nil
    ) {
        (self.name, self.description, self.interval) = (name, description, interval)
        (self.amount, self.vatRate, self.isForSale) = (amount, vatRate, isForSale)
    }

    func applied(to package: SubscriptionPackage) -> SubscriptionPackage {
        var edited = package
        edited.name = name ?? package.name
        edited.description = description.applied(to: package.description)
        edited.interval = interval ?? package.interval
        edited.amount = amount ?? package.amount
        edited.vatRate = vatRate ?? package.vatRate
        edited.isForSale = isForSale ?? package.isForSale
        return edited
    }
}
