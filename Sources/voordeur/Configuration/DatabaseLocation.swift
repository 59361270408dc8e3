import PostgresDriver

/// Which database: a file, or a server.
enum DatabaseLocation: Sendable {
    case file(path: String)
    case server(PostgresConfiguration)

    /// Whether more than one node may be at work on it: one process has the file of SQLite for itself.
    var mayHaveOtherNodes: Bool {
        switch self {
        case .file: false
        case .server: true
        }
    }

    /// `sqlite:var/voordeur.db`, or a `postgres://` URL.
    init?(_ text: String) {
        if text.hasPrefix("sqlite:") {
            var path = text.dropFirst("sqlite:".count)
            // `sqlite:///var/lib/voordeur.db` is how others write an absolute path.
            if path.hasPrefix("//") { path = path.dropFirst(2) }
            guard !path.isEmpty, !path.hasSuffix("/"), !path.contains("\0"), !path.contains("?") else { return nil }
            self = .file(path: String(path))
        } else if let configuration = PostgresConfiguration(url: text) {
            self = .server(configuration)
        } else {
            return nil
        }
    }
}
