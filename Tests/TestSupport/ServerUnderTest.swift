import Crypto
import Hummingbird
package import HummingbirdTesting
import Kernel
import Logging
import OAuth
package import Persistence
import PortalDomain
import Schema
package import Web

/// A whole server on a database of its own, with the people and apps of the checklist, spoken to through HTTP.
package struct ServerUnderTest: Sendable {
    package let http: any TestClientProtocol
    package let clock: ManualClock
    package let database: any SQLDatabase
    package let server: Server
    package let logs: CapturedLogs
    package let cast: Cast

    package static let issuer = "http://localhost:8080"

    private let makeNode: @Sendable () throws -> Server

    init(
        http: any TestClientProtocol, clock: ManualClock, database: any SQLDatabase, server: Server, logs: CapturedLogs,
        cast: Cast,
        makeNode: @escaping @Sendable () throws -> Server
    ) {
        (self.http, self.clock, self.database, self.server) = (http, clock, database, server)
        (self.logs, self.cast, self.makeNode) = (logs, cast, makeNode)
    }

    /// Runs `body` with another server on the same database: its own caches and throttles, the same key and clock.
    package func withSecondNode(_ body: @escaping @Sendable (ServerUnderTest) async throws -> Void) async throws {
        let node = try makeNode()
        try await Application(responder: node.responder).test(.router) { client in
            try await body(
                ServerUnderTest(
                    http: client, clock: clock, database: database, server: node, logs: logs, cast: cast,
                    makeNode: makeNode))
        }
        await node.close()
    }

    package func browser(language: String = "en") -> Browser { Browser(http, language: language) }
}

/// Runs `body` against a server with fixtures.
///
/// - Parameter configure: changes the configuration; by default there is no rate limit, and tokens live as the checklist says.
package func withServer(
    on backend: Backend, configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (ServerUnderTest) async throws -> Void
) async throws {
    try await withDatabase(on: backend, migrations: Migrations.all, tenantTables: Migrations.tenantTables) { database in
        let clock = ManualClock()
        let logs = CapturedLogs()
        var configuration = ServerConfiguration(origins: Origins(publicURL: ServerUnderTest.issuer))
        configuration.rateLimitPerMinute = 0
        configuration.lifetimes.accessToken = 120
        configuration.passwordCost = PasswordHash.Cost(logN: 4, blockSize: 1)
        configure(&configuration)
        let ambient = clock.ambient
        let store = SQLOAuthStore(database: database, journal: Journal(ambient: ambient))
        let settings = configuration
        let makeNode: @Sendable () throws -> Server = {
            try Server(
                configuration: settings, database: database, store: store,
                secretKey: SymmetricKey(data: [UInt8](repeating: 7, count: 32)), ambient: ambient,
                logger: Logger(label: "test") { _ in logs.handler })
        }
        let server = try makeNode()
        let cast = try await Cast.make(on: database, ambient: ambient, cost: configuration.passwordCost)
        let application = Application(responder: server.responder, logger: Logger(label: "test") { _ in logs.handler })
        try await application.test(.router) { client in
            try await body(
                ServerUnderTest(
                    http: client, clock: clock, database: database, server: server, logs: logs, cast: cast,
                    makeNode: makeNode))
        }
        await server.close()
    }
}
