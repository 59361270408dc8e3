package import Kernel

package enum PunchCardKind: EntityKind { package static let idPrefix = "pcd" }
package typealias PunchCardID = Identifier<PunchCardKind>

/// A card with punches as a portal offers it: ten lessons, ten coffees (contract api-v1, 4.14).
package struct PunchCard: Sendable, Equatable {
    package let id: PunchCardID
    package let name: String
    package let description: String?
    package let punches: Int
    /// What one punch stands for.
    package let punchLabel: String
    /// Nil: not for sale.
    package internal(set) var sale: Sale?
    /// Nil: an issued card never expires.
    package let expiry: Expiry?
    package let createdAt: Timestamp

    package struct Sale: Sendable, Equatable {
        /// VAT included.
        package let price: Cents
        package let vatRate: VATRate

        package init(price: Cents, vatRate: VATRate) { (self.price, self.vatRate) = (price, vatRate) }
    }

    /// How long an issued card is good for.
    package struct Expiry: Sendable, Equatable {
        package enum Period: String, Sendable, CaseIterable { case days, months, years }

        package let count: Int
        package let period: Period

        /// - Parameter count: 1 to 3,650.
        package init(_ count: Int, _ period: Period) { (self.count, self.period) = (count, period) }

        /// The last second of the last day, for a card that is issued at `moment`.
        func end(issuedAt moment: Timestamp, in zone: TimeZoneTable) -> Timestamp {
            let day = zone.date(at: moment)
            switch period {
            case .days: return zone.end(of: day.adding(days: count))
            case .months: return zone.end(of: day.adding(months: count))
            case .years: return zone.end(of: day.adding(months: count * 12))
            }
        }
    }

    var auditObject: AuditEvent.Object { .init(kind: "punch-card", id: id.text) }
}

/// A punch card that is to be.
package struct NewPunchCard: Sendable {
    package let name: String
    package let description: String?
    package let punches: Int
    package let punchLabel: String
    package let sale: PunchCard.Sale?
    package let expiry: PunchCard.Expiry?

    /// - Parameter punches: 1 to 1,000.
    package init(
        name: String, description: String? = nil, punches: Int, punchLabel: String, sale: PunchCard.Sale? = nil,
        expiry: PunchCard.Expiry? = nil
    ) {
        (self.name, self.description, self.punches, self.punchLabel) = (name, description, punches, punchLabel)
        (self.sale, self.expiry) = (sale, expiry)
    }

    func card(_ id: PunchCardID, at now: Timestamp) -> PunchCard {
        PunchCard(
            id: id, name: name, description: description, punches: punches, punchLabel: punchLabel, sale: sale,
            expiry: expiry, createdAt: now)
    }
}
