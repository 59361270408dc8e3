import Hummingbird
import OAuth

/// RFC 8414 and RFC 9728: documents that are made once and may be kept for five minutes.
struct MetadataRoutes: Sendable {
    private let authorizationServer: ByteBuffer
    private let protectedResource: ByteBuffer
    /// Of the API: `/v1`, or empty where a proxy gives it a host of its own.
    private let resourcePath: String

    init(origins: Origins, grantTypes: [String], options: Metadata.Options) {
        authorizationServer = ByteBuffer(
            bytes: Metadata.authorizationServer(
                issuer: origins.issuer, resource: origins.api, grantTypes: grantTypes, options: options))
        protectedResource = ByteBuffer(
            bytes: Metadata.protectedResource(
                resource: origins.api, issuer: origins.issuer))
        let parts = origins.api.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        resourcePath = parts.count == 4 ? "/\(parts[3])" : ""
    }

    func add(to router: Router<AppContext>) {
        router.get("/.well-known/oauth-authorization-server") { _, _ in Self.answer(authorizationServer) }
        router.get("/.well-known/oauth-protected-resource") { _, _ in Self.answer(protectedResource) }
        // The path form, for a resource with a path (RFC 9728 §3.1).
        if !resourcePath.isEmpty {
            router.get(RouterPath("/.well-known/oauth-protected-resource\(resourcePath)")) { _, _ in
                Self.answer(protectedResource)
            }
        }
    }

    private static func answer(_ document: ByteBuffer) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "application/json", .cacheControl: "public, max-age=300", .accessControlAllowOrigin: "*",
                .xContentTypeOptions: "nosniff",
            ],
            body: .init(byteBuffer: document))
    }
}
