package import Kernel
package import Persistence

/// The tickets of a portal. One audit event per change; what was written stays out of it.
package struct Tickets: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient

    package init(database: any SQLDatabase, journal: Journal, ambient: Ambient) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
    }

    package func find(_ id: TicketID, in portal: PortalID) async throws(StorageError) -> TicketThread? {
        try await database.read { connection throws(StorageError) in
            try Self.thread(id, in: portal, on: connection)
        }
    }

    package func list(
        _ page: PageRequest<TicketKind>, in portal: PortalID, where filter: TicketFilter = .init()
    ) async throws(StorageError) -> Slice<Ticket> {
        try await database.slice(Self.selection(page, in: portal, where: filter), of: page, as: Self.ticket)
    }

    /// Its first message is no reply: it sends one event.
    package func create(
        _ new: NewTicket, from author: TicketMessage.Author, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<TicketThread>? = nil
    ) async throws(StorageError) -> Creation<TicketThread> {
        let id: TicketID = ambient.makeID()
        let ticket = Ticket(
            id: id, customer: new.customer, title: new.title, source: new.source, status: .open,
            createdAt: id.madeAt)
        let first = TicketMessage(id: ambient.makeID(), author: author, text: new.message, postedAt: id.madeAt)
        let event = AuditEvent(
            "ticket.created", in: .portal(portal), by: actor, on: ticket.auditObject,
            after: .facts(["title": new.title, "customer_id": new.customer?.text]))
        return try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            if let customer = new.customer, try Customers.find(customer, in: portal, on: connection) == nil {
                return .unknownCustomer
            }
            try Self.insert(ticket, in: portal, on: connection)
            try Self.insert(first, of: ticket.id, in: portal, on: connection)
            let thread = TicketThread(ticket: ticket, messages: [first])
            try journal.record(event, on: connection)
            try journal.announce(.ticketCreated, .ticket(thread), in: portal, on: connection)
            try keeper?.keep(thread, on: connection)
            return .created(thread)
        }
    }

    /// Adds a message. A closed ticket opens again; one from the chat is answered there.
    package func reply(
        to id: TicketID, _ text: MessageHTML, from author: TicketMessage.Author, in portal: PortalID,
        by actor: AuditEvent.Actor, keeping keeper: AnswerKeeper<TicketThread>? = nil
    ) async throws(StorageError) -> Transition<TicketThread> {
        let message = TicketMessage(id: ambient.makeID(), author: author, text: text, postedAt: ambient.now())
        return try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            guard let before = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            guard before.source != .chat else { return .refused("The ticket comes from the chat.") }
            guard var thread = try Self.thread(id, in: portal, on: connection) else { return .notFound }
            if let obstacle = thread.obstacle(toMessage: text) { return .refused(obstacle) }
            if before.status == .closed { try Self.reopen(id, in: portal, on: connection) }
            try Self.insert(message, of: id, in: portal, on: connection)
            thread.ticket.status = .open
            // In the order of their ids, as when they are read.
            let place = thread.messages.firstIndex { $0.id > message.id } ?? thread.messages.endIndex
            thread.messages.insert(message, at: place)
            let event = AuditEvent(
                "ticket.replied", in: .portal(portal), by: actor, on: before.auditObject,
                before: .facts(["status": before.status.rawValue]),
                after: .facts(["status": Ticket.Status.open.rawValue, "message_id": message.id.text]))
            try journal.record(event, on: connection)
            try journal.announce(
                author.isCustomer ? .ticketReplyCustomer : .ticketReplyEmployee, .ticket(thread), in: portal,
                on: connection)
            try keeper?.keep(thread, on: connection)
            return .done(thread)
        }
    }

    package func close(
        _ id: TicketID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Transition<TicketThread> {
        try await database.write { [journal] connection throws(StorageError) in
            let isClosed = try Self.close(id, in: portal, on: connection)
            guard let thread = try Self.thread(id, in: portal, on: connection) else { return .notFound }
            guard isClosed else { return .refused("The ticket is closed already.") }
            let event = AuditEvent(
                "ticket.closed", in: .portal(portal), by: actor, on: thread.ticket.auditObject,
                before: .facts(["status": Ticket.Status.open.rawValue]),
                after: .facts(["status": Ticket.Status.closed.rawValue]))
            try journal.record(event, on: connection)
            return .done(thread)
        }
    }
}
