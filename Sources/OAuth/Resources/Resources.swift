import Kernel

/// The resources that tokens can be asked for, by their URIs (RFC 8707 §2).
///
/// A request without `resource` costs no look-up.
package struct Resources: Sendable {
    private static let parameter = "resource"

    /// The API's address.
    package let api: String
    private let store: any ResourceServerStore

    package init(api: String, store: any ResourceServerStore) { (self.api, self.store) = (api, store) }

    /// What `resource` names; nil if it was not sent. It may repeat, and an empty one counts as left out (RFC 6749 §3.1).
    ///
    /// - Returns: `invalid_target` for what is no resource of ours.
    func named(in fields: FormFields) async throws(StorageError) -> Result<Audience?, OAuthError> {
        let texts = Set(fields.all(Self.parameter).filter { !$0.isEmpty })
        guard !texts.isEmpty else { return .success(nil) }
        guard texts.allSatisfy({ ResourceURI($0) != nil }) else {
            return .failure(.invalidTarget("resource must be an absolute URI without a fragment."))
        }
        let others = texts.filter { !$0.utf8.elementsEqual(api.utf8) }
        let known = others.isEmpty ? [] : try await store.resourceServers()
        var servers: Set<ResourceServerID> = []
        for text in others {
            guard let server = known.first(where: { $0.uri.text.utf8.elementsEqual(text.utf8) }) else {
                return .failure(.invalidTarget("A resource is unknown."))
            }
            servers.insert(server.id)
        }
        return .success(Audience(includesAPI: others.count < texts.count, servers: servers))
    }

    /// The resource servers in `audience`, by name; nil if one of them is gone.
    func servers(in audience: Audience) async throws(StorageError) -> [ResourceServer]? {
        guard !audience.servers.isEmpty else { return [] }
        let servers = try await store.resourceServers().filter { audience.servers.contains($0.id) }
        return servers.count == audience.servers.count ? servers.sorted { $0.name < $1.name } : nil
    }

    /// The URIs of what is left of `audience`: a resource server that was removed takes no tokens any more.
    func uris(of audience: Audience) async throws(StorageError) -> [String] {
        let own = audience.includesAPI ? [api] : []
        guard !audience.servers.isEmpty else { return own }
        let servers = try await store.resourceServers().filter { audience.servers.contains($0.id) }
        return own + servers.map(\.uri.text).sorted()
    }
}
