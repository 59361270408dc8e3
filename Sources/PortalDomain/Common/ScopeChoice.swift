package import Kernel

/// A group of check boxes with the names of scopes.
package struct ScopeChoice: Sendable {
    package let scopes: Scopes
    /// The key of a text, or nil if at least one was chosen and all exist.
    package let problem: String?

    package init(_ chosen: [String]) {
        let names = chosen.filter { !$0.isEmpty }
        let known = names.compactMap(Scopes.init(name:))
        scopes = known.reduce(into: []) { $0.formUnion($1) }
        problem = known.count < names.count ? "error.scope.unknown" : known.isEmpty ? "error.scope.none" : nil
    }
}
