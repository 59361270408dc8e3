import Background
package import Kernel
import Logging
import PortalDomain
import Web

/// What a developer does to an app, and what time does to the database, by the product's own means.
extension ServerUnderTest {
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

    /// Deletes what is due now.
    package func prune() async throws {
        try await Pruner(
            database: database, ambient: clock.ambient, longestAccessToken: 3600, logger: Logger(label: "test")
        ).sweep(at: clock.now)
    }
}
