import Kernel

/// Scopes: only known names, only single spaces; and nothing that is taken together or away ever grows (checklist, "Tests beyond the
/// rows", 5).
enum ScopeChecks {
    static func fault(_ text: String) -> String? {
        let names = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map(Array.init)
        let isKnown = names.allSatisfy { name in Scopes.names.contains { $0.utf8.elementsEqual(name) } }
        guard let scopes = Scopes(parameter: text) else { return isKnown ? "refused" : nil }
        guard isKnown else { return "an unknown name is accepted" }
        guard Set(scopes.names.map { Array($0.utf8) }) == Set(names) else { return "not the names that were sent" }
        guard Scopes(parameter: scopes.text) == scopes, Scopes(stored: scopes.text) == scopes else {
            return "written and read"
        }
        for role in Role.allCases {
            let granted = scopes.intersection(.allReads).intersection(role.rights)
            guard granted.isSubset(of: scopes), granted.isSubset(of: role.rights) else { return "it grew" }
            for less in scopes.elements where !scopes.subtracting(less).intersection(role.rights).isSubset(of: scopes) {
                return "deselecting added something"
            }
        }
        return nil
    }
}
