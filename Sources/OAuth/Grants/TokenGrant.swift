package import Kernel

/// One way to get an access token: a `grant_type` of the token endpoint (RFC 6749 §4).
package protocol TokenGrant: Sendable {
    /// The value of `grant_type`.
    static var type: String { get }

    /// Issues tokens to an app that proved itself. Reads only the fields that this grant declares.
    ///
    /// - Parameter key: what the request proves to hold (RFC 9449); the access token is bound to it.
    func issue(
        _ fields: FormFields, to app: App, boundTo key: KeyThumbprint?, from address: String
    ) async throws -> TokenResponse
}

/// The grants that the server offers, by name.
package struct GrantRegistry: Sendable {
    private let grants: [String: any TokenGrant]

    package init(_ grants: [any TokenGrant]) {
        self.grants = Dictionary(uniqueKeysWithValues: grants.map { (type(of: $0).type, $0) })
    }

    /// In alphabetical order, for the metadata.
    package var types: [String] { grants.keys.sorted() }

    package func grant(_ fields: FormFields) throws(OAuthError) -> any TokenGrant {
        guard let type = fields["grant_type"] else { throw .invalidRequest("grant_type is missing.") }
        guard let grant = grants[type] else { throw .init(.unsupportedGrantType, "This grant_type is not supported.") }
        return grant
    }
}
