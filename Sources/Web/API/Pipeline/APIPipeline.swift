import HTTPTypes
package import Hummingbird
package import Kernel
import Logging
import NIOCore
import NIOHTTP1
package import OAuth
package import PortalDomain

/// Everything below `/v1`: the order of checks (contract api-v1, 2.3), and what every answer carries.
///
/// The token comes before the path, so all of `/v1` is one route of the router and the paths are matched here.
package struct APIPipeline: Sendable {
    private let routes: RouteTable
    private let bearer: BearerCheck
    private let limits: RateLimits
    private let records: IdempotencyRecords
    private let uses: UseLog
    private let zones: TimeZones
    private let versions: APIVersions
    private let headers: AnswerHeaders
    private let origins: Origins
    private let ambient: Ambient
    private let maximumBody: Int
    private let inFlight = InFlight()
    private let challenge: HTTPField
    private let invalidTokenChallenge: HTTPField

    /// - Parameters:
    ///   - endpoints: the whole route table.
    ///   - maximumBody: of JSON, in bytes.
    package init(
        _ endpoints: [Endpoint], bearer: BearerCheck, limits: RateLimits, records: IdempotencyRecords, uses: UseLog = UseLog(),
        zones: TimeZones, origins: Origins, ambient: Ambient, versions: APIVersions = .published, maximumBody: Int = 1_048_576
    ) {
        routes = RouteTable(endpoints)
        (self.bearer, self.limits, self.records, self.uses, self.zones) = (bearer, limits, records, uses, zones)
        (self.versions, self.origins, self.ambient, self.maximumBody) = (versions, origins, ambient, maximumBody)
        headers = AnswerHeaders(versions: versions, origin: origins.publicURL)
        // RFC 6750 §3, RFC 9728 §5.1
        let metadata = "resource_metadata=\"\(origins.publicURL)/.well-known/oauth-protected-resource\""
        challenge = HTTPField(name: .wwwAuthenticate, value: "Bearer realm=\"voordeur\", \(metadata)")
        invalidTokenChallenge = HTTPField(
            name: .wwwAuthenticate, value: "Bearer realm=\"voordeur\", error=\"invalid_token\", \(metadata)")
    }

    package var operations: [Operation] { routes.endpoints.map(\.operation) }

    /// Takes every method on `/v1` and all below it.
    package func add(to router: Router<AppContext>) {
        for method in Self.methods {
            router.on("/v1", method: method) { request, context in try await respond(request, context) }
            router.on("/v1/**", method: method) { request, context in try await respond(request, context) }
        }
    }

    /// All that the HTTP parser lets through, so that a strange one is a 401 or 405 as well.
    private static let methods: [HTTPRequest.Method] = {
        let others = [
            "ACL", "BIND", "CHECKOUT", "COPY", "LINK", "LOCK", "M-SEARCH", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE",
            "NOTIFY", "PROPFIND", "PROPPATCH", "PURGE", "QUERY", "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE", "UNBIND",
            "UNLINK", "UNLOCK", "UNSUBSCRIBE",
        ]
        return [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect] + others.compactMap { .init($0) }
    }()

    /// What is known of a request when its answer is made, however early that is.
    private struct Known {
        var version: APIVersion
        var standing: RateLimiter.Standing?
    }

    /// Throws only when the connection has stopped being HTTP: any other fault becomes an answer in the form of the API.
    package func respond(_ request: Request, _ context: AppContext) async throws -> Response {
        var context = context
        if context.requestID.text.isEmpty { context.requestID = ambient.makeID() }
        var known = Known(version: versions.newest)
        var response: Response
        do {
            let answer = try await serve(request, context, &known)
            var fields = headers.fields(
                answer.body == nil ? .none : .json, request: context.requestID, version: known.version, standing: known.standing)
            AnswerHeaders.appendAnswer(answer, to: &fields)
            response = Self.response(answer.status, fields, answer.body)
        } catch let error as HTTPParserError {
            throw error
        } catch {
            response = refusal(Self.apiError(error, context), request, context, known)
        }
        return request.method == .head ? response.createHeadResponse() : response
    }

    // MARK: The checks, in order

    private func serve(_ request: Request, _ context: AppContext, _ known: inout Known) async throws -> APIAnswer {
        let milliseconds = ambient.milliseconds()
        let now = Timestamp(seconds: Int64(milliseconds / 1000))
        // 1–3
        let principal = try await admit(request, context, at: milliseconds, &known)
        // 4
        let version = versions.version(named: request.headers[values: .xVersion], pinned: principal.apiVersion, at: now)
        guard let version else { throw APIError.unknownVersion(supported: versions.names) }
        known.version = version
        let query = try Self.query(of: request)
        // 5, 6
        let (endpoint, ids) = try find(request, context)
        // 7, 8
        try Self.authorize(principal, for: endpoint.operation)
        // 9–11
        let body = try await body(of: request, for: endpoint.operation)
        let key = try Self.idempotencyKey(of: request)

        guard let zone = zones.table(named: principal.portal.timeZone) else {
            throw StorageError.invalid(detail: "no time zone \(principal.portal.timeZone)")
        }
        let slot = key.map { self.slot(for: $0, request, principal, version, body.bytes, at: now) }
        let call = APICall(
            operation: endpoint.operation, principal: principal, version: version, ids: ids,
            pathParameters: endpoint.pathParameters, query: query, body: body.value, clientAddress: context.clientAddress, now: now,
            zone: zone, standing: known.standing, slot: slot)
        // 12, and the handler does 13–16
        guard let slot else { return try await endpoint.handler(call) }
        return try await once(slot) { try await endpoint.handler(call) }
    }

    /// One token (1), valid and used from where it may be (2), within its rate (3).
    private func admit(
        _ request: Request, _ context: AppContext, at milliseconds: UInt64, _ known: inout Known
    ) async throws -> Principal {
        switch PresentedToken(request.headers) {
        case .bearer(let token):
            guard let principal = try await bearer.principal(presenting: token) else {
                throw try refuseStranger(context, at: milliseconds, &known, presenting: true)
            }
            try admit(principal, request, context, at: milliseconds, &known)
            uses.note(principal, from: context.clientAddress, at: Timestamp(seconds: Int64(milliseconds / 1000)))
            return principal
        case .malformed: throw try refuseStranger(context, at: milliseconds, &known, presenting: true)
        case .none: throw try refuseStranger(context, at: milliseconds, &known, presenting: false)
        case .contradictory:
            known.standing = limits.admit(address: context.clientAddress, at: milliseconds)
            throw APIError.badRequest("Send one token, once: in Authorization or in Authentication.")
        }
    }

    private func admit(
        _ principal: Principal, _ request: Request, _ context: AppContext, at milliseconds: UInt64, _ known: inout Known
    ) throws {
        // For the headers of a refusal that comes before check 4.
        let now = Timestamp(seconds: Int64(milliseconds / 1000))
        let version = versions.version(named: request.headers[values: .xVersion], pinned: principal.apiVersion, at: now)
        known.version = version ?? versions.newest
        known.standing = limits.admit(principal, at: milliseconds)
        if !principal.allowedAddresses.isEmpty {
            let address = IPAddress(context.clientAddress)
            guard let address, principal.allowedAddresses.contains(where: { $0.contains(address) }) else {
                throw APIError.addressNotAllowed
            }
        }
        if let standing = known.standing, !standing.isAdmitted { throw Self.rateLimited(standing, at: milliseconds) }
    }

    /// A request without a valid token counts against its address, so that nobody guesses for free and no token pays for it.
    private func refuseStranger(
        _ context: AppContext, at milliseconds: UInt64, _ known: inout Known, presenting: Bool
    ) throws -> APIError {
        known.standing = limits.admit(address: context.clientAddress, at: milliseconds)
        if let standing = known.standing, !standing.isAdmitted { return Self.rateLimited(standing, at: milliseconds) }
        var error = APIError(.unauthorized, presenting ? "The token is not valid." : "No token was sent.")
        error.headers = [presenting ? invalidTokenChallenge : challenge]
        return error
    }

    private static func rateLimited(_ standing: RateLimiter.Standing, at milliseconds: UInt64) -> APIError {
        var error = APIError(.rateLimited, "Too many requests.")
        error.headers = AnswerHeaders.retry(standing, at: milliseconds)
        return error
    }

    private static func query(of request: Request) throws -> FormFields {
        guard let text = request.uri.query, !text.isEmpty else { return FormFields([]) }
        guard let query = try? FormFields(parsing: text.utf8) else { throw APIError.badRequest("The query cannot be read.") }
        guard query.repeatedNames.isEmpty else { throw APIError.badRequest("A query parameter was sent more than once.") }
        return query
    }

    private func find(_ request: Request, _ context: AppContext) throws -> (Endpoint, ids: [Substring]) {
        let path = request.uri.path
        switch routes.match(request.method, Substring(path.utf8.dropFirst(3))) {
        case .unknownPath: throw APIError.notFound
        case .unknownMethod(let allow): throw APIError.methodNotAllowed(allow: allow)
        case .endpoint(let endpoint, let ids):
            context.coreContext.endpointPath.value = endpoint.label
            return (endpoint, ids)
        }
    }

    private static func authorize(_ principal: Principal, for operation: Operation) throws {
        if case .scope(let scope) = operation.access, !principal.scopes.contains(scope) {
            throw APIError.insufficientScope(scope.text)
        }
        if let feature = operation.feature, principal.portal.featuresOff.contains(feature) {
            throw APIError.featureOff(feature.rawValue)
        }
    }

    // MARK: The body

    private func body(of request: Request, for operation: Operation) async throws -> (value: JSONValue, bytes: [UInt8]) {
        guard case .json(_, let required) = operation.body else { return (.object([]), []) }
        let types = request.headers[values: .contentType]
        guard let type = types.first else {
            // Nothing at all is the same as `{}` where that will do.
            guard !required, try await collect(request)?.isEmpty == true else { throw APIError.unsupportedMediaType }
            return (.object([]), [])
        }
        guard types.count == 1, MediaType.isJSON(type) else { throw APIError.unsupportedMediaType }
        guard let bytes = try await collect(request) else { throw APIError.tooLarge }
        if bytes.isEmpty, !required { return (.object([]), []) }
        guard !bytes.isEmpty else { throw APIError.badRequest("The body is empty.") }
        do {
            let value = try JSONValue(parsing: bytes)
            guard case .object = value else { throw APIError.badRequest("The body is not a JSON object.") }
            return (value, bytes)
        } catch let malformed as JSONValue.Malformed {
            throw APIError.badRequest(malformed.reason)
        }
    }

    /// Nil: larger than allowed.
    private func collect(_ request: Request) async throws -> [UInt8]? {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximumBody { return nil }
        var bytes: [UInt8] = []
        do {
            for try await buffer in request.body {
                guard bytes.count + buffer.readableBytes <= maximumBody else { return nil }
                bytes.append(contentsOf: buffer.readableBytesView)
            }
            return bytes
        } catch is ChannelError {
            throw APIError.badRequest("The body was cut off.")
        }
    }

    // MARK: Idempotency (contract 2.7)

    private static func idempotencyKey(of request: Request) throws -> String? {
        guard request.method == .post else { return nil }
        let keys = request.headers[values: .idempotencyKey]
        guard let key = keys.first else { return nil }
        guard keys.count == 1, (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw APIError.badRequest("The Idempotency-Key is not 1 to 255 visible ASCII characters.")
        }
        return key
    }

    private func slot(
        for key: String, _ request: Request, _ principal: Principal, _ version: APIVersion, _ body: [UInt8], at now: Timestamp
    ) -> IdempotencySlot {
        let holder =
            switch principal.kind {
            case .apiKey(let id): id.text
            case .accessToken(let grant): principal.app?.id.text ?? grant.text
            }
        let parts = [request.method.rawValue, request.uri.path, request.uri.query ?? "", version.name]
        return IdempotencySlot(
            portal: principal.portal.id, holder: holder, key: key, request: parts, body: body, now: now)
    }

    /// The stored answer if there is one, else what `work` answers and stores.
    private func once(_ slot: IdempotencySlot, _ work: () async throws -> APIAnswer) async throws -> APIAnswer {
        guard inFlight.begin(slot) else {
            if let answer = try await replay(slot) { return answer }
            var error = APIError.conflict("The first request with this Idempotency-Key is still running.")
            error.headers = [HTTPField(name: .retryAfter, value: "1")]
            throw error
        }
        defer { inFlight.end(slot) }
        if let answer = try await replay(slot) { return answer }
        do {
            return try await work()
        } catch StorageError.uniqueViolation(IdempotencyRecords.constraint) {
            // Another node was first, and its change is the one that counts: ours is undone.
            guard let answer = try await replay(slot) else { throw StorageError.conflict }
            return answer
        }
    }

    private func replay(_ slot: IdempotencySlot) async throws -> APIAnswer? {
        switch try await records.find(slot) {
        case .nothing: return nil
        case .answer(let stored): return APIAnswer(replaying: stored)
        case .anotherRequest:
            let message = "This Idempotency-Key was used with another request."
            throw APIError.invalid([FieldError("Idempotency-Key", message)], message)
        }
    }

    // MARK: Answers

    private static func response(_ status: HTTPResponse.Status, _ fields: HTTPFields, _ body: [UInt8]?) -> Response {
        guard let body else {
            var response = Response(status: status, headers: fields)
            // RFC 9110 §8.6: a 204 has no length.
            if status == .noContent { response.headers[.contentLength] = nil }
            return response
        }
        return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    private func refusal(_ error: APIError, _ request: Request, _ context: AppContext, _ known: Known) -> Response {
        let wantsProblem = MediaType.accepts(
            "application/problem+json", atLeastAs: "application/json", in: request.headers[values: .accept])
        let body =
            wantsProblem
            ? error.problemBody(origin: origins.publicURL, request: context.requestID) : error.publishedBody()
        var fields = headers.fields(
            wantsProblem ? .problem : .json, request: context.requestID, version: known.version, standing: known.standing)
        for field in error.headers { fields.append(field) }
        return Self.response(error.kind.status, fields, body)
    }

    /// Causes go to the log, never into an answer.
    private static func apiError(_ error: any Error, _ context: AppContext) -> APIError {
        switch error {
        case let error as APIError: return error
        case StorageError.unavailable(let detail):
            context.logger.warning("storage unavailable", metadata: metadata(context, detail))
            return .unavailable
        case StorageError.conflict:
            context.logger.notice("conflict after retries", metadata: metadata(context, ""))
            return .unavailable
        case is CancellationError: return .unavailable
        default:
            context.logger.error("unexpected error", metadata: metadata(context, String(describing: error)))
            return .internalError
        }
    }

    private static func metadata(_ context: AppContext, _ detail: String) -> Logger.Metadata {
        [
            "id": "\(context.requestID)", "route": "\(context.endpointPath ?? "-")", "detail": "\(detail.prefix(500))",
        ]
    }
}

/// How many requests per minute each caller may send (contract api-v1, 2.5).
package struct RateLimits: Sendable {
    private let tokens = RateLimiter()
    /// Apart from the tokens: a flood of strangers must not make the server forget what tokens have used.
    private let addresses = RateLimiter(capacity: 65_536)
    private let standard: Int

    /// - Parameter perMinute: where neither key nor portal say otherwise; 0: no limit.
    package init(perMinute: Int) { standard = perMinute }

    /// Nil: no limit is in force, and no header speaks of one.
    func admit(_ principal: Principal, at milliseconds: UInt64) -> RateLimiter.Standing? {
        let limit = principal.rateLimit ?? principal.portal.rateLimit ?? standard
        return limit > 0 ? tokens.admit(.init(principal.digest), limit: limit, at: milliseconds) : nil
    }

    func admit(address: String, at milliseconds: UInt64) -> RateLimiter.Standing? {
        standard > 0 ? addresses.admit(.init(address: address), limit: standard, at: milliseconds) : nil
    }
}
