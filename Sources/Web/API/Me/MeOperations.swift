import HTTPTypes
import Kernel
import OAuth

/// `/me`: what the token that asks can do (contract api-v1, 4.17). Needs no database.
package struct MeOperations: Sendable {
    package init() {}

    static let get = Operation(
        "get-me", .get, "/me", group: "Me", summary: "Read what this token is and may do.", access: .anyCredential,
        success: .entity("Me"))

    static let all = [get]

    package var endpoints: [Endpoint] { [.init(Self.get, get)] }

    func get(_ call: APICall) async throws -> APIAnswer {
        var json = JSONWriter(reservingCapacity: 768)
        Self.write(call, to: &json)
        return .ok(json)
    }

    private static func write(_ call: APICall, to json: inout JSONWriter) {
        let principal = call.principal
        let portal = principal.portal
        json.object { json in
            json.field("tokenKind", principal.isAPIKey ? "api-key" : "access-token")
            json.field("portal") { json in
                json.field("id", portal.id.text)
                json.field("slug", portal.slug)
                json.field("name", portal.name)
                json.field("timeZone", portal.timeZone)
            }
            json.field("scopes", principal.scopes.names)
            if let app = principal.app {
                json.field("app") { json in
                    json.field("id", app.id.text)
                    json.field("name", app.name)
                }
            } else {
                json.field("app", nil as String?)
            }
            json.field("expiresAt", principal.expiresAt.map(call.zone.atom))
            json.field("apiVersion", principal.apiVersion)
            json.field("rateLimit") { json in
                json.field("limit", call.standing?.limit ?? 0)
                json.field("remaining", call.standing?.remaining ?? 0)
                json.field("windowSeconds", Int(RateLimiter.window / 1000))
            }
            json.field("features", portal.featuresOff.isEmpty ? allFeatures : featuresOn(portal))
        }
    }

    private static let allFeatures = Feature.allCases.map(\.rawValue).sorted()

    private static func featuresOn(_ portal: Portal) -> [String] {
        Feature.allCases.filter { !portal.featuresOff.contains($0) }.map(\.rawValue).sorted()
    }

    static let schema = Schema.Component("Me") { versions in
        let portal: Schema = .object([
            .init("id", .id("ptl_06as13jxprd63mq485cb")), .init("slug", .string(example: "demo")),
            .init("name", .string(example: "Demo")), .init("timeZone", .string(example: "Europe/Amsterdam")),
        ])
        let app: Schema = .object([
            .init("id", .id("app_06as43q3qy93myae7fwh")), .init("name", .string(example: "Sync")),
        ])
        let rateLimit: Schema = .object([
            .init("limit", .integer(example: 60)), .init("remaining", .integer(example: 59)),
            .init("windowSeconds", .integer(example: 60)),
        ])
        return .object([
            .init("tokenKind", .choice(["api-key", "access-token"])),
            .init("portal", portal),
            .init("scopes", .array(of: .string(example: "customers.read"), "Sorted.")),
            .init("app", app.nullable),
            .init("expiresAt", .moment.nullable),
            .init("apiVersion", .string("The pinned version.", example: "1.0.0").nullable),
            .init("rateLimit", rateLimit),
            .init("features", .array(of: .choice(allFeatures), "The switches that are on, sorted.")),
        ])
    }
}

extension Principal {
    fileprivate var isAPIKey: Bool {
        if case .apiKey = kind { true } else { false }
    }
}
