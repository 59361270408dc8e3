import Kernel
import PortalDomain

/// Makes the developer of the demo data and their apps; or completes them.
struct DemoAppMaker: Sendable {
    private let bench: Workbench
    private let plan: DemoPlan

    init(_ bench: Workbench, _ plan: DemoPlan) { (self.bench, self.plan) = (bench, plan) }

    /// The developer, registered, confirmed and verified.
    func developer(_ account: DemoSignIn) async throws -> Developer {
        guard let email = AccountEmail(account.email) else { throw Trouble("The demo data has a malformed address.") }
        if let developer = try await bench.useCases.developers.find(email) { return try await settle(developer) }
        let new = try NewDeveloper(name: plan.developer.name, email: account.email, password: account.password)
        let hash = try await bench.useCases.hasher.hash(new.password)
        _ = try await bench.useCases.developers.register(new, hash: hash, from: "127.0.0.1")
        guard let developer = try await bench.useCases.developers.find(email) else {
            throw Trouble("The account \(email) of the demo data is missing; use another database.")
        }
        return try await settle(developer)
    }

    /// Opens the link that was mailed, as the developer would, and vouches for them.
    private func settle(_ developer: Developer) async throws -> Developer {
        if !developer.isConfirmed, let token = try await mailedToken(to: developer.email) {
            _ = try await bench.useCases.developers.confirm(token, from: "127.0.0.1")
        }
        if !developer.isVerified { _ = try await bench.useCases.developers.verify(developer.id, by: .commandLine) }
        return developer
    }

    private func mailedToken(to recipient: String) async throws -> Credential? {
        let mail = try await bench.useCases.outbox.list(limit: 100).first { $0.mail.recipient == recipient }
        guard let body = mail?.mail.body, let start = body.firstRange(of: "token=")?.upperBound else { return nil }
        return Credential(String(body[start...].prefix { !$0.isWhitespace }), .ticket)
    }

    /// The app with its credentials. One that is there already, but was not written down, gets a new secret.
    func app(_ plan: DemoPlan.App, _ demo: DemoApp, of developer: Developer) async throws -> DemoApp {
        var demo = demo
        let actor = developer.actor(at: "127.0.0.1")
        if let app = try await bench.useCases.apps.list(of: developer.id).first(where: { $0.name == plan.name }) {
            demo.clientID = app.id.text
            guard !plan.type.isPublic else { return demo }
            let creation = try await bench.useCases.apps.addSecret(to: app.id, of: developer.id, overlap: 0, by: actor)
            guard case .created(let secret, _) = creation else {
                throw Trouble("The app \(plan.name) takes no new secret.")
            }
            demo.clientSecret = secret.secret.expose()
            return demo
        }
        let new = try AppSettings(
            AppDraft(
                name: plan.name, description: plan.description, website: plan.website, type: plan.type.rawValue,
                profile: plan.profile.rawValue, redirectURIs: plan.redirectURIs.joined(separator: "\n"),
                scopes: plan.scopes.names, requiredScopes: plan.required.names,
                options: plan.options.names))
        let registered = try await bench.useCases.apps.register(new, of: developer.id, by: actor)
        demo.clientID = registered.id.text
        demo.clientSecret = registered.secret?.secret.expose()
        return demo
    }
}
