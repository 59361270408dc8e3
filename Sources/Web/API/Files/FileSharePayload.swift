import Kernel
import PortalDomain

/// `FileShare` of contract api-v1, 4.11. The same in all versions.
enum FileSharePayload {
    static func write(_ share: FileShare, in zone: TimeZoneTable, _ origins: Origins, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", share.id.text)
            json.field("createdAt", zone.atom(share.createdAt))
            json.field("sharedWithCustomerId", share.customer?.text)
            json.name("sharedContent")
            json.array(share.content) { FilePayload.write($1, in: zone, to: &$0) }
            json.name("links")
            json.object { json in
                if let customer = share.customer {
                    json.link("customer", to: "\(origins.api)/customers/\(customer)", type: "application/json")
                } else {
                    json.link("publicShare", to: share.address, type: "text/html")
                }
            }
        }
    }

    static let schema = Schema.Component("FileShare") { _ in
        .object([
            .init("id", .id("fss_06aqt1wf86gq1cwjcc2s")), .init("createdAt", .moment),
            .init("sharedWithCustomerId", Schema.id("cst_06apczxmqbsaeh9edd1r").nullable),
            .init("sharedContent", .array(of: .reference("FileOrDirectory"))),
            .init(
                "links",
                .object([
                    FileLinks.customer,
                    .init(
                        "publicShare",
                        .link(to: "text/html", example: "http://localhost:8080/share/fss_06aqt1wf86gq1cwjcc2s/…"),
                        isRequired: false),
                ])),
        ])
    }

    static let newSchema = Schema.Component("NewFileShare") { _ in
        .object([
            .init(
                "content",
                .array(
                    of: .string(example: "fsf_06aqe1bq3p6h2rbkhxys"),
                    "Files and directories, each once. A directory shares all that is in it.", minimum: 1, maximum: 100)
            ),
            .init("customerId", Schema.id("cst_06apczxmqbsaeh9edd1r").nullable, isRequired: false),
        ])
    }
}

/// What the links of shares and requests have in common.
enum FileLinks {
    static let customer = Schema.Property(
        "customer",
        .link(to: "application/json", example: "http://localhost:8080/v1/customers/cst_06apczxmqbsaeh9edd1r"),
        isRequired: false)
}

extension JSONWriter {
    /// One entry of `links` (contract api-v1, 2.12).
    mutating func link(_ name: StaticString, to address: String, type: String) {
        field(
            name,
            object: { json in
                json.field("href", address)
                json.field("type", type)
            })
    }
}
