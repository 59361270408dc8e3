package import Kernel
package import Persistence

/// The customer groups of a portal, and who is in them. One audit event per change; a customer whose groups change has changed,
/// which the portal's webhooks are told.
package struct CustomerGroups: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient

    package init(database: any SQLDatabase, journal: Journal, ambient: Ambient) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
    }

    package func find(_ id: CustomerGroupID, in portal: PortalID) async throws(StorageError) -> CustomerGroup? {
        try await database.first(Self.selection(of: id, in: portal), as: Self.group)
    }

    package func list(
        _ page: PageRequest<CustomerGroupKind>, in portal: PortalID
    ) async throws(StorageError) -> Slice<CustomerGroup> {
        try await database.slice(Self.selection(page, in: portal), of: page, as: Self.group)
    }

    /// - Parameter customers: the first members; unknown ones are left out silently.
    package func create(
        named name: String, with customers: [CustomerID], in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<CustomerGroup>? = nil
    ) async throws(StorageError) -> CustomerGroup {
        let group = CustomerGroup(id: ambient.makeID(), name: name, createdAt: ambient.now())
        return try await database.writeAcrossKeys { connection throws(StorageError) in
            try Self.insert(group, in: portal, on: connection)
            let members = try Self.add(customers, to: group.id, in: portal, on: connection)
            let after: JSONValue = .object([
                .init(name: "name", value: .string(name)), .init(name: "customers", value: Self.list(members)),
            ])
            let event = AuditEvent(
                "customer_group.created", in: .portal(portal), by: actor, on: group.auditObject, after: after)
            try journal.record(event, on: connection)
            try announce(members, in: portal, on: connection)
            try keeper?.keep(group, on: connection)
            return group
        }
    }

    /// - Returns: the group as it is now; nil if there is none.
    package func rename(
        _ id: CustomerGroupID, to name: String, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> CustomerGroup? {
        try await database.write { [journal] connection throws(StorageError) in
            guard let before = try Self.lock(id, in: portal, on: connection) else { return nil }
            guard before.name != name else { return before }
            var after = before
            after.name = name
            try Self.update(after, in: portal, on: connection)
            let event = AuditEvent(
                "customer_group.edited", in: .portal(portal), by: actor, on: after.auditObject,
                before: .facts(["name": before.name]), after: .facts(["name": name]))
            try journal.record(event, on: connection)
            return after
        }
    }

    /// The members stay customers.
    package func delete(
        _ id: CustomerGroupID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Deletion {
        try await database.writeAcrossKeys { connection throws(StorageError) in
            guard let group = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            let members = try Self.delete(id, in: portal, on: connection)
            let event = AuditEvent(
                "customer_group.deleted", in: .portal(portal), by: actor, on: group.auditObject,
                before: .facts(["name": group.name]))
            try journal.record(event, on: connection)
            try announce(members, in: portal, on: connection)
            return .deleted
        }
    }

    /// - Returns: those of `customers` that are members now, in the order named; nil if there is no such group. Unknown
    ///   ones are left out silently, and adding a member again changes nothing.
    package func add(
        _ customers: [CustomerID], to id: CustomerGroupID, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<[Customer]>? = nil
    ) async throws(StorageError) -> [Customer]? {
        try await database.writeAcrossKeys { connection throws(StorageError) in
            guard let group = try Self.lock(id, in: portal, on: connection) else { return nil }
            let added = try Self.add(customers, to: id, in: portal, on: connection)
            if !added.isEmpty {
                let event = AuditEvent(
                    "customer_group.customers_added", in: .portal(portal), by: actor, on: group.auditObject,
                    after: .object([.init(name: "customers", value: Self.list(added))]))
                try journal.record(event, on: connection)
                try announce(added, in: portal, on: connection)
            }
            let members = try Self.members(among: customers, of: id, in: portal, on: connection)
            try keeper?.keep(members, on: connection)
            return members
        }
    }

    /// - Returns: false if it was no member, or there is no such group.
    package func remove(
        _ customer: CustomerID, from id: CustomerGroupID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Bool {
        let event = AuditEvent(
            "customer_group.customer_removed", in: .portal(portal), by: actor,
            on: .init(kind: "customer-group", id: id.text),
            before: .facts(["customer": customer.text]))
        return try await database.write { connection throws(StorageError) in
            guard try Self.remove(customer, from: id, in: portal, on: connection) else { return false }
            try journal.record(event, on: connection)
            try announce([customer], in: portal, on: connection)
            return true
        }
    }

    /// Their groups have just changed.
    private func announce(
        _ customers: [CustomerID], in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        guard !customers.isEmpty else { return }
        try journal.announceEach(.customerUpdated, in: portal, on: connection) { () throws(StorageError) in
            var changed: [EventSubject] = []
            for start in stride(from: 0, to: customers.count, by: 500) {
                let some = Array(customers[start..<min(start + 500, customers.count)])
                changed += try Customers.lock(some, in: portal, on: connection).map(EventSubject.customer)
            }
            return changed
        }
    }

    private static func list(_ customers: [CustomerID]) -> JSONValue { .array(customers.map { .string($0.text) }) }
}
