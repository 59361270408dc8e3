package import Kernel
import Persistence

/// Whose session, password or second factor: users and developers are different accounts, also with the same e-mail address.
package enum Account: Sendable, Hashable {
    case user(UserID)
    case developer(DeveloperID)

    package enum Kind: String, Sendable, CaseIterable { case user, developer }

    package init(_ kind: Kind, stored id: String) {
        switch kind {
        case .user: self = .user(UserID(stored: id))
        case .developer: self = .developer(DeveloperID(stored: id))
        }
    }

    package var kind: Kind {
        switch self {
        case .user: .user
        case .developer: .developer
        }
    }

    package var id: String {
        switch self {
        case .user(let id): id.text
        case .developer(let id): id.text
        }
    }

    /// Where events are listed that concern nobody but this account.
    package var scope: AuditEvent.Scope {
        switch self {
        case .user(let id): .user(id)
        case .developer(let id): .developer(id)
        }
    }
}

/// Somebody with an account: what users and developers have in common.
package struct AccountHolder: Sendable {
    package let account: Account
    package let email: String
    package let name: String
    /// Nil for somebody who was invited and has not come yet.
    let passwordHash: PasswordHash?
    /// Not disabled, not banned.
    let mayEnter: Bool
    /// The one of their last sign-in.
    let language: MailLanguage?

    package func actor(at address: String) -> AuditEvent.Actor {
        let kind: AuditEvent.Actor.Kind = account.kind == .user ? .user : .developer
        return .init(kind: kind, id: account.id, name: email, address: address)
    }

    /// An event about the account itself, such as `user.password_changed`.
    func event(
        _ participle: String, by visit: Visit, before: JSONValue? = nil, after: JSONValue? = nil
    ) -> AuditEvent {
        AuditEvent(
            "\(account.kind.rawValue).\(participle)", in: account.scope, by: actor(at: visit.address),
            on: .init(kind: account.kind.rawValue, id: account.id), before: before, after: after)
    }
}
