import Foundation
import Kernel
import PortalDomain

/// The demo data's credentials, as `var/demo.json` keeps them and `voordeur demo --json` prints them.
///
/// Passwords are there from the start. What the use cases make (ids, keys, app secrets) is added when it is made.
struct DemoFile: Codable, Sendable, Equatable {
    var portals: [DemoPortal]
    var developer: DemoSignIn
    var apps: [DemoApp]

    var isComplete: Bool { portals.allSatisfy(\.isComplete) && apps.allSatisfy(\.isComplete) }

    /// Random passwords, and nothing else yet.
    init(_ plan: DemoPlan, from ambient: Ambient) {
        portals = plan.portals.map { portal in
            DemoPortal(
                slug: portal.slug, name: portal.name,
                owner: DemoSignIn(email: "owner@\(portal.slug).example", password: Self.password(from: ambient)),
                employee: DemoSignIn(email: "employee@\(portal.slug).example", password: Self.password(from: ambient)))
        }
        developer = DemoSignIn(email: plan.developer.email, password: Self.password(from: ambient))
        apps = plan.apps.map { app in
            DemoApp(
                name: app.name, type: app.type.rawValue, profile: app.profile.rawValue, redirectURIs: app.redirectURIs,
                scope: app.scopes.text)
        }
    }

    /// Nil if `text` is something else.
    init?(_ text: String) {
        guard let file = try? JSONDecoder().decode(DemoFile.self, from: Data(text.utf8)) else { return nil }
        self = file
    }

    var text: String {
        get throws { try Self.text(of: self) }
    }

    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    /// 80 random bits that a person can type: `k7wq-2m9x-…`.
    private static func password(from ambient: Ambient) -> String {
        let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")
        let digits = ambient.randomBytes(16).map { letters[Int($0 & 31)] }
        return stride(from: 0, to: 16, by: 4).map { String(digits[$0..<($0 + 4)]) }.joined(separator: "-")
    }
}

struct DemoPortal: Codable, Sendable, Equatable {
    var id: String?
    var slug: String
    var name: String
    var owner: DemoSignIn
    var employee: DemoSignIn
    var apiKey: String?
    var apiKeyReadOnly: String?
    var customer: DemoCustomer?

    var isComplete: Bool { id != nil && apiKey != nil && apiKeyReadOnly != nil && customer != nil }
}

struct DemoSignIn: Codable, Sendable, Equatable {
    var email: String
    var password: String
}

struct DemoCustomer: Codable, Sendable, Equatable {
    var id: String
    var email: String
}

/// Named as RFC 7591 names them.
struct DemoApp: Codable, Sendable, Equatable {
    var name: String
    var type: String
    var profile: String
    var clientID: String?
    /// Nil for a public app, which cannot keep one.
    var clientSecret: String?
    var redirectURIs: [String]
    var scope: String

    var isComplete: Bool { clientID != nil && (clientSecret != nil || type != "web") }

    enum CodingKeys: String, CodingKey {
        case name, type, profile, scope
        case clientID = "client_id"
        case clientSecret = "client_secret"
        case redirectURIs = "redirect_uris"
    }
}
