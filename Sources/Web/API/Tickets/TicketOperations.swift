import HTTPTypes
import Kernel
package import PortalDomain

/// `/tickets`: questions to a portal (contract api-v1, 4.15).
package struct TicketOperations: Sendable {
    private let tickets: Tickets
    private let customers: Customers
    private let origins: Origins

    package init(tickets: Tickets, customers: Customers, origins: Origins) {
        (self.tickets, self.customers, self.origins) = (tickets, customers, origins)
    }

    static let list = Operation(
        "list-tickets", .get, "/tickets", group: "Tickets", summary: "List tickets, newest first.",
        access: .scope(.ticketsRead), feature: .ticketing,
        parameters: [.customer, .status(Ticket.Status.self), .createdAfter, .createdBefore], success: .page("Ticket"))
    static let create = Operation(
        "create-ticket", .post, "/tickets", group: "Tickets", summary: "Open a ticket with its first message.",
        access: .scope(.ticketsWrite), feature: .ticketing, body: .json("NewTicket", required: true),
        success: .created("TicketWithMessage"))
    static let get = Operation(
        "get-ticket", .get, "/tickets/{ticketId}", group: "Tickets", summary: "Read one ticket with its messages.",
        access: .scope(.ticketsRead), feature: .ticketing, success: .entity("TicketWithMessage"))
    static let reply = Operation(
        "add-ticket-message", .post, "/tickets/{ticketId}", group: "Tickets",
        summary: "Add a message. A closed ticket opens again.", access: .scope(.ticketsWrite), feature: .ticketing,
        body: .json("NewTicketMessage", required: true), success: .created("TicketWithMessage"), mayConflict: true)
    static let close = Operation(
        "close-ticket", .patch, "/tickets/{ticketId}", group: "Tickets", summary: "Close a ticket.",
        access: .scope(.ticketsWrite), feature: .ticketing, success: .entity("TicketWithMessage"),
        mayBeInvalid: true)

    static let all = [list, create, get, reply, close]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.get, get), .init(Self.reply, reply),
            .init(Self.close, close),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<TicketKind>(reading: &fields, of: call)
        let status = fields.optional("status", .choice as ValueRule<Ticket.Status>)
        let common = ListFilter(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await tickets.list(query.request, in: call.portal, where: .init(status: status, common))
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/tickets")
        return page.answer(id: \.id) { TicketPayload.write($1, in: call.zone, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        let new = try await TicketRequest.new(call, customers)
        let answer = made(call)
        let creation = try await tickets.create(
            new, from: Self.author(call), in: call.portal, by: call.actor, keeping: call.keeping(answer))
        return answer(try creation.entity())
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("ticketId", of: TicketKind.self)
        guard let thread = try await tickets.find(id, in: call.portal) else { throw APIError.notFound }
        return .ok(Self.payload(thread, call))
    }

    func reply(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("ticketId", of: TicketKind.self)
        let message = try await call.fields { () throws(APIError) in
            try TicketRequest.message(call)
        } of: {
            try await tickets.find(id, in: call.portal) != nil
        }
        let answer = made(call)
        let reply = try await tickets.reply(
            to: id, message, from: Self.author(call), in: call.portal, by: call.actor, keeping: call.keeping(answer))
        return answer(try reply.entity())
    }

    func close(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("ticketId", of: TicketKind.self)
        switch try await tickets.close(id, in: call.portal, by: call.actor) {
        case .done(let thread): return .ok(Self.payload(thread, call))
        case .notFound: throw APIError.notFound
        // Not a 409 as elsewhere: the published API has it so.
        case .refused(let reason): throw APIError.invalid([FieldError("status", reason)])
        }
    }

    /// A message has no address of its own, so both creations name the ticket.
    private func made(_ call: APICall) -> @Sendable (TicketThread) -> APIAnswer {
        { [origins] thread in
            .created(Self.payload(thread, call), at: "\(origins.api)/tickets/\(thread.ticket.id)")
        }
    }

    private static func author(_ call: APICall) -> TicketMessage.Author { .portal(named: call.actor.name) }

    private static func payload(_ thread: TicketThread, _ call: APICall) -> JSONWriter {
        var json = JSONWriter(reservingCapacity: 1024)
        TicketPayload.write(thread, in: call.zone, to: &json)
        return json
    }
}
