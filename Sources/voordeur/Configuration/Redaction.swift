/// Takes passwords out of addresses, so that a configuration can be shown and sent to somebody who helps.
enum Redaction {
    private static let hidden = "•••"
    private static let secretParameters = ["password", "sslpassword", "secret", "secret_key", "access_key", "token"]

    /// `text` as it may be shown.
    static func shown(_ text: String, of setting: Setting) -> String {
        switch setting {
        case .databaseURL, .smtpURL, .files, .publicURL, .apiURL, .developersURL, .portalURL: url(text)
        case .filesSecretKey: hidden
        default: text
        }
    }

    /// `postgres://user:•••@host/name?password=•••`.
    private static func url(_ text: String) -> String {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first else { return text }
        let address = withoutPassword(first)
        guard parts.count == 2 else { return address }
        let query = parts[1].split(separator: "&", omittingEmptySubsequences: false).map { field -> String in
            let name = field.prefix { $0 != "=" }
            return secretParameters.contains(name.lowercased()) ? "\(name)=\(hidden)" : String(field)
        }
        return "\(address)?\(query.joined(separator: "&"))"
    }

    /// A password may hold a slash or an `@` that somebody forgot to encode, so everything up to the last `@` is the
    /// user's.
    private static func withoutPassword(_ address: Substring) -> String {
        guard let end = address.lastIndex(of: "@") else { return String(address) }
        let before = address[..<end]
        let afterScheme = before.firstRange(of: "://")?.upperBound ?? before.startIndex
        guard let colon = before[afterScheme...].firstIndex(of: ":") else { return String(address) }
        return "\(address[...colon])\(hidden)\(address[end...])"
    }
}
