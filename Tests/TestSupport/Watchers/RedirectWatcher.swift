import HTTPTypes
import Kernel
import Persistence
import Web

/// W3: a `Location` leads to a page of ours, or to the origin of a redirect URI that some app has registered at that moment.
struct RedirectWatcher: Sendable {
    let database: any SQLDatabase
    let own: Set<String>

    init(database: any SQLDatabase, origins: Origins) {
        self.database = database
        own = Set([origins.publicURL, origins.api, origins.developers, origins.portal].map(Self.origin))
    }

    func alarm(_ answer: WatchedAnswer) async -> Watch.Alarm? {
        guard let location = answer.headers[.location] else { return nil }
        let isPath = location.hasPrefix("/") && !location.hasPrefix("//") && !location.hasPrefix("/\\")
        let origin = Self.origin(of: location)
        if isPath || own.contains(origin) { return nil }
        let registered = try? await database.rows("SELECT uri FROM app_redirect_uris").map { try $0.text("uri") }
        if registered?.contains(where: { Self.origin(of: $0) == origin }) == true { return nil }
        return .init(watcher: .redirects, what: "\(answer.method) \(answer.path) → \(origin)")
    }

    /// Scheme and authority; of a private-use scheme the scheme; of a loopback literal without its port (RFC 8252 §7.3).
    static func origin(of uri: String) -> String {
        guard let colon = uri.firstIndex(of: ":") else { return uri }
        let rest = uri[uri.index(after: colon)...]
        guard rest.hasPrefix("//") else { return String(uri[...colon]) }
        let authority = rest.dropFirst(2).prefix { !"/?#\\".contains($0) }
        for literal in ["127.0.0.1", "[::1]"] where authority == literal || authority.hasPrefix("\(literal):") {
            if !authority.contains("@") { return "\(uri[...colon])//\(literal)" }
        }
        return "\(uri[...colon])//\(authority)"
    }
}
