import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import Web

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
