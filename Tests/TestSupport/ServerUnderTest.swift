import Hummingbird
package import HummingbirdTesting
import Kernel
import Logging
import OAuth
package import Persistence
import PortalDomain
import PostgresDriver
import Schema
package import Web

/// A whole server on a database of its own, with the people and apps of the checklist, spoken to through HTTP.
package struct ServerUnderTest: Sendable {
    package var http: any TestClientProtocol { watchedClient }
    package let clock: ManualClock
    package let database: any SQLDatabase
    package let logs: CapturedLogs
    package let cast: Cast
    /// Sees every answer and every transaction of the server, and fails the test for what no test may leave behind.
    package let watch: Watch
    /// Where the server keeps the bytes of files.
    package let files: TestFolder

    package static let issuer = "http://localhost:8080"

    /// The server as it is now: another one after a restart.
    package var server: Server { node.server }

    private let node: Node
    private let makeNode: @Sendable () throws -> Server
    let watchedClient: WatchedClient

    fileprivate init(
        http: any TestClientProtocol, node: Node, clock: ManualClock, database: any SQLDatabase, logs: CapturedLogs,
        cast: Cast, watch: Watch, files: TestFolder, redirects: RedirectWatcher,
        makeNode: @escaping @Sendable () throws -> Server
    ) {
        watchedClient = WatchedClient(client: http, watch: watch, redirects: redirects)
        (self.clock, self.database, self.node, self.logs) = (clock, database, node, logs)
        (self.cast, self.watch, self.files, self.makeNode) = (cast, watch, files, makeNode)
    }

    /// Runs `body` with another server on the same database: its own caches and throttles, the same key and clock.
    package func withSecondNode(_ body: @escaping @Sendable (ServerUnderTest) async throws -> Void) async throws {
        let node = Node(try makeNode())
        try await Application(responder: node).test(.router) { client in
            try await body(
                ServerUnderTest(
                    http: client, node: node, clock: clock, database: database, logs: logs, cast: cast, watch: watch,
                    files: files, redirects: watchedClient.redirects, makeNode: makeNode))
        }
        await node.server.close()
    }

    /// Ends the server and starts another on the same database: what it had in memory is gone.
    package func restart() async throws { await node.replace(with: try makeNode()).close() }

    /// Runs `body` against a node that listens on a port of loopback, so that requests have a client address.
    package func withListeningNode(_ body: @escaping @Sendable (ServerUnderTest) async throws -> Void) async throws {
        let node = Node(try makeNode())
        let application = Application(
            responder: node, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            logger: Logger(label: "test") { _ in logs.handler })
        try await application.test(.live) { client in
            try await body(
                ServerUnderTest(
                    http: client, node: node, clock: clock, database: database, logs: logs, cast: cast, watch: watch,
                    files: files, redirects: watchedClient.redirects, makeNode: makeNode))
        }
        await node.server.close()
    }

    package func browser(language: String = "en") -> Browser { Browser(http, language: language) }
}

/// Runs `body` against a server with fixtures, and throws what the watchers saw (`Watch`).
///
/// - Parameter configure: changes the configuration; by default there is no rate limit, and tokens live as the checklist says.
package func withServer(
    on backend: Backend, configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (ServerUnderTest) async throws -> Void
) async throws {
    try await withDatabase(on: backend, migrations: Migrations.all, tenantTables: Migrations.tenantTables) { database in
        try await serve(on: database, configure: configure, body)
    }
}

/// As `withServer`, on a database in which transactions can be made to meet.
///
/// - Parameter connections: to PostgreSQL; as many transactions can meet there.
package func withMeetings(
    on backend: Backend, connections: Int = 12, configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (ServerUnderTest, MeetingDatabase) async throws -> Void
) async throws {
    try await withStorage(on: backend, migrations: Migrations.all) { storage in
        try await storage.withOpenDatabase(
            tenantTables: Migrations.tenantTables, postgres: { $0.connections = connections }
        ) { database in
            let meetings = MeetingDatabase(database)
            try await serve(on: meetings, configure: configure) { server in try await body(server, meetings) }
        }
    }
}

private func serve(
    on database: any SQLDatabase, configure: (inout ServerConfiguration) -> Void,
    _ body: @escaping @Sendable (ServerUnderTest) async throws -> Void
) async throws {
    let clock = ManualClock()
    let logs = CapturedLogs()
    let ambient = clock.ambient
    let folder = TestFolder()
    var configuration = ServerConfiguration.test(folder, ambient)
    configure(&configuration)
    let watch = Watch()
    let watched = WatchedDatabase(database, watch)
    let store = SQLOAuthStore(database: watched, journal: Journal(ambient: ambient))
    let settings = configuration
    let makeNode: @Sendable () throws -> Server = {
        try Server(
            configuration: settings, database: watched, store: store,
            secretKey: ServerKeys.serverKey, ambient: ambient,
            logger: Logger(label: "test") { _ in logs.handler })
    }
    let node = Node(try makeNode())
    let cast = try await Cast.make(on: watched, ambient: ambient, cost: configuration.passwordCost)
    let application = Application(responder: node, logger: Logger(label: "test") { _ in logs.handler })
    try await application.test(.router) { client in
        try await body(
            ServerUnderTest(
                http: client, node: node, clock: clock, database: database, logs: logs, cast: cast,
                watch: watch, files: folder,
                redirects: RedirectWatcher(database: database, origins: settings.origins), makeNode: makeNode))
    }
    await node.server.close()
    try await watch.finish(logs, on: database)
}
