package import Kernel
import Persistence

/// Files of messages.
extension Tickets {
    /// Seconds after a message in which a file can be added to it (contract api-v1, 4.15).
    package static let attachmentWindow: Int64 = 300

    package func attach(
        _ new: NewTicketAttachment, to message: TicketMessageID, of ticket: TicketID, in portal: PortalID,
        by actor: AuditEvent.Actor, keeping keeper: AnswerKeeper<TicketWithNewAttachment>? = nil
    ) async throws(StorageError) -> Transition<TicketWithNewAttachment> {
        let now = ambient.now()
        let attachment = TicketAttachment(
            id: ambient.makeID(), name: new.name, content: new.content.id, size: new.content.size,
            mediaType: new.mediaType)
        return try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            guard let found = try Self.lock(ticket, in: portal, on: connection),
                let postedAt = try Self.postedAt(message, of: ticket, in: portal, on: connection)
            else { return .notFound }
            guard found.source != .chat else { return .refused("The ticket comes from the chat.") }
            guard now - postedAt <= Self.attachmentWindow else {
                return .refused("The message was posted more than 5 minutes ago.")
            }
            guard try Self.countAttachments(of: ticket, in: portal, on: connection) < TicketThread.maximumAttachments
            else { return .refused("The ticket holds \(TicketThread.maximumAttachments) files already.") }
            try Contents.insert(new.content, in: portal, at: now, on: connection)
            try Self.insert(attachment, of: message, of: ticket, in: portal, on: connection)
            guard let thread = try Self.thread(ticket, in: portal, on: connection) else { return .notFound }
            let event = AuditEvent(
                "ticket.attachment_added", in: .portal(portal), by: actor, on: found.auditObject,
                after: .facts(["message_id": message.text, "attachment_id": attachment.id.text, "name": new.name.text]))
            try journal.record(event, on: connection)
            let outcome = TicketWithNewAttachment(thread: thread, message: message, attachment: attachment.id)
            try keeper?.keep(outcome, on: connection)
            return .done(outcome)
        }
    }
}
