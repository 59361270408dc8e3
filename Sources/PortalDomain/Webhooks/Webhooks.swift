package import Kernel
package import Persistence

/// The webhooks of a portal, and what was sent to them. One audit event per change.
package struct Webhooks: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let box: SecretBox
    private let receivers: any ReceiverCheck

    /// How many active ones a portal may have: every change of an entity is written down once for each of its type.
    package static let maximum = 100

    /// - Parameter journal: one with a renderer.
    package init(
        database: any SQLDatabase, journal: Journal, ambient: Ambient, box: SecretBox, receivers: any ReceiverCheck
    ) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
        (self.box, self.receivers) = (box, receivers)
    }

    package func find(_ id: WebhookID, in portal: PortalID) async throws(StorageError) -> Webhook? {
        try await database.first(Self.selection(of: id, in: portal), as: webhook)
    }

    package func list(
        _ page: PageRequest<WebhookKind>, in portal: PortalID
    ) async throws(StorageError) -> Slice<Webhook> {
        try await database.slice(Self.selection(page, in: portal), of: page, as: webhook)
    }

    /// What is wrong with an address; asks the name service. To be called before `create`.
    package func fault(of url: WebhookURL) async -> ReceiverFault? { await receivers.fault(of: url) }

    /// - Parameter new: its address has been found without fault.
    package func create(
        _ new: NewWebhook, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<IssuedWebhook>? = nil
    ) async throws -> Creation<IssuedWebhook> {
        let secrets = WebhookSecrets(from: ambient)
        let webhook = Webhook(
            id: ambient.makeID(), type: new.type, url: new.url, secret: secrets.published, sendsSecret: new.sendsSecret,
            shape: EventShape(version: new.version, isWhole: new.isWhole), maker: actor, createdAt: ambient.now(),
            failingSince: nil, inactivity: nil)
        let issued = IssuedWebhook(webhook: webhook, signingSecret: secrets.signingSecret)
        let sealed = try secrets.sealed(in: box, of: webhook.id)
        let answer = try keeper?.sealed(issued, in: box)
        let event = AuditEvent(
            "webhook.created", in: .portal(portal), by: actor, on: webhook.auditObject, after: webhook.facts)
        return try await database.write { [journal] connection throws(StorageError) -> Creation<IssuedWebhook> in
            try Portals.lock(portal, on: connection)
            guard try Self.countActive(in: portal, on: connection) < Self.maximum else {
                return .refused("The portal has \(Self.maximum) active webhooks already.")
            }
            try Self.insert(webhook, sealed, in: portal, on: connection)
            try journal.record(event, on: connection)
            try answer?.keep(on: connection)
            return .created(issued)
        }
    }

    /// What it was not told yet is dropped. False if there is none.
    package func delete(
        _ id: WebhookID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Bool {
        try await database.write { [journal, self] connection throws(StorageError) -> Bool in
            guard let row = try connection.first(Self.selection(of: id, in: portal)) else { return false }
            let webhook = try webhook(row)
            guard try Self.delete(id, in: portal, on: connection) else { return false }
            let event = AuditEvent(
                "webhook.deleted", in: .portal(portal), by: actor, on: webhook.auditObject, before: webhook.facts)
            try journal.record(event, on: connection)
            return true
        }
    }

    // MARK: - Deliveries

    /// Empty as well if there is no such webhook: ask `find` first.
    package func deliveries(
        _ page: PageRequest<DeliveryKind>, of webhook: WebhookID, in portal: PortalID
    ) async throws(StorageError) -> Slice<WebhookDelivery> {
        try await database.slice(Self.deliveries(page, of: webhook, in: portal), of: page, as: Self.delivery)
    }

    package func delivery(
        _ id: DeliveryID, of webhook: WebhookID, in portal: PortalID
    ) async throws(StorageError) -> WebhookDelivery? {
        try await database.first(Self.delivery(id, of: webhook, in: portal), as: Self.delivery)
    }

    package enum Redelivery: Sendable {
        case begun(WebhookDelivery)
        case notFound
        /// It is on its way already.
        case pending
    }

    /// One attempt more with the same event and bytes, also to an inactive webhook.
    package func redeliver(
        _ id: DeliveryID, of webhook: WebhookID, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<WebhookDelivery>? = nil
    ) async throws(StorageError) -> Redelivery {
        let now = ambient.now()
        let event = AuditEvent(
            "webhook.redelivered", in: .portal(portal), by: actor, on: .init(kind: "webhook", id: webhook.text),
            after: .facts(["delivery": id.text]))
        return try await database.write { [journal] connection throws(StorageError) -> Redelivery in
            guard try connection.first(Self.selection(of: webhook, in: portal)) != nil else { return .notFound }
            let isBegun = try Self.redeliver(id, of: webhook, in: portal, at: now, on: connection)
            // Read afterwards: whoever was faster has committed by now.
            guard let row = try connection.first(Self.delivery(id, of: webhook, in: portal)) else { return .notFound }
            guard isBegun else { return .pending }
            let delivery = try Self.delivery(row)
            try journal.record(event, on: connection)
            try keeper?.keep(delivery, on: connection)
            return .begun(delivery)
        }
    }

    /// Sends an event that says nothing but what the webhook is, in one attempt, also to an inactive one. Nil if there is no such
    /// webhook.
    package func test(
        _ id: WebhookID, in portal: Portal, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<WebhookDelivery>? = nil
    ) async throws(StorageError) -> WebhookDelivery? {
        guard let renderer = journal.renderer, let webhook = try await find(id, in: portal.id) else { return nil }
        let event = Event(
            id: ambient.makeID(), type: WebhookDelivery.testType, createdAt: ambient.now(), zone: portal.timeZone)
        let shape = EventShape(version: webhook.shape.version, isWhole: true)
        let new = NewDelivery(
            id: ambient.makeID(), webhook: id, receiver: webhook.url.receiver, event: event,
            body: try renderer.body(of: event, about: .webhook(webhook), in: shape), isSingle: true)
        let audit = AuditEvent(
            "webhook.tested", in: .portal(portal.id), by: actor, on: webhook.auditObject,
            after: .facts(["delivery": new.id.text]))
        return try await database.write { [journal] connection throws(StorageError) -> WebhookDelivery? in
            try new.insert(in: portal.id, on: connection)
            guard let row = try connection.first(Self.delivery(new.id, of: id, in: portal.id)) else { return nil }
            let delivery = try Self.delivery(row)
            try journal.record(audit, on: connection)
            try keeper?.keep(delivery, on: connection)
            return delivery
        }
    }

    /// How many deliveries wait, in all portals.
    package func waiting() async throws(StorageError) -> Int {
        try await database.first(Self.waitingCount)?.int("n") ?? 0
    }
}

extension Webhook {
    /// For the audit log: never a secret.
    var facts: JSONValue {
        .facts([
            "type": type.rawValue, "url": url.text, "api_version": shape.version,
            "data": shape.isWhole ? "entity" : "id",
        ])
    }
}
