import Kernel
import PortalDomain

/// `PunchCard` of contract api-v1, 4.14.
enum PunchCardPayload {
    static func write(
        _ card: PunchCard, in zone: TimeZoneTable, version: APIVersion, to json: inout JSONWriter
    ) {
        json.object { json in
            json.field("id", card.id.text)
            json.field("createdAt", zone.atom(card.createdAt))
            json.field("name", card.name)
            json.field("description", card.description)
            json.field("punches", card.punches)
            json.field("punchLabel", card.punchLabel)
            json.field("forSale", card.sale != nil)
            json.field("price", card.sale?.price.description)
            json.field("vatRate", card.sale?.vatRate.rawValue)
            json.field("expiryValue", card.expiry?.count)
            json.field(ExpiryPeriodName.answered(in: version), card.expiry?.period.rawValue)
        }
    }

    static let schema = Schema.Component("PunchCard") { version in
        .object([
            .init("id", .id("pcd_06ar92hddrw9hqwyqppc")),
            .init("createdAt", .moment),
            .init("name", .string(example: "Ten lessons")),
            .init("description", .string(example: "Also for the evening lessons.").nullable),
            .init("punches", .integer(example: 10)),
            .init("punchLabel", .string("What one punch stands for.", example: "lesson")),
            .init("forSale", .boolean),
            .init("price", .amount.nullable),
            .init("vatRate", .vatRate.nullable),
            .init("expiryValue", .integer("Null: never expires.", example: 3).nullable),
            .init(
                ExpiryPeriodName.answered(in: version).description,
                .choice(PunchCard.Expiry.Period.allCases.map(\.rawValue)).nullable),
        ])
    }
}

/// `PunchCardBought` of contract api-v1, 4.14: the card that a customer holds. The same in all versions.
enum IssuedPunchCardPayload {
    /// - Parameter now: the status depends on it.
    static func write(
        _ card: IssuedPunchCard, at now: Timestamp, in zone: TimeZoneTable, to json: inout JSONWriter
    ) {
        json.object { json in
            json.field("id", card.id.text)
            json.field("punchCardId", card.card.text)
            json.field("customerId", card.customer.text)
            json.field("punchesLeft", card.punchesLeft)
            json.field("status", card.status(at: now).rawValue)
            json.field("expiresAt", card.expiresAt.map(zone.atom))
            json.field("issuedAt", zone.atom(card.issuedAt))
        }
    }

    static let schema = Schema.Component("PunchCardBought") { _ in
        .object([
            .init("id", .id("pcb_06arc2nkey78345ysnxg")),
            .init("punchCardId", .id("pcd_06ar92hddrw9hqwyqppc")),
            .init("customerId", .id("cst_06apczxmqbsaeh9edd1r")),
            .init("punchesLeft", .integer(example: 9)),
            .init("status", .choice(IssuedPunchCard.Status.allCases.map(\.rawValue))),
            .init("expiresAt", .moment.nullable),
            .init("issuedAt", .moment),
        ])
    }
}
