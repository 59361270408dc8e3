package import Kernel
package import Persistence

/// The subscriptions that a portal offers. What was signed up for keeps its own copy.
package struct SubscriptionPackages: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient

    package init(database: any SQLDatabase, journal: Journal, ambient: Ambient) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
    }

    package func find(
        _ id: SubscriptionPackageID, in portal: PortalID
    ) async throws(StorageError) -> SubscriptionPackage? {
        try await database.first(Self.selection(of: id, in: portal), as: Self.package)
    }

    package func list(
        _ page: PageRequest<SubscriptionPackageKind>, in portal: PortalID
    ) async throws(StorageError) -> Slice<SubscriptionPackage> {
        try await database.slice(Self.selection(page, in: portal), of: page, as: Self.package)
    }

    package func create(
        _ new: NewSubscriptionPackage, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<SubscriptionPackage>? = nil
    ) async throws(StorageError) -> SubscriptionPackage {
        let made = new.package(ambient.makeID(), at: ambient.now())
        return try await database.write { [journal] connection throws(StorageError) in
            try Self.insert(made, in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    "subscription_package.created", in: .portal(portal), by: actor, on: made.auditObject,
                    after: .object(made.facts)), on: connection)
            try keeper?.keep(made, on: connection)
            return made
        }
    }

    /// - Returns: nil if there is none. An edit that changes nothing leaves no trace.
    package func edit(
        _ id: SubscriptionPackageID, _ edit: SubscriptionPackageEdit, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> SubscriptionPackage? {
        try await database.write { [journal] connection throws(StorageError) in
            guard let before = try Self.lock(id, in: portal, on: connection) else { return nil }
            let after = edit.applied(to: before)
            guard after != before else { return before }
            try Self.update(after, in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    "subscription_package.edited", in: .portal(portal), by: actor, on: after.auditObject,
                    before: before.facts(differingFrom: after), after: after.facts(differingFrom: before)),
                on: connection)
            return after
        }
    }

    package func delete(
        _ id: SubscriptionPackageID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Deletion {
        try await database.write { [journal] connection throws(StorageError) in
            guard let package = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            try Self.delete(id, in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    "subscription_package.deleted", in: .portal(portal), by: actor, on: package.auditObject,
                    before: .object(package.facts)), on: connection)
            return .deleted
        }
    }
}
