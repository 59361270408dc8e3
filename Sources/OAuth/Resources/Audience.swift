package import Kernel

/// Whom a token is for (RFC 8707, RFC 9700 §2.3): our API, resource servers that the operator registered, or both.
package struct Audience: Sendable, Equatable {
    package let includesAPI: Bool
    package let servers: Set<ResourceServerID>

    package init(includesAPI: Bool, servers: Set<ResourceServerID> = []) {
        (self.includesAPI, self.servers) = (includesAPI, servers)
    }

    /// Our API alone: what a token is for that nobody asked anything else of.
    package static let api = Audience(includesAPI: true)

    func isSubset(of other: Audience) -> Bool {
        (!includesAPI || other.includesAPI) && servers.isSubset(of: other.servers)
    }

    /// What a token may be for when all of this was granted and `named` is asked (RFC 8707 §2.2): all of it if nothing is, and nil
    /// if more is.
    func narrowed(to named: Audience?) -> Audience? {
        guard let named else { return self }
        return named.isSubset(of: self) ? named : nil
    }

    /// For the audit log: what there is to say beside the usual.
    var facts: [(key: String, value: String?)] { stored.map { [("resources", $0)] } ?? [] }

    // MARK: - In the database

    private static let apiWord = "api"

    /// As a column holds it. Our API alone is NULL: a plain token has nothing to read, write or compare.
    package var stored: String? {
        self == .api ? nil : ((includesAPI ? [Self.apiWord] : []) + servers.map(\.text).sorted()).joined(separator: " ")
    }

    /// Trusts a column of our own database.
    package init(stored text: String?) {
        guard let text else {
            self = .api
            return
        }
        let words = text.split(separator: " ").map(String.init)
        includesAPI = words.contains(Self.apiWord)
        servers = Set(words.filter { $0 != Self.apiWord }.map(ResourceServerID.init(stored:)))
    }
}
