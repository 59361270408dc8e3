package import Kernel
package import Persistence

/// Apps that are known by the address of a document (decision 0022). Each is one app here, however often its document changes, so that
/// consents, grants, standings and audit events have something to hold on to.
package struct ClientDocuments: Sendable {
    private let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient
    private let changes: CredentialChanges
    private let source: any ClientDocumentSource
    private let waiting: Int
    private let strangers: AttemptThrottle

    /// - Parameters:
    ///   - waiting: apps that nobody knows may wait for their first use, registered ones included.
    ///   - strangers: counts fetches by the address of who caused them.
    package init(
        database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges, source: any ClientDocumentSource,
        waiting: Int = RegistrationPolicy().waiting,
        strangers: AttemptThrottle = AttemptThrottle(limit: 30, window: 60)
    ) {
        (self.database, self.ambient, self.changes) = (database, ambient, changes)
        (self.source, self.waiting, self.strangers) = (source, waiting, strangers)
        journal = Journal(ambient: ambient)
    }

    package enum Reading: Sendable {
        case app(AppID)
        case refused(ClientDocumentFault)
    }

    /// As it was last read.
    package func find(_ url: ClientIDURL) async throws(StorageError) -> AppID? {
        try await database.first(Self.select(url)).map { row throws(StorageError) in try row.id("app_id") }
    }

    /// As its document says. It is fetched unless it was not long ago; a failure is not remembered (§4.3), so the next try is a new one.
    package func read(_ url: ClientIDURL, from address: String) async throws(StorageError) -> Reading {
        let now = ambient.now()
        let fresh = try await database.first(Self.select(url, freshAt: now))
        if let fresh { return .app(try fresh.id("app_id")) }
        let stranger = IPAddress.client(address)
        guard strangers.delay(of: stranger, at: now) == nil else { return .refused(.init("too many from one address")) }
        strangers.fail(stranger, at: now)
        let document: ClientDocument
        let metadata: ClientMetadata
        do throws(ClientDocumentFault) {
            document = try await source.fetch(url)
            metadata = try document.metadata(of: url)
        } catch { return .refused(error) }
        return try await keep(metadata, of: url, for: document.keptFor, from: address)
    }

    private func keep(
        _ metadata: ClientMetadata, of url: ClientIDURL, for lifetime: Int64, from address: String
    ) async throws(StorageError) -> Reading {
        let now = ambient.now()
        let (settings, end) = (metadata.settings, now + lifetime)
        let id: AppID = ambient.makeID()
        let (journal, waiting) = (journal, waiting)
        @Sendable func author(_ id: AppID) -> AuditEvent.Actor {
            .init(kind: .app, id: id.text, name: settings.name.text, address: address)
        }
        let (reading, hasChanged) = try await database.write {
            connection throws(StorageError) -> (Reading, Bool) in
            // One after the other: of two that read a document for the first time, the second finds the app of the first.
            try Registrations.lockOwner(at: now, on: connection)
            if let known = try Self.renew(url, at: now, until: end, on: connection) {
                let update = try Apps.change(
                    known, to: settings, of: .selfRegistered, by: author(known), at: now, journal, on: connection)
                return (.app(known), update == .updated)
            }
            guard try Registrations.countWaiting(on: connection) < waiting else {
                return (.refused(.init("too many wait for their first use")), false)
            }
            try settings.insert(as: id, of: .selfRegistered, at: now, on: connection)
            try Registrations.insert(id, token: nil, method: metadata.method, at: now, on: connection)
            try Self.insert(url, as: id, at: now, until: end, on: connection)
            try journal.record(
                AuditEvent(
                    "app.created", in: .developer(.selfRegistered), by: author(id),
                    on: .init(kind: "app", id: id.text),
                    after: .facts(Array(settings.facts) + [(key: "document", value: url.text)])),
                on: connection)
            return (.app(id), false)
        }
        if hasChanged, case .app(let id) = reading { await changes.app(id) }
        return reading
    }
}
