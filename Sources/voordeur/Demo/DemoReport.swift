import Kernel
import Web

/// The demo data's credentials, for people and for programs.
struct DemoReport {
    private let demo: DemoFile
    private let origins: Origins

    init(_ demo: DemoFile, _ origins: Origins) { (self.demo, self.origins) = (demo, origins) }

    /// One object, as `surface.md` shows it.
    var json: String {
        get throws {
            try DemoFile.text(
                of: Document(
                    issuer: origins.issuer, api: origins.api, portals: demo.portals, developer: demo.developer,
                    apps: demo.apps))
        }
    }

    var text: String {
        var lines = ["Demo data"]
        for portal in demo.portals {
            lines.append("")
            lines.append("  \(portal.name): \(origins.publicURL)/manage/sign-in")
            lines.append(Self.line("owner", portal.owner.email, portal.owner.password))
            lines.append(Self.line("employee", portal.employee.email, portal.employee.password))
            lines.append(Self.line("API key", "every scope", portal.apiKey ?? ""))
            lines.append(Self.line("API key", "read only", portal.apiKeyReadOnly ?? ""))
        }
        lines.append("")
        lines.append("  Developer: \(origins.developers)/sign-in")
        lines.append(Self.line("account", demo.developer.email, demo.developer.password))
        for app in demo.apps {
            lines.append(Self.line("app", "\(app.name) (\(app.type), \(app.profile))", app.clientID ?? ""))
            if let secret = app.clientSecret { lines.append(Self.line("", "", secret)) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ what: String, _ who: String, _ secret: String) -> String {
        let first = what + String(repeating: " ", count: max(0, 9 - what.count))
        let second = who + String(repeating: " ", count: max(0, 34 - who.count))
        return "    \(first) \(second) \(secret)"
    }

    private struct Document: Encodable {
        let issuer: String
        let api: String
        let portals: [DemoPortal]
        let developer: DemoSignIn
        let apps: [DemoApp]
    }
}
