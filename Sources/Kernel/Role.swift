/// What a person may do in a portal.
package enum Role: String, Sendable, CaseIterable {
    case owner, admin, employee

    /// API keys, consent, connected apps, settings: owners and admins only.
    package var managesAccess: Bool { self != .employee }

    /// The most that a token may do which acts with the rights of somebody in this role (O43, invariant 9).
    ///
    /// Only owners and admins make keys and give consent. When one of them becomes an employee, what they made may still read what an
    /// employee reads, and changes nothing any more.
    package var rights: Scopes {
        switch self {
        case .owner, .admin: .all
        case .employee: .allReads.subtracting([.businessOperationsRead, .webhooksRead])
        }
    }
}
