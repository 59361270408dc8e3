import HTTPTypes
import Hummingbird
import Kernel
import OAuth

extension APIPipeline {
    /// One token (1), valid and used from where it may be (2), within its rate (3). With it comes the version that it
    /// will be served in, or nil for one that check 4 is going to refuse.
    func admit(
        _ request: Request, _ context: AppContext, _ course: inout Course
    ) async throws -> (Principal, APIVersion?) {
        switch PresentedToken(request.headers) {
        case .bearer(let token):
            guard let principal = try await bearer.principal(presenting: token) else {
                throw refuseStranger(presenting: true, context, &course)
            }
            // RFC 9449 §7.2: a bound token is no bearer token.
            guard principal.binding == nil else { throw refuseStranger(presenting: true, context, &course) }
            let version = try admit(principal, request, context, &course)
            uses.note(principal, from: context.clientAddress, at: course.now)
            return (principal, version)
        case .bound(let token):
            guard let principal = try await bearer.principal(presenting: token) else {
                throw refuseStranger(presenting: true, context, &course)
            }
            let (proof, version): (DPoPProof, APIVersion?)
            do {
                proof = try verify(principal, presenting: token, request)
                // Whoever holds the key is counted before the database is written to, and pays for what was too much.
                version = try admit(principal, request, context, &course)
                try await spend(proof)
            } catch let error as APIError where error.kind.status == .unauthorized {
                throw refuseStranger(error, context, &course)
            }
            uses.note(principal, from: context.clientAddress, at: course.now)
            return (principal, version)
        case .malformed: throw refuseStranger(presenting: true, context, &course)
        case .none: throw refuseStranger(presenting: false, context, &course)
        case .contradictory:
            course.standing = limits.admit(address: context.clientAddress, at: course.milliseconds)
            throw APIError.badRequest("Send one token, once: in Authorization or in Authentication.")
        }
    }

    private func admit(
        _ principal: Principal, _ request: Request, _ context: AppContext, _ course: inout Course
    ) throws -> APIVersion? {
        let named = request.headers[values: .xVersion]
        let version = versions.version(named: named, pinned: principal.apiVersion, at: course.now)
        course.version = version ?? versions.newest
        // Counted before the address is looked at: every request with a valid token counts.
        course.standing = limits.admit(principal, at: course.milliseconds)
        if !principal.allowedAddresses.isEmpty {
            let address = IPAddress(context.clientAddress)
            guard let address, principal.allowedAddresses.contains(where: { $0.contains(address) }) else {
                throw APIError.addressNotAllowed
            }
        }
        if let standing = course.standing, !standing.isAdmitted { throw Self.rateLimited(standing, course) }
        return version
    }

    /// A request without a valid token counts against its address, so that nobody guesses for free and no token pays
    /// for it.
    private func refuseStranger(presenting: Bool, _ context: AppContext, _ course: inout Course) -> APIError {
        var error = APIError(.unauthorized, presenting ? "The token is not valid." : "No token was sent.")
        error.headers = [presenting ? challenges.invalidToken : challenges.noToken, challenges.dpop]
        return refuseStranger(error, context, &course)
    }

    private func refuseStranger(_ error: APIError, _ context: AppContext, _ course: inout Course) -> APIError {
        course.standing = limits.admit(address: context.clientAddress, at: course.milliseconds)
        if let standing = course.standing, !standing.isAdmitted { return Self.rateLimited(standing, course) }
        return error
    }

    private static func rateLimited(_ standing: RateLimiter.Standing, _ course: Course) -> APIError {
        var error = APIError(.rateLimited, "Too many requests.")
        error.headers = AnswerHeaders.retry(standing, at: course.milliseconds)
        return error
    }
}

/// `WWW-Authenticate` of a 401 (RFC 6750 §3; where to get a token: RFC 9728 §5.1).
struct BearerChallenges: Sendable {
    let noToken: HTTPField
    let invalidToken: HTTPField
    /// That bound tokens are taken too (RFC 9449 §7.1).
    let dpop: HTTPField
    private let metadata: String

    init(origin: String) {
        let metadata = "resource_metadata=\"\(origin)/.well-known/oauth-protected-resource\""
        noToken = HTTPField(name: .wwwAuthenticate, value: "Bearer realm=\"voordeur\", \(metadata)")
        invalidToken = HTTPField(
            name: .wwwAuthenticate, value: "Bearer realm=\"voordeur\", error=\"invalid_token\", \(metadata)")
        dpop = HTTPField(name: .wwwAuthenticate, value: "DPoP realm=\"voordeur\", \(Self.algorithms)")
        self.metadata = metadata
    }

    func dpop(_ reason: DPoPChallenge) -> HTTPField {
        let value = "DPoP realm=\"voordeur\", error=\"\(reason.rawValue)\", \(Self.algorithms), \(metadata)"
        return HTTPField(name: .wwwAuthenticate, value: value)
    }

    private static let algorithms = "algs=\"\(SignatureAlgorithm.namesForProofs.joined(separator: " "))\""
}
