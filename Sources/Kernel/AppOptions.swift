/// What a developer switched on for an app, beyond its type and profile. Stored with the app, never taken from a request.
package struct AppOptions: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Authorization requests of this app count only if it pushed them (RFC 9126 §5).
    package static let pushedRequestsOnly = AppOptions(rawValue: 1)

    /// The app may ask for access as a device (RFC 8628).
    package static let deviceGrant = AppOptions(rawValue: 2)
    /// Tokens of this app are always bound to a key (RFC 9449 §5.2).
    package static let boundTokens = AppOptions(rawValue: 1 << 8)
    /// Proofs of this app must hold a fresh nonce of ours (RFC 9449 §8).
    package static let serverNonces = AppOptions(rawValue: 1 << 9)
    /// The app may have tokens about itself (RFC 6749 §4.4).
    package static let ownTokens = AppOptions(rawValue: 1 << 10)

    private static let all: [(name: String, option: AppOptions)] = [
        ("require_pushed_authorization_requests", .pushedRequestsOnly),
        ("device_grant", .deviceGrant),
        ("dpop_bound_access_tokens", .boundTokens),
        ("dpop_nonce", .serverNonces),
        ("client_credentials", .ownTokens),
    ]

    /// Every name, in the order of forms.
    package static var names: [String] { all.map(\.name) }

    /// Nil for a name that is no option.
    package init?(name: String) {
        guard let known = Self.all.first(where: { $0.name == name }) else { return nil }
        self = known.option
    }

    /// Trusts a column of our own database. An option of a later release is left out.
    package init(stored text: String) {
        self = text.split(separator: " ").reduce(into: []) { $0.formUnion(AppOptions(name: String($1)) ?? []) }
    }

    package var names: [String] { Self.all.filter { contains($0.option) }.map(\.name) }
    /// As it is stored.
    package var text: String { names.joined(separator: " ") }
}
