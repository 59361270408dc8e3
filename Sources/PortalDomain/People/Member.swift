package import Kernel

/// Somebody who belongs to a portal, as Settings → People shows them.
package struct Member: Sendable {
    package let user: UserID
    package let name: String
    package let email: String
    package let role: Role
    package let since: Timestamp
    /// Invited, and has not chosen a password yet.
    package let isPending: Bool
    package let hasSecondFactor: Bool
}

extension Role {
    /// Whether somebody in this role may give `role` to others, and change or remove who has it: owners answer to owners only.
    package func manages(_ role: Role) -> Bool {
        switch self {
        case .owner: true
        case .admin: role != .owner
        case .employee: false
        }
    }
}
