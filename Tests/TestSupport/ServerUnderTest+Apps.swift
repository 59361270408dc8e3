import Background
package import Kernel
import Logging
import Persistence
import PortalDomain
import Web

/// What a developer does to an app, and what time does to the database, by the product's own means.
extension ServerUnderTest {
    /// Another app of the cast's developer.
    package func register(
        _ name: String, _ type: AppType, _ profile: SecurityProfile, _ uris: [String],
        _ scopes: String, required: String = ""
    ) async throws -> Cast.TestApp {
        let draft = AppDraft(
            name: name, type: type.rawValue, profile: profile.rawValue, redirectURIs: uris.joined(separator: "\n"),
            scopes: scopes.split(separator: " ").map(String.init),
            requiredScopes: required.split(separator: " ").map(String.init))
        let registered = try await server.useCases.apps.register(AppSettings(draft), of: cast.developer, by: developer)
        return Cast.TestApp(
            id: registered.id, secret: registered.secret?.secret.expose(), redirectURIs: uris, scopes: scopes,
            isPublic: type.isPublic, rotates: type.isPublic || profile == .strict)
    }

    private var developer: AuditEvent.Actor {
        .init(kind: .developer, id: cast.developer.text, name: "developer", address: "")
    }

    /// A new App Secret; the others end after `overlap` seconds. Nil if there are two already.
    package func addSecret(to app: Cast.TestApp, overlap: Int64) async throws -> String? {
        let creation = try await server.useCases.apps.addSecret(
            to: app.id, of: cast.developer, overlap: overlap, by: developer)
        if case .created(let secret, _) = creation { return secret.secret.expose() }
        return nil
    }

    /// Ends the oldest live secret of an app now.
    package func revokeOldestSecret(of app: Cast.TestApp) async throws {
        guard let secret = try await server.useCases.apps.find(app.id, of: cast.developer)?.secrets.first,
            try await server.useCases.apps.revokeSecret(secret.id, of: app.id, of: cast.developer, by: developer)
                == .revoked
        else { throw Unfit() }
    }

    /// Lowers the ceiling of an app.
    package func narrow(_ app: Cast.TestApp, to scopes: String) async throws {
        try await database.write { connection throws(StorageError) in
            _ = try connection.execute("UPDATE apps SET scopes = \(scopes) WHERE id = \(app.id)")
        }
        await server.changes.app(app.id)
    }

    package func banDeveloper() async throws {
        guard try await server.useCases.developers.ban(cast.developer, by: .commandLine) else { throw Unfit() }
    }

    package func verifyDeveloper() async throws {
        guard try await server.useCases.developers.verify(cast.developer, by: .commandLine) else { throw Unfit() }
    }

    package func set(_ options: AppOptions, of app: Cast.TestApp) async throws {
        let apps = server.useCases.apps
        guard let registered = try await apps.find(app.id, of: cast.developer) else { throw Unfit() }
        var draft = AppDraft(registered.settings)
        draft.options = options.names
        let settings = try AppSettings(draft)
        guard case .updated = try await apps.update(app.id, to: settings, of: cast.developer, by: .commandLine) else {
            throw Unfit()
        }
    }

    package func delete(_ app: Cast.TestApp) async throws {
        guard try await server.useCases.apps.delete(app.id, of: cast.developer, by: .commandLine) else { throw Unfit() }
    }

    package struct TestResource: Sendable {
        package let id: String
        package let secret: String
        package let uri: String
    }

    /// A resource server, as its operator registers it.
    package func registerResource(_ name: String, _ uri: String) async throws -> TestResource {
        guard let parsed = ResourceURI(uri),
            let made = try await server.useCases.resourceServers.add(PublicName(name), parsed, by: .commandLine)
        else { throw Unfit() }
        return TestResource(id: made.id.text, secret: made.secret.secret.expose(), uri: uri)
    }

    package func replaceSecret(of resource: TestResource) async throws -> TestResource {
        let uri = ResourceURI(stored: resource.uri)
        guard let made = try await server.useCases.resourceServers.replaceSecret(of: uri, by: .commandLine) else {
            throw Unfit()
        }
        return TestResource(id: made.id.text, secret: made.secret.secret.expose(), uri: resource.uri)
    }

    package func removeResource(_ resource: TestResource) async throws {
        guard try await server.useCases.resourceServers.remove(ResourceURI(stored: resource.uri), by: .commandLine)
        else {
            throw Unfit()
        }
    }

    /// Deletes what is due now.
    package func prune() async throws {
        try await Pruner(
            database: database, ambient: clock.ambient, longestAccessToken: 3600, logger: Logger(label: "test")
        ).sweep(at: clock.now)
    }
}
