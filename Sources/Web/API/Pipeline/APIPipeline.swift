import HTTPTypes
package import Hummingbird
package import Kernel
import NIOCore
import NIOHTTP1
package import OAuth
package import PortalDomain

/// Everything below `/v1`: the order of checks (contract api-v1, 2.3), and what every answer carries.
///
/// The token comes before the path, so all of `/v1` is one route of the router and the paths are matched here.
package struct APIPipeline: Sendable {
    let routes: RouteTable
    let bearer: BearerCheck
    let dpop: DPoPCheck
    let limits: RateLimits
    let records: IdempotencyRecords
    let uses: UseLog
    let zones: TimeZones
    let versions: APIVersions
    let headers: AnswerHeaders
    let origins: Origins
    let ambient: Ambient
    let staging: ContentStaging
    let maximumBody: Int
    let inFlight = InFlight()
    let challenges: BearerChallenges

    /// - Parameters:
    ///   - endpoints: the whole route table.
    ///   - contents: where uploads arrive, and how large they may be.
    ///   - maximumBody: of JSON, in bytes (contract api-v1, 9).
    package init(
        _ endpoints: [Endpoint], bearer: BearerCheck, dpop: DPoPCheck, limits: RateLimits, records: IdempotencyRecords,
        uses: UseLog = UseLog(), zones: TimeZones, origins: Origins, ambient: Ambient, contents: Contents,
        versions: APIVersions = .published, maximumBody: Int
    ) {
        routes = RouteTable(endpoints.map { $0.taking(contents.bounds.file) })
        (self.bearer, self.limits, self.records, self.uses, self.zones) = (bearer, limits, records, uses, zones)
        (self.dpop, staging) = (dpop, contents.staging)
        (self.versions, self.origins, self.ambient, self.maximumBody) = (versions, origins, ambient, maximumBody)
        headers = AnswerHeaders(versions: versions, origin: origins.publicURL, limit: limits.standard)
        challenges = BearerChallenges(origin: origins.publicURL)
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
        let others = """
            ACL BIND CHECKOUT COPY LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY PROPFIND PROPPATCH \
            PURGE QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE UNBIND UNLINK UNLOCK UNSUBSCRIBE
            """
        let usual: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
        return usual + others.split(separator: " ").compactMap { HTTPRequest.Method(String($0)) }
    }()

    /// Throws only when the connection has stopped being HTTP: any other fault becomes an answer in the form of the
    /// API.
    package func respond(_ request: Request, _ context: AppContext) async throws -> Response {
        var context = context
        if context.requestID.text.isEmpty { context.requestID = ambient.makeID() }
        var course = Course(version: versions.newest, milliseconds: ambient.milliseconds())
        let response: Response
        do {
            response = success(try await serve(request, context, &course), context, course)
        } catch let error as HTTPParserError {
            throw error
        } catch {
            response = refusal(Self.apiError(error, context), request, context, course)
        }
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// What has been found out about a request so far: its answer needs that, however early it comes.
    struct Course {
        var version: APIVersion
        /// When it arrived, in milliseconds since 1970.
        let milliseconds: UInt64
        var standing: RateLimiter.Standing?

        var now: Timestamp { Timestamp(seconds: Int64(milliseconds / 1000)) }
    }

    /// The order of checks. The numbers are the contract's.
    private func serve(_ request: Request, _ context: AppContext, _ course: inout Course) async throws -> APIAnswer {
        // 1, 2, 3
        let (principal, version) = try await admit(request, context, &course)
        // 4
        guard let version else { throw APIError.unknownVersion(supported: versions.names) }
        let query = try Self.query(of: request)
        // 5, 6
        let (endpoint, ids) = try find(request, context)
        // 7, 8
        try Self.authorize(principal, for: endpoint.operation)
        // 9, 10, 11
        let body = try await body(of: request, for: endpoint.operation)
        return try await body.uploads.untilTheEnd {
            let key = try Self.idempotencyKey(of: request)
            guard let zone = zones.table(named: principal.portal.timeZone) else {
                throw StorageError.invalid(detail: "no time zone \(principal.portal.timeZone)")
            }
            let slot = key.map { self.slot(named: $0, request, body: body.identity, principal, course) }
            let call = APICall(
                operation: endpoint.operation, principal: principal, version: version, ids: ids,
                pathParameters: endpoint.pathParameters, query: query, body: body.value, uploads: body.uploads,
                isForm: body.isForm, clientAddress: context.clientAddress, now: course.now, zone: zone,
                standing: course.standing, slot: slot)
            // 12; the handler does 13 to 16
            guard let slot else { return try await endpoint.handler(call) }
            return try await once(slot) { try await endpoint.handler(call) }
        }
    }

    private func find(_ request: Request, _ context: AppContext) throws -> (Endpoint, ids: [Substring]) {
        switch routes.match(request.method, Substring(request.uri.path.utf8.dropFirst(3))) {
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
}
