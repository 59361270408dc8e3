package import Kernel
package import Persistence

/// The audit log and the outboxes of mails and webhooks: what is written together with the change it tells of, in the change's own transaction.
///
/// Made before the transaction (ids come from the ambient clock), so that a closure that runs twice writes the same.
package struct Journal: Sendable {
    let ambient: Ambient
    let renderer: (any EventRenderer)?

    /// - Parameter renderer: writes what webhooks are told. Without one this journal records and mails, and refuses to
    ///   `announce`.
    package init(ambient: Ambient, renderer: (any EventRenderer)? = nil) {
        (self.ambient, self.renderer) = (ambient, renderer)
    }

    /// Writes one event. One change, one event (invariant 12).
    package func record(_ event: AuditEvent, on connection: any SQLConnection) throws(StorageError) {
        let id: Identifier<AuditEventKind> = ambient.makeID()
        try connection.execute(
            """
            INSERT INTO audit_events (portal_id, id, action, actor_kind, actor_id, actor_name, address, object_kind, object_id,
                before, after, created_at)
            VALUES (\(event.scope.text), \(id), \(event.action), \(event.actor.kind.rawValue), \(event.actor.id),
                \(event.actor.name), \(event.actor.address), \(event.object.kind), \(event.object.id),
                \(Self.text(event.before)), \(Self.text(event.after)), \(id.madeAt))
            """)
    }

    /// What the address of somebody without a mailbox ends with (RFC 2606 §2).
    static let nowhere = ".invalid"

    /// Puts a mail into the outbox that goes to somebody whom a portal serves: a customer, an attendee, a signer.
    ///
    /// None leaves a test portal: anybody can have one, so strangers would be mailed through it (decision 0030).
    func mail(_ mail: Mail, from portal: PortalID, on connection: any SQLConnection) throws(StorageError) {
        guard try !TestPortals.has(portal, on: connection) else { return }
        try self.mail(mail, on: connection)
    }

    /// Puts a mail into the outbox that goes to somebody with an account, or who is offered one.
    package func mail(_ mail: Mail, on connection: any SQLConnection) throws(StorageError) {
        guard !mail.recipient.hasSuffix(Self.nowhere) else { return }
        let id: MailID = ambient.makeID()
        try connection.execute(
            """
            INSERT INTO mails (id, recipient, subject, body, created_at)
            VALUES (\(id), \(mail.recipient), \(mail.subject), \(mail.body), \(ambient.now()))
            """)
    }

    private static func text(_ value: JSONValue?) -> String? {
        guard let value else { return nil }
        var writer = JSONWriter()
        writer.value(value)
        return writer.text
    }
}

package enum AuditEventKind: EntityKind { package static let idPrefix = "evt" }
package enum MailKind: EntityKind { package static let idPrefix = "mail" }
package typealias MailID = Identifier<MailKind>

/// A message to one person, in plain text.
package struct Mail: Sendable {
    package let recipient: String
    package let subject: String
    package let body: String

    package init(to recipient: String, subject: String, body: String) {
        (self.recipient, self.subject, self.body) = (recipient, subject, body)
    }
}
