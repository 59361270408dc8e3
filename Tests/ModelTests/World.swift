import Kernel
import Synchronization
import TestSupport

/// The real thing: a server with two portals, three people and four fresh apps, and the texts behind the model's numbers.
struct World {
    let server: ServerUnderTest
    let company: Company
    let apps: [Cast.TestApp]
    /// Of each app, the newest last. Empty for public ones.
    var secrets: [[String]]
    var codes: [(text: String, app: Int)] = []
    var access: [(text: String, app: Int)] = []
    var refresh: [(text: String, app: Int)] = []
    let addresses = Counter()

    /// Fixed, strict, and two public apps; nothing of an earlier sequence is theirs.
    init(_ server: ServerUnderTest, _ company: Company) async throws {
        (self.server, self.company) = (server, company)
        apps = [
            try await server.register(
                "Fixed", .web, .standard, ["https://fixed.example/cb"], "customers.read invoices.read"),
            try await server.register(
                "Strict", .web, .strict, ["https://strict.example/cb"], "customers.read customers.write"),
            try await server.register(
                "Native", .native, .standard, ["com.example.model:/cb"], "customers.read customers.write"),
            try await server.register(
                "Browser", .browser, .strict, ["https://browser.example/cb"], "customers.read invoices.read"),
        ]
        secrets = apps.map { $0.secret.map { [$0] } ?? [] }
        try await company.reset(server)
    }

    /// What the model starts from.
    var model: Model {
        Model(
            apps: apps.map { app in
                Model.App(
                    scopes: app.scopes.split(separator: " ").map(String.init), isPublic: app.isPublic,
                    rotates: app.rotates,
                    secrets: app.isPublic ? [] : [Model.App.never])
            },
            positions: Company.start)
    }

    func secret(_ app: Int, _ proof: Step.Proof) -> String? {
        switch proof {
        case .newest: secrets[app].last
        case .previous: secrets[app].dropLast().last ?? secrets[app].last
        case .wrong: server.cast.c2.secret
        }
    }

    static let portals = ["alpha", "beta"]
}

final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
