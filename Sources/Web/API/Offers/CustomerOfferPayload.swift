import Kernel
import PortalDomain

/// `CustomerOffer` of contract api-v1, 4.6. The same in all versions.
enum CustomerOfferPayload {
    static func write(_ offer: CustomerOffer, in zone: TimeZoneTable, _ origins: Origins, to json: inout JSONWriter) {
        let acceptance = offer.decision?.acceptance
        json.object { json in
            json.field("id", offer.id.text)
            json.field("createdAt", zone.atom(offer.createdAt))
            json.field("customerId", offer.customer.text)
            json.field("offerNumber", offer.number)
            json.field("issuedAt", offer.issuedAt.description)
            json.field("expiresAt", offer.expiresAt.description)
            json.field("currency", "EUR")
            json.field("amount", offer.amount.description)
            json.field("acceptedAt", acceptance.map { zone.atom($0.moment) })
            json.field("rejectedAt", offer.decision?.rejectedAt.map(zone.atom))
            json.field("acceptedViaIp", acceptance?.address)
            json.field("acceptedViaUserAgent", acceptance?.userAgent)
            json.field("acceptanceSignature", acceptance?.signature?.text)
            json.name("links")
            json.object { json in
                json.link("customer", to: "\(origins.api)/customers/\(offer.customer)", type: "application/json")
            }
        }
    }

    static let schema = Schema.Component("CustomerOffer") { _ in
        .object([
            .init("id", .id("off_06aq20tyz4vfcy0yekqn")), .init("createdAt", .moment),
            .init("customerId", .id("cst_06apczxmqbsaeh9edd1r")), .init("offerNumber", .string(example: "O-2025-007")),
            .init("issuedAt", .date), .init("expiresAt", .date), .init("currency", .currency), .init("amount", .amount),
            .init("acceptedAt", .moment.nullable), .init("rejectedAt", .moment.nullable),
            .init("acceptedViaIp", .string(example: "192.0.2.7").nullable),
            .init("acceptedViaUserAgent", .string(example: "Mozilla/5.0 …").nullable),
            .init("acceptanceSignature", .png.nullable),
            .init(
                "links",
                .object([
                    .init(
                        "customer",
                        .link(
                            to: "application/json",
                            example: "http://localhost:8080/v1/customers/cst_06apczxmqbsaeh9edd1r"))
                ])),
        ])
    }
}
