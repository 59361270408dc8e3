import Kernel
import PortalDomain

/// `Ticket` and `TicketWithMessage` of contract api-v1, 4.15. The same in all versions.
enum TicketPayload {
    static func write(_ ticket: Ticket, in zone: TimeZoneTable, to json: inout JSONWriter) {
        json.object { json in fields(of: ticket, in: zone, to: &json) }
    }

    static func write(_ thread: TicketThread, in zone: TimeZoneTable, to json: inout JSONWriter) {
        json.object { json in
            fields(of: thread.ticket, in: zone, to: &json)
            json.name("messages")
            json.array(thread.messages) { json, message in
                json.object { json in
                    json.field("id", message.id.text)
                    json.field("postedBy", message.author.name)
                    json.field("isPostedByCustomer", message.author.isCustomer)
                    json.field("message", message.text.text)
                    json.field("postedAt", zone.atom(message.postedAt))
                    json.name("attachments")
                    json.array(message.attachments) { json, attachment in
                        json.object { json in
                            json.field("id", attachment.id.text)
                            json.field("name", attachment.name.text)
                            json.field("size", attachment.size)
                            json.field("mime", attachment.mediaType)
                        }
                    }
                }
            }
        }
    }

    private static func fields(of ticket: Ticket, in zone: TimeZoneTable, to json: inout JSONWriter) {
        json.field("id", ticket.id.text)
        json.field("createdAt", zone.atom(ticket.createdAt))
        json.field("customerId", ticket.customer?.text)
        json.field("title", ticket.title)
        json.field("source", ticket.source.rawValue)
        json.field("status", ticket.status.rawValue)
    }

    static let schema = Schema.Component("Ticket") { _ in .object(properties) }

    static let threadSchema = Schema.Component("TicketWithMessage") { _ in
        .object(properties + [.init("messages", .array(of: message, "Oldest first.", minimum: 1))])
    }

    private static let properties: [Schema.Property] = [
        .init("id", .id("tic_06arf2ssg0h1ffdw95pb")),
        .init("createdAt", .moment),
        .init("customerId", .id("cst_06apczxmqbsaeh9edd1r").nullable),
        .init("title", .string(example: "Login does not work")),
        .init("source", .choice(Ticket.Source.allCases.map(\.rawValue))),
        .init("status", .choice(Ticket.Status.allCases.map(\.rawValue))),
    ]

    private static let message = Schema.object([
        .init("id", .id("tim_06arj2xzh5nmsd527ncp")),
        .init("postedBy", .string("The name of the person, app or API key.", example: "Noor de Vries")),
        .init("isPostedByCustomer", .boolean),
        .init("message", .string("Sanitised HTML.", example: "<p>Try again.</p>")),
        .init("postedAt", .moment),
        .init("attachments", .array(of: attachment)),
    ])

    private static let attachment = Schema.object([
        .init("id", .id("tma_06arn325ja56mrjevsn4")),
        .init("name", .string(example: "screen.png")),
        .init("size", .integer("Bytes.", example: 20_480)),
        .init("mime", .string(example: "image/png")),
    ])
}
