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
import Synchronization
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
    /// The files, where their bytes are, and their links.
    let contents: Contents
    let folder: TestFolder
    let downloads: DownloadLinks
    let publicLinks: PublicLinks
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
    _ body: @Sendable (APIBench) async throws -> Void
) async throws {
    try await withDatabase(on: backend, migrations: Migrations.all, tenantTables: Migrations.tenantTables) { database in
        let clock = ManualClock()
        let ambient = clock.ambient
        let logs = CapturedLogs()
        let credentials = FakeCredentials(ambient: ambient)
        let folder = TestFolder()
        let contents = Contents(
            database: database, store: FileContentStore(folder: folder.path, ambient: ambient), ambient: ambient)
        let downloads = DownloadLinks(key: SymmetricKey(size: .bits256), origin: APIBench.origin)
        let publicLinks = PublicLinks(key: SymmetricKey(size: .bits256), origin: APIBench.origin)
        let pipeline = APIBench.pipeline(
            on: database, ambient: ambient, credentials: credentials, contents: contents, downloads: downloads,
            publicLinks: publicLinks,
            rateLimit: rateLimit, versions: versions)
        let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: FixedAddress())
        pipeline.add(to: router)
        DownloadRoutes(links: downloads, files: FileResponses(contents: contents), ambient: ambient).add(to: router)
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
                    credentials: credentials,
                    pipeline: pipeline, contents: contents, folder: folder, downloads: downloads,
                    publicLinks: publicLinks, a: a, b: b,
                    token: token, tokenOfB: tokenOfB))
            if !expectsFaults { #expect(recorder.faults == []) }
            try await AuditNames.check(database)
        }
        #expect(!logs.text.contains("vdr_"))
    }
}

/// The client's address, as `FrontDoor` would set it: what the request claims, for tests.
struct FixedAddress: RouterMiddleware {
    typealias Context = AppContext

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.clientAddress = request.headers[HTTPField.Name("X-Test-Address")!] ?? "192.0.2.1"
        return try await next(request, context)
    }
}

/// Notes every 5xx, and every answer that the OpenAPI document does not promise.
final class StatusRecorder: TestClientProtocol, Sendable {
    private let client: any TestClientProtocol
    private let noted = Mutex<[String]>([])

    init(_ client: any TestClientProtocol) { self.client = client }

    var port: Int? { client.port }
    var faults: [String] { noted.withLock { $0 } }

    func executeRequest(
        uri: String, method: HTTPRequest.Method, headers: HTTPFields, body: ByteBuffer?
    ) async throws -> TestResponse {
        let response = try await client.executeRequest(uri: uri, method: method, headers: headers, body: body)
        if let fault = ContractWatcher.standard.fault(in: Answer(response), to: method, uri) {
            noted.withLock { $0.append(fault) }
        }
        if response.status.code >= 500 { noted.withLock { $0.append("\(method) \(uri): \(response.status.code)") } }
        return response
    }
}

/// Operations that fail, and one with a feature switch: what no operation of this release does.
enum Trouble {
    static func operation(_ id: String, _ method: HTTPRequest.Method = .get, feature: Feature? = nil) -> Operation {
        Operation(
            id, method, "/test/\(id)", group: "Test", summary: id, access: .anyCredential, feature: feature,
            success: .noContent)
    }

    static let endpoints: [Endpoint] = [
        .init(operation("unavailable")) { _ in throw StorageError.unavailable(detail: "the disk is full") },
        .init(operation("conflict")) { _ in throw StorageError.conflict },
        .init(operation("fault")) { _ in throw StorageError.invalid(detail: "SELECT secret FROM nowhere") },
        .init(operation("state")) { _ in throw APIError.conflict("The thing is closed.") },
        .init(operation("feature", feature: .ticketing)) { _ in .noContent },
        .init(
            Operation(
                "slash", .post, "/test/{id}/sign-up/", group: "Test", summary: "", access: .anyCredential,
                success: .noContent)
        ) { _ in .noContent },
        .init(
            Operation(
                "no-slash", .get, "/test/{id}/sign-up", group: "Test", summary: "", access: .anyCredential,
                success: .noContent)
        ) { _ in .noContent },
    ]
}

/// Tokens with a fixed meaning, and a switch that makes the store unreachable.
final class FakeCredentials: CredentialStore, Sendable {
    private struct State {
        var principals: [TokenDigest: Principal] = [:]
        var isDown = false
    }

    private let ambient: Ambient
    private let state = Mutex(State())

    init(ambient: Ambient) { self.ambient = ambient }

    func mint(
        in portal: Portal, _ scopes: Scopes, app: Principal.AppSummary? = nil, expiresAt: Timestamp? = nil,
        version: String? = "1.0.0", rateLimit: Int? = nil, addresses: [String] = []
    ) -> String {
        let credential = Credential(minting: app == nil ? .apiKey : .accessToken, from: ambient)
        let principal = Principal(
            kind: app == nil ? .apiKey(ambient.makeID()) : .accessToken(ambient.makeID()), digest: credential.digest,
            portal: portal, user: ambient.makeID(), scopes: scopes, app: app, name: "Sync", expiresAt: expiresAt,
            apiVersion: version, rateLimit: rateLimit, allowedAddresses: addresses.map { AddressRange($0)! })
        state.withLock { $0.principals[credential.digest] = principal }
        return credential.secret.expose()
    }

    func revoke(_ token: String) { state.withLock { $0.principals[TokenDigest(of: token)] = nil } }
    func goDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }

    func apiKey(_ digest: TokenDigest, at now: Timestamp) async throws(StorageError) -> Principal? {
        try find(digest, at: now)
    }

    func accessToken(_ digest: TokenDigest, at now: Timestamp) async throws(StorageError) -> Principal? {
        try find(digest, at: now)
    }

    private func find(_ digest: TokenDigest, at now: Timestamp) throws(StorageError) -> Principal? {
        let (principal, isDown) = state.withLock { ($0.principals[digest], $0.isDown) }
        if isDown { throw .unavailable(detail: "down") }
        if let expiry = principal?.expiresAt, now >= expiry { return nil }
        return principal
    }
}

/// An answer with its body parsed.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]
    let body: String
    let json: JSONValue?

    init(_ response: TestResponse) {
        status = response.status.code
        headers = response.headers
        bytes = Array(response.body.readableBytesView)
        body = String(buffer: response.body)
        json = try? JSONValue(parsing: bytes)
    }

    subscript(header: String) -> String? { headers[HTTPField.Name(header)!] }

    func text(_ name: String) -> String? {
        if case .string(let text)? = json?[name] { text } else { nil }
    }

    var code: JSONValue? { json?["code"] }
    var message: String? { text("message") }

    /// The names of the fields that a 422 complains of.
    var fields: [String] {
        guard case .array(let errors)? = json?["errors"] else { return [] }
        return errors.compactMap { if case .string(let name)? = $0["field"] { name } else { nil } }
    }

    /// The entities of a list.
    var data: [JSONValue] {
        if case .array(let data)? = json?["data"] { data } else { [] }
    }

    /// The ids of the entities of a list.
    var ids: [String] { data.compactMap { if case .string(let id)? = $0["id"] { id } else { nil } } }
}

/// Another process on the same database.
func withSecondNode(of api: APIBench, _ body: @Sendable (APIBench) async throws -> Void) async throws {
    let pipeline = APIBench.pipeline(
        on: api.database, ambient: api.ambient, credentials: api.credentials, contents: api.contents,
        downloads: api.downloads, publicLinks: api.publicLinks, rateLimit: 0, versions: .published)
    let router = Router(context: AppContext.self)
    pipeline.add(to: router)
    try await Application(router: router, logger: Logger(label: "test") { _ in api.logs.handler }).test(.router) {
        client in
        try await body(
            APIBench(
                http: client, clock: api.clock, ambient: api.ambient, database: api.database, logs: api.logs,
                credentials: api.credentials, pipeline: pipeline, contents: api.contents, folder: api.folder,
                downloads: api.downloads, publicLinks: api.publicLinks, a: api.a, b: api.b, token: api.token,
                tokenOfB: api.tokenOfB))
    }
}

extension APIBench {
    static let origins = Origins(publicURL: origin)

    static func pipeline(
        on database: any SQLDatabase, ambient: Ambient, credentials: FakeCredentials, contents: Contents,
        downloads: DownloadLinks, publicLinks: PublicLinks, rateLimit: Int, versions: APIVersions
    ) -> APIPipeline {
        let journal = Journal(ambient: ambient, renderer: .payloads)
        let customers = Customers(database: database, journal: journal, ambient: ambient)
        let groups = CustomerGroups(database: database, journal: journal, ambient: ambient)
        var endpoints = CustomerOperations(customers: customers, origins: origins).endpoints
        endpoints += CustomerGroupOperations(groups: groups, customers: customers, origins: origins).endpoints
        let appointments = Appointments(database: database, journal: journal, ambient: ambient, zones: TimeZones())
        endpoints += AppointmentOperations(appointments: appointments, origins: origins).endpoints
        let cards = PunchCards(database: database, journal: journal, ambient: ambient)
        endpoints += PunchCardOperations(cards: cards, origins: origins).endpoints
        endpoints += IssuedPunchCardOperations(cards: cards, origins: origins).endpoints
        let tickets = Tickets(database: database, journal: journal, ambient: ambient)
        endpoints += TicketOperations(tickets: tickets, origins: origins).endpoints
        let links = PaymentLinks(database: database, journal: journal, ambient: ambient)
        endpoints += PaymentLinkOperations(links: links, origins: origins).endpoints
        let settings = PaymentSettings(database: database, journal: journal, box: .test)
        let zones = TimeZones()
        endpoints +=
            SubscriptionOperations(
                subscriptions: Subscriptions(
                    database: database, journal: journal, ambient: ambient, zones: zones,
                    addresses: PaymentAddresses(origin: origin),
                    invoices: PaperBench(on: database, ambient: ambient, contents: contents).invoices),
                customers: customers, settings: settings,
                origins: origins
            ).endpoints
        endpoints +=
            PackageOperations(
                packages: SubscriptionPackages(database: database, journal: journal, ambient: ambient),
                signUps: SignUps(database: database, journal: journal, ambient: ambient, zones: zones),
                customers: customers, settings: settings, origins: origins
            ).endpoints
        let files = Files(database: database, contents: contents, journal: journal, ambient: ambient)
        endpoints += FileOperations(files: files, downloads: downloads, origins: origins).endpoints
        let shares = FileShares(database: database, journal: journal, links: publicLinks, ambient: ambient)
        endpoints += FileShareOperations(shares: shares, origins: origins).endpoints
        let requests = FileRequests(
            database: database, contents: contents, journal: journal, links: publicLinks, ambient: ambient)
        endpoints += FileRequestOperations(requests: requests, origins: origins).endpoints
        endpoints += PaperBench(on: database, ambient: ambient, contents: contents).endpoints(downloads)
        let box = SecretBox(key: SymmetricKey(data: [UInt8](repeating: 9, count: 32)))
        let webhooks = Webhooks(
            database: database, journal: journal, ambient: ambient, box: box, receivers: FakeReceivers())
        endpoints += WebhookOperations(webhooks: webhooks, origins: origins).endpoints
        endpoints +=
            TicketAttachmentOperations(
                tickets: tickets, contents: contents, downloads: downloads, origins: origins
            ).endpoints
        let agreements = Agreements(
            database: database, journal: journal, ambient: ambient, zones: TimeZones(), links: signingLinks)
        endpoints +=
            AgreementOperations(
                agreements: agreements, contents: contents, downloads: downloads, origins: origins
            ).endpoints
        endpoints += MeOperations().endpoints + Trouble.endpoints + Reception.endpoints(contents)
        return APIPipeline(
            endpoints, bearer: BearerCheck(store: credentials, cache: TokenCache(hardLimit: 0), ambient: ambient),
            dpop: DPoPCheck(
                spend: { _ in true }, nonces: DPoPNonces(key: SymmetricKey(size: .bits256)), demandsNonces: false,
                ambient: ambient),
            limits: RateLimits(perMinute: rateLimit), records: IdempotencyRecords(database: database, box: box),
            zones: TimeZones(),
            origins: origins, ambient: ambient, staging: contents.staging, versions: versions)
    }
}
