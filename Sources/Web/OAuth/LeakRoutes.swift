import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import OAuth
import PortalDomain

/// `POST /oauth/leaks`: tells of keys, tokens and secrets that lie where they do not belong (contract O44).
///
/// For everybody, so it says nothing: 202 whatever was reported. Limited per address, whether the server's rate limit is on or off.
struct LeakRoutes: Sendable {
    /// Tokens per minute and address.
    static let limit = 30
    /// Bytes.
    private static let bodyLimit = 16_384

    private let reports: LeakReports
    private let ambient: Ambient
    private let addresses = RateLimiter(capacity: 16_384)

    init(reports: LeakReports, ambient: Ambient) { (self.reports, self.ambient) = (reports, ambient) }

    func add(to router: Router<AppContext>) { router.post("/oauth/leaks", use: take) }

    @Sendable func take(_ request: Request, _ context: AppContext) async throws -> Response {
        // Counted before it is read: what cannot be read is not for free. Every token counts, one of them here.
        if let refusal = refusal(of: context.clientAddress) { return refusal }
        guard request.uri.query?.isEmpty ?? true else {
            throw OAuthError.invalidRequest("Parameters belong in the body, not in the address.")
        }
        let bytes = try await body(of: request)
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        let report = try LeakReport(bytes, isJSON: type == "application/json")
        for (position, token) in report.tokens.enumerated() {
            if position > 0, let refusal = refusal(of: context.clientAddress) { return refusal }
            try await reports.take(token, from: context.clientAddress)
        }
        return Response(status: .accepted, headers: [.cacheControl: "no-store", .xContentTypeOptions: "nosniff"])
    }

    private func body(of request: Request) async throws -> [UInt8] {
        do {
            return Array(buffer: try await request.body.collect(upTo: Self.bodyLimit))
        } catch is NIOTooManyBytesError {
            throw OAuthError.invalidRequest("The body is too large.")
        }
    }

    private func refusal(of address: String) -> Response? {
        let standing = addresses.admit(.init(address: address), limit: Self.limit, at: ambient.milliseconds())
        guard !standing.isAdmitted else { return nil }
        let error = OAuthError(
            .temporarilyUnavailable, "Too many reports from this address.",
            retryAfter: Int64((standing.untilAdmission + 999) / 1000))
        var response = error.response(isBasic: false)
        response.status = .tooManyRequests
        return response
    }
}

/// The body of a leak report: the field `token`, once or up to twenty times, in a form or in JSON.
///
/// JSON is an object whose `token` is a string or a list of strings, or a list of such objects, which is what GitHub's secret scanning
/// sends. Fields besides are ignored: where it was found is of no use without the token.
struct LeakReport: Sendable {
    static let limit = 20

    let tokens: [Secret<String>]

    init(_ bytes: [UInt8], isJSON: Bool) throws(OAuthError) {
        let found = isJSON ? try Self.json(bytes) : try Self.form(bytes)
        let texts = found.map(PublicName.trimmed).filter { !$0.isEmpty }
        guard !texts.isEmpty else { throw .invalidRequest("token is missing.") }
        guard texts.count <= Self.limit else { throw .invalidRequest("Report at most 20 tokens at once.") }
        tokens = texts.map { Secret($0) }
    }

    private static func form(_ bytes: [UInt8]) throws(OAuthError) -> [String] {
        do { return try FormFields(parsing: bytes, limit: 100).all("token") } catch {
            throw .invalidRequest("The form cannot be read.")
        }
    }

    private static func json(_ bytes: [UInt8]) throws(OAuthError) -> [String] {
        guard let value = try? JSONValue(parsing: bytes) else { throw .invalidRequest("The body is not JSON.") }
        let entries: [JSONValue] = if case .array(let list) = value { list } else { [value] }
        var tokens: [String] = []
        for entry in entries {
            switch entry["token"] {
            case .string(let text): tokens.append(text)
            case .array(let list):
                for case .string(let text) in list { tokens.append(text) }
            default: continue
            }
        }
        return tokens
    }
}
