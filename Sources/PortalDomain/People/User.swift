package import Kernel

/// A person who works for one or more portals.
package struct User: Sendable, Equatable {
    package let id: UserID
    package let email: String
    package let name: String
    package let isDisabled: Bool

    /// As the audit log names somebody who acts from `address`.
    package func actor(at address: String) -> AuditEvent.Actor {
        .init(kind: .user, id: id.text, name: email, address: address)
    }
}

/// What a user is in one portal.
package struct Membership: Sendable, Equatable {
    package let portal: Portal
    package let role: Role
}

/// Somebody who is to join a portal.
package struct NewMember: Sendable {
    package let email: AccountEmail
    package let name: String
    package let role: Role
    /// Nil: they choose one through a mailed link. Ignored for an account that exists.
    package let password: PasswordHash?

    package init(email: AccountEmail, name: String? = nil, role: Role, password: PasswordHash? = nil) {
        (self.email, self.name, self.role, self.password) = (email, name ?? email.localPart, role, password)
    }
}
