package import Kernel
package import Persistence

/// The customers of a portal.
///
/// Every change writes one audit event in its own transaction, and announces itself to the portal's webhooks.
package struct Customers: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    private let zones: TimeZones

    package init(database: any SQLDatabase, journal: Journal, ambient: Ambient, zones: TimeZones = TimeZones()) {
        (self.database, self.journal, self.ambient, self.zones) = (database, journal, ambient, zones)
    }

    package func find(_ id: CustomerID, in portal: PortalID) async throws(StorageError) -> Customer? {
        try Self.customers(of: await database.rows(Self.selection(of: id, in: portal))).first
    }

    package func list(
        _ page: PageRequest<CustomerKind>, in portal: PortalID, where filter: CustomerFilter = .init()
    ) async throws(StorageError) -> Slice<Customer> {
        let rows = try await database.rows(Self.selection(page, in: portal, where: filter))
        return Slice(try Self.customers(of: rows), size: page.size)
    }

    /// The members of a group. Empty as well if there is no such group: ask `CustomerGroups.find` first.
    package func list(
        _ page: PageRequest<CustomerKind>, in portal: PortalID, membersOf group: CustomerGroupID
    ) async throws(StorageError) -> Slice<Customer> {
        let rows = try await database.rows(Self.selection(page, in: portal, membersOf: group))
        return Slice(try Self.customers(of: rows), size: page.size)
    }

    /// What the companies are called, for lists of what they have. Without those that are not there.
    package func names(
        of ids: some Sequence<CustomerID> & Sendable, in portal: PortalID
    ) async throws(StorageError) -> [CustomerID: String] {
        let ids = Set(ids).sorted()
        guard !ids.isEmpty else { return [:] }
        var names: [CustomerID: String] = [:]
        for row in try await database.rows(Self.names(of: ids, in: portal)) {
            names[try row.id("id")] = try row.text("company_name")
        }
        return names
    }

    package func create(
        _ new: NewCustomer, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<Customer>? = nil
    ) async throws(StorageError) -> Customer {
        let customer = new.customer(ambient.makeID())
        return try await database.write { [journal] connection throws(StorageError) in
            try Self.add(customer, in: portal, by: actor, journal, on: connection)
            try keeper?.keep(customer, on: connection)
            return customer
        }
    }

    /// In the transaction of whoever makes one.
    static func add(
        _ customer: Customer, in portal: PortalID, by actor: AuditEvent.Actor, _ journal: Journal,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try insert(customer, in: portal, on: connection)
        let event = AuditEvent(
            "customer.created", in: .portal(portal), by: actor, on: customer.auditObject, after: .object(customer.facts)
        )
        try journal.record(event, on: connection)
        try journal.announce(.customerCreated, .customer(customer), in: portal, on: connection)
    }

    /// - Returns: the customer as it is now; nil if there is none. An edit that changes nothing leaves no trace in the
    ///   audit log.
    package func edit(
        _ id: CustomerID, _ edit: CustomerEdit, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Customer? {
        try await database.write { [journal] connection throws(StorageError) in
            guard let before = try Self.lock(id, in: portal, on: connection) else { return nil }
            let after = edit.applied(to: before)
            guard after != before else { return before }
            try Self.update(after, in: portal, on: connection)
            let event = AuditEvent(
                "customer.edited", in: .portal(portal), by: actor, on: after.auditObject,
                before: before.facts(differingFrom: after), after: after.facts(differingFrom: before))
            try journal.record(event, on: connection)
            try journal.announce(.customerUpdated, .customer(after), in: portal, on: connection)
            return after
        }
    }

    package func delete(
        _ id: CustomerID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Deletion {
        let now = ambient.now()
        return try await database.writeAcrossKeys { [journal, zones] connection throws(StorageError) in
            guard let customer = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            if let obstacle = try Self.obstacle(toDeleting: id, in: portal, on: connection) {
                return .refused(obstacle)
            }
            let today = try Portals.zone(of: portal, zones, on: connection).date(at: now)
            if try Subscriptions.isRunning(for: id, on: today, in: portal, on: connection) {
                return .refused("The customer has a subscription in progress.")
            }
            for subscription in try Subscriptions.all(of: id, in: portal, on: connection) {
                try Subscriptions.remove(subscription, in: portal, by: actor, journal, on: connection)
            }
            try Self.deleteBelongings(of: id, in: portal, at: now, on: connection)
            try CustomerOffers.deleteAll(of: id, in: portal, at: now, journal, on: connection)
            try Self.delete(id, in: portal, on: connection)
            let event = AuditEvent(
                "customer.deleted", in: .portal(portal), by: actor, on: customer.auditObject,
                before: .object(customer.facts))
            try journal.record(event, on: connection)
            try journal.announce(.customerDeleted, .customer(customer), in: portal, on: connection)
            return .deleted
        }
    }
}
