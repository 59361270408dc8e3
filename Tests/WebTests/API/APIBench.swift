import Crypto
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import NIOCore
import OAuth
import Persistence
import PortalDomain
import Schema
import TestSupport
import Testing
import Web

/// The API alone, on a database of its own with the portals A and B, spoken to through HTTP. Tokens are made up by
/// `credentials`.
struct APIBench: Sendable {
    static let origin = "http://localhost:8080"

    let http: any TestClientProtocol
    let clock: ManualClock
    let ambient: Ambient
    let database: any SQLDatabase
    let logs: CapturedLogs
    let credentials: FakeCredentials
    let pipeline: APIPipeline
    let useCases: UseCases
    /// Where the bytes of files are.
    let folder: TestFolder
    let a: PortalID
    let b: PortalID
    /// May do everything in A; everything in B.
    let token: String
    let tokenOfB: String

    func send(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, headers: [(String, String)] = [],
        body: String? = nil
    ) async throws -> Reply {
        var fields = HTTPFields()
        fields.append(HTTPField(name: .authorization, value: "Bearer \(token ?? self.token)"))
        if body != nil, !headers.contains(where: { $0.0.lowercased() == "content-type" }) {
            fields.append(HTTPField(name: .contentType, value: "application/json"))
        }
        for (name, value) in headers { fields.append(HTTPField(name: HTTPField.Name(name)!, value: value)) }
        return try await raw(method, path, fields, body.map { Array($0.utf8) })
    }

    /// As written, without a token of its own.
    func raw(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:], _ body: [UInt8]? = nil
    ) async throws -> Reply {
        Reply(
            try await http.executeRequest(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) }))
    }

    func get(_ path: String, token: String? = nil, version: String = "1.1.0") async throws -> Reply {
        try await send(.get, path, token: token, headers: [("X-VERSION", version)])
    }

    func post(_ path: String, _ body: String, key: String? = nil, token: String? = nil) async throws -> Reply {
        try await send(.post, path, token: token, headers: key.map { [("Idempotency-Key", $0)] } ?? [], body: body)
    }

    func patch(_ path: String, _ body: String, token: String? = nil) async throws -> Reply {
        try await send(.patch, path, token: token, body: body)
    }

    func delete(_ path: String, token: String? = nil) async throws -> Reply {
        try await send(.delete, path, token: token)
    }

    /// A new customer's id.
    @discardableResult
    func customer(
        _ name: String = "Fietsen De Wit B.V.", email: String = "info@example.nl", token: String? = nil
    ) async throws -> String {
        let reply = try await post("/v1/customers", Self.customerBody(name, email: email), token: token)
        return try #require(reply.text("id"))
    }

    func group(_ name: String = "Dealers", _ customers: [String] = [], token: String? = nil) async throws -> String {
        let list = customers.map { "\"\($0)\"" }.joined(separator: ",")
        let reply = try await post(
            "/v1/customer-groups", "{\"name\":\"\(name)\",\"customers\":[\(list)]}", token: token)
        return try #require(reply.text("id"))
    }

    static func customerBody(
        _ name: String = "Fietsen De Wit B.V.", email: String = "info@example.nl", more: String = ""
    ) -> String {
        """
        {"companyName":"\(name)","address":"Dorpsstraat 12","zipCode":"1234AB","city":"Utrecht","primaryEmail":"\(email)"\(more)}
        """
    }

    var journal: Journal { Journal(ambient: ambient, renderer: .payloads) }

    /// The actions in the audit log of A, oldest first.
    func auditActions() async throws -> [String] {
        try await database.rows("SELECT action FROM audit_events WHERE portal_id = \(a) ORDER BY id").map {
            try $0.text("action")
        }
    }
}

/// Runs `body` against the API, and asserts afterwards what holds for every request: no 5xx, no token in the log, and an audit log in
/// one style.
func withAPI(
    on backend: Backend = .sqlite, rateLimit: Int = 0, versions: APIVersions = .published, expectsFaults: Bool = false,
    scale: Scale = Scale(), bounds: StorageBounds = .init(), _ body: @Sendable (APIBench) async throws -> Void
) async throws {
    try await withDatabase(on: backend, migrations: Migrations.all, tenantTables: Migrations.tenantTables) {
        let database = WeighedDatabase(database: $0, scale: scale)
        let clock = ManualClock()
        let ambient = clock.ambient
        let logs = CapturedLogs()
        let credentials = FakeCredentials(ambient: ambient)
        let folder = TestFolder()
        let useCases = UseCases.test(on: database, ambient: ambient, files: folder, bounds: bounds)
        let pipeline = APIBench.pipeline(useCases, on: database, ambient, credentials, rateLimit, versions)
        let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: FixedAddress())
        router.add(middleware: WeighedAnswers(scale: scale))
        pipeline.add(to: router)
        DownloadRoutes(
            links: APIBench.downloads, files: FileResponses(contents: useCases.contents), ambient: ambient
        ).add(to: router)
        OpenAPIRoutes(origins: APIBench.origins).add(to: router)
        let a: PortalID = ambient.makeID()
        let b: PortalID = ambient.makeID()
        for (id, slug) in [(a, "alpha"), (b, "beta")] {
            _ = try await database.write { connection throws(StorageError) in
                try connection.execute(
                    """
                    INSERT INTO portals (id, slug, name, time_zone, created_at)
                    VALUES (\(id), \(slug), \(slug), 'Europe/Amsterdam', 0)
                    """)
            }
        }
        let token = credentials.mint(in: Portal(id: a, slug: "alpha", name: "Alpha"), .all)
        let tokenOfB = credentials.mint(in: Portal(id: b, slug: "beta", name: "Beta"), .all)
        let app = Application(router: router, logger: Logger(label: "test") { _ in logs.handler })
        try await app.test(.router) { client in
            let recorder = StatusRecorder(client)
            try await body(
                APIBench(
                    http: recorder, clock: clock, ambient: ambient, database: database, logs: logs,
                    credentials: credentials, pipeline: pipeline, useCases: useCases, folder: folder, a: a, b: b,
                    token: token, tokenOfB: tokenOfB))
            if !expectsFaults { #expect(recorder.faults == []) }
            try await AuditNames.check(database)
        }
        #expect(!logs.text.contains("vdr_"))
    }
}

/// Another process on the same database.
func withSecondNode(of api: APIBench, _ body: @Sendable (APIBench) async throws -> Void) async throws {
    let pipeline = APIBench.pipeline(api.useCases, on: api.database, api.ambient, api.credentials, 0, .published)
    let router = Router(context: AppContext.self)
    pipeline.add(to: router)
    try await Application(router: router, logger: Logger(label: "test") { _ in api.logs.handler }).test(.router) {
        client in
        try await body(
            APIBench(
                http: client, clock: api.clock, ambient: api.ambient, database: api.database, logs: api.logs,
                credentials: api.credentials, pipeline: pipeline, useCases: api.useCases, folder: api.folder, a: api.a,
                b: api.b, token: api.token, tokenOfB: api.tokenOfB))
    }
}

extension APIBench {
    static let origins = Origins(publicURL: origin)

    static let downloads = DownloadLinks(key: ServerKeys.test.downloads, origin: origin)

    var contents: Contents { useCases.contents }
    var downloads: DownloadLinks { Self.downloads }
    var publicLinks: PublicLinks { PublicLinks(key: ServerKeys.test.publicPages, origin: Self.origin) }

    /// The API as the server has it, with operations that fail.
    fileprivate static func pipeline(
        _ useCases: UseCases, on database: any SQLDatabase, _ ambient: Ambient, _ credentials: FakeCredentials,
        _ rateLimit: Int, _ versions: APIVersions
    ) -> APIPipeline {
        APIPipeline(
            APIEndpoints.all(useCases, downloads, origins) + Trouble.endpoints
                + Reception.endpoints(useCases.contents),
            bearer: BearerCheck(store: credentials, cache: TokenCache(hardLimit: 0), ambient: ambient),
            dpop: DPoPCheck(
                spend: { _ in true }, nonces: DPoPNonces(key: SymmetricKey(size: .bits256)), demandsNonces: false,
                ambient: ambient),
            limits: RateLimits(perMinute: rateLimit), records: IdempotencyRecords(database: database, box: .test),
            zones: TimeZones(), origins: origins, ambient: ambient, contents: useCases.contents,
            versions: versions, maximumBody: 1_048_576)
    }
}
