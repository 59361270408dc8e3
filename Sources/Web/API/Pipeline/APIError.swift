package import HTTPTypes

/// One field that is wrong, and how.
package struct FieldError: Sendable, Equatable {
    /// `lines[0].vatRate`, the name of a query parameter or header, `status` for a wrong state, or empty for the body
    /// as a whole.
    package let field: String
    package let message: String

    package init(_ field: String, _ message: String) { (self.field, self.message) = (field, message) }
}

/// A refusal of the API (contract api-v1, 2.4). Holds nothing that a stranger may not read.
package struct APIError: Error, Sendable {
    /// What clients decide on: a status, and the stable name of the problem.
    package struct Kind: Sendable {
        package let status: HTTPResponse.Status
        package let slug: String
        package let title: String
    }

    package let kind: Kind
    package let message: String
    package internal(set) var errors: [FieldError] = []
    package internal(set) var supportedVersions: [String] = []
    /// Besides those of every answer.
    package internal(set) var headers: [HTTPField] = []

    init(_ kind: Kind, _ message: String) { (self.kind, self.message) = (kind, message) }
}

extension APIError.Kind {
    static let badRequest = Self(status: .badRequest, slug: "bad-request", title: "Bad request")
    static let unauthorized = Self(status: .unauthorized, slug: "unauthorized", title: "Not signed in")
    static let insufficientScope = Self(status: .forbidden, slug: "insufficient-scope", title: "Scope missing")
    static let addressNotAllowed = Self(status: .forbidden, slug: "address-not-allowed", title: "Address not allowed")
    static let notFound = Self(status: .notFound, slug: "not-found", title: "Not found")
    static let methodNotAllowed = Self(
        status: .methodNotAllowed, slug: "method-not-allowed", title: "Method not allowed")
    static let conflict = Self(status: .conflict, slug: "conflict", title: "Wrong state")
    static let tooLarge = Self(status: .contentTooLarge, slug: "too-large", title: "Body too large")
    static let unsupportedMediaType = Self(
        status: .unsupportedMediaType, slug: "unsupported-media-type", title: "Wrong content type")
    static let invalid = Self(status: .unprocessableContent, slug: "invalid", title: "Invalid request")
    static let featureOff = Self(status: .upgradeRequired, slug: "feature-off", title: "Feature switched off")
    static let rateLimited = Self(status: .tooManyRequests, slug: "rate-limited", title: "Too many requests")
    static let unavailable = Self(status: .serviceUnavailable, slug: "unavailable", title: "Unavailable")
    static let internalError = Self(status: .internalServerError, slug: "internal-error", title: "Internal error")

    /// Every kind, for the documentation.
    package static let all = [
        badRequest, unauthorized, insufficientScope, addressNotAllowed, notFound, methodNotAllowed, conflict, tooLarge,
        unsupportedMediaType, invalid, featureOff, rateLimited, unavailable, internalError,
    ]
}

extension APIError {
    static func badRequest(_ message: String) -> APIError { .init(.badRequest, message) }

    /// The same for an unknown path, an unknown id and another portal's id.
    package static let notFound = APIError(.notFound, "Not found.")

    static let tooLarge = APIError(.tooLarge, "The body is too large.")
    static let full = APIError(
        .tooLarge,
        "The files of this portal take up all the room that they may: delete some, or ask the operator of this server for more."
    )
    static let unsupportedMediaType = APIError(.unsupportedMediaType, "Unsupported content type.")

    static func methodNotAllowed(allow: HTTPField) -> APIError {
        var error = APIError(.methodNotAllowed, "Method not allowed.")
        error.headers = [allow]
        return error
    }

    /// Contract 2.3: a request that is well-formed and comes at the wrong time.
    package static func conflict(_ message: String) -> APIError { .init(.conflict, message) }

    package static func invalid(_ errors: [FieldError], _ message: String = "The request is not valid.") -> APIError {
        var error = APIError(.invalid, message)
        error.errors = errors
        return error
    }

    static func unknownVersion(supported: [String]) -> APIError {
        var error = APIError(.badRequest, "The API version is unknown.")
        error.supportedVersions = supported
        return error
    }

    static func featureOff(_ feature: String) -> APIError {
        .init(.featureOff, "The feature \(feature) is switched off for this portal.")
    }

    static func insufficientScope(_ scope: String) -> APIError {
        var error = APIError(.insufficientScope, "This token lacks the scope \(scope).")
        // RFC 6750 §3.1
        let challenge = "Bearer realm=\"voordeur\", error=\"insufficient_scope\", scope=\"\(scope)\""
        error.headers = [HTTPField(name: .wwwAuthenticate, value: challenge)]
        return error
    }

    static let addressNotAllowed = APIError(.addressNotAllowed, "This key may not be used from this address.")

    static let unavailable: APIError = {
        var error = APIError(.unavailable, "Try again later.")
        error.headers = [HTTPField(name: .retryAfter, value: "2")]
        return error
    }()

    static let internalError = APIError(.internalError, "Something went wrong on our side.")
}
