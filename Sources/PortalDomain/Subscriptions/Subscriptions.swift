package import Kernel
package import Persistence

/// The subscriptions of a portal's customers.
package struct Subscriptions: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let zones: TimeZones
    let addresses: PaymentAddresses
    let invoices: CustomerInvoices
    let numbers: InvoiceNumbers

    package init(
        database: any SQLDatabase, journal: Journal, ambient: Ambient, zones: TimeZones, addresses: PaymentAddresses,
        invoices: CustomerInvoices
    ) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
        (self.zones, self.addresses, self.invoices) = (zones, addresses, invoices)
        numbers = InvoiceNumbers(database: database)
    }

    package func find(_ id: SubscriptionID, in portal: PortalID) async throws(StorageError) -> Subscription? {
        try await database.first(Self.selection(of: id, in: portal), as: Self.subscription)
    }

    package func list(
        _ page: PageRequest<SubscriptionKind>, in portal: PortalID, where filter: ListFilter = .init()
    ) async throws(StorageError) -> Slice<Subscription> {
        try await database.slice(Self.selection(page, in: portal, where: filter), of: page, as: Self.subscription)
    }

    /// The payments of its terms. Empty as well if there is no such subscription: ask `find` first.
    package func payments(
        _ page: PageRequest<SubscriptionPaymentKind>, of subscription: SubscriptionID, in portal: PortalID
    ) async throws(StorageError) -> Slice<Payment> {
        try await database.slice(
            Payments.selection(page, for: .term, of: subscription.text, in: portal), of: page, as: Payments.payment)
    }

    package enum Beginning: Sendable, Equatable {
        case begun(Subscription)
        case noCustomer
        /// Nobody knows that the customer gave it.
        case unknownMandate
    }

    package func create(
        _ new: NewSubscription, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<Subscription>? = nil
    ) async throws(StorageError) -> Beginning {
        let (id, now): (SubscriptionID, Timestamp) = (ambient.makeID(), ambient.now())
        return try await database.writeAcrossKeys { [journal, zones] connection throws(StorageError) in
            guard try connection.first(Customers.selection(of: new.customer, in: portal)) != nil else {
                return .noCustomer
            }
            var new = new
            if let charging = new.charging {
                new.charging = try Self.completed(charging, for: new.customer, in: portal, on: connection)
                if new.charging == nil { return .unknownMandate }
            }
            let zone = try Portals.zone(of: portal, zones, on: connection)
            let subscription = new.subscription(id, at: now, today: zone.date(at: now))
            try Self.add(subscription, zone, in: portal, by: actor, journal, on: connection)
            try keeper?.keep(subscription, on: connection)
            return .begun(subscription)
        }
    }

    /// Whether a customer's terms could be charged so.
    package func canCharge(
        _ customer: CustomerID, by charging: Subscription.Charging, in portal: PortalID
    ) async throws(StorageError) -> Bool {
        try await database.read { connection throws(StorageError) in
            try Self.completed(charging, for: customer, in: portal, on: connection) != nil
        }
    }

    /// With the giver of its mandate, as far as one is needed: known from another subscription of the customer. Nil: nobody knows
    /// (decision 0043).
    static func completed(
        _ charging: Subscription.Charging, for customer: CustomerID, in portal: PortalID,
        on connection: any SQLConnection
    ) throws(StorageError) -> Subscription.Charging? {
        guard charging.lacksGiver, let mandate = charging.mandate else { return charging }
        guard
            let giver = try giver(
                of: mandate, through: charging.integration, for: customer, in: portal, on: connection)
        else { return nil }
        return .init(through: charging.integration, mandate: mandate, giver: giver)
    }

    /// In the transaction of whoever makes one.
    static func add(
        _ subscription: Subscription, _ zone: TimeZoneTable, in portal: PortalID, by actor: AuditEvent.Actor,
        _ journal: Journal, on connection: any SQLConnection
    ) throws(StorageError) {
        try insert(subscription, dueAt: zone.start(of: subscription.renewsOn), in: portal, on: connection)
        try journal.record(
            AuditEvent(
                "subscription.created", in: .portal(portal), by: actor, on: subscription.auditObject,
                after: .object(subscription.facts)), on: connection)
        try journal.announce(.subscriptionCreated, .subscription(subscription), in: portal, on: connection)
    }

    package enum Editing: Sendable, Equatable {
        case edited(Subscription)
        case notFound
        /// Terminated or ended.
        case over(Subscription.Status)
    }

    /// An edit that changes nothing leaves no trace.
    package func edit(
        _ id: SubscriptionID, _ edit: SubscriptionEdit, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Editing {
        let now = ambient.now()
        return try await database.write { [journal, zones] connection throws(StorageError) in
            guard let before = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            let zone = try Portals.zone(of: portal, zones, on: connection)
            let status = before.status(at: now, in: zone)
            guard status == .planned || status == .inProgress else { return .over(status) }
            let after = edit.applied(to: before, at: now)
            guard after != before else { return .edited(before) }
            let isOver = after.status(at: now, in: zone) == .ended
            let dueAt = isOver ? nil : zone.start(of: after.renewsOn)
            try Self.update(after, dueAt: dueAt, in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    after.terminatedAt == nil ? "subscription.edited" : "subscription.terminated", in: .portal(portal),
                    by: actor, on: after.auditObject, before: before.facts(differingFrom: after),
                    after: after.facts(differingFrom: before)), on: connection)
            try journal.announce(.subscriptionUpdated, .subscription(after), in: portal, on: connection)
            return .edited(after)
        }
    }

    /// With its payments. Invoices of its terms stay.
    package func delete(
        _ id: SubscriptionID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Deletion {
        let now = ambient.now()
        return try await database.write { [journal, zones] connection throws(StorageError) in
            guard let subscription = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            let zone = try Portals.zone(of: portal, zones, on: connection)
            guard subscription.status(at: now, in: zone) != .inProgress else {
                return .refused("The subscription is in progress; terminate it first.")
            }
            try Self.remove(subscription, in: portal, by: actor, journal, on: connection)
            return .deleted
        }
    }

    static func remove(
        _ subscription: Subscription, in portal: PortalID, by actor: AuditEvent.Actor, _ journal: Journal,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try delete(subscription.id, in: portal, on: connection)
        try journal.record(
            AuditEvent(
                "subscription.deleted", in: .portal(portal), by: actor, on: subscription.auditObject,
                before: .object(subscription.facts)), on: connection)
        try journal.announce(.subscriptionDeleted, .subscription(subscription), in: portal, on: connection)
    }
}
