package import HTTPTypes

extension HTTPField.Name {
    // Constants, because a name is validated when it is made.
    package static let authentication = HTTPField.Name("Authentication")!
    package static let deprecation = HTTPField.Name("Deprecation")!
    package static let dpop = HTTPField.Name("DPoP")!
    package static let dpopNonce = HTTPField.Name("DPoP-Nonce")!
    package static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    package static let idempotentReplayed = HTTPField.Name("Idempotent-Replayed")!
    package static let link = HTTPField.Name("Link")!
    package static let rateLimit = HTTPField.Name("RateLimit")!
    package static let rateLimitPolicy = HTTPField.Name("RateLimit-Policy")!
    package static let sunset = HTTPField.Name("Sunset")!
    package static let xRateLimitLimit = HTTPField.Name("X-RateLimit-Limit")!
    package static let xRateLimitRemaining = HTTPField.Name("X-RateLimit-Remaining")!
    package static let xRateLimitReset = HTTPField.Name("X-RateLimit-Reset")!
    package static let xRequestID = HTTPField.Name("X-Request-Id")!
    package static let xVersion = HTTPField.Name("X-Version")!
    package static let xVersionLatest = HTTPField.Name("X-Version-Latest")!
}
