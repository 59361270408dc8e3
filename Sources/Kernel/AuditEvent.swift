/// One change, as the audit log keeps it: who did what to which object, from where, and what it was before and after.
package struct AuditEvent: Sendable {
    /// Where it is listed: the portal, or for events outside of any portal the account that it happened to.
    package let scope: Scope
    /// `<object>.<past participle>`, in small letters and underscores: `api_key.created`, `grant.revoked`, `app.suspended`.
    package let action: String
    package let actor: Actor
    package let object: Object
    /// What changed, as short JSON objects; their names are in the style of `action`. Never a secret.
    package let before: JSONValue?
    package let after: JSONValue?

    package enum Scope: Sendable {
        case portal(PortalID)
        case developer(DeveloperID)
        case user(UserID)
        /// Of the whole server: what its operator does to it.
        case server

        package var text: String {
            switch self {
            case .portal(let id): id.text
            case .developer(let id): id.text
            case .user(let id): id.text
            case .server: "server"
            }
        }
    }

    package struct Actor: Sendable {
        package enum Kind: String, Sendable {
            case user, developer, app, apiKey = "api-key", `operator`, system
            /// Somebody on a public page. Known by its address at most: the id is that of the customer it was sent to.
            case visitor
        }
        package let kind: Kind
        package let id: String
        /// As shown: an e-mail address, or the name of an app or key.
        package let name: String
        /// The client's address; empty for the server itself and its operator.
        package let address: String

        package init(kind: Kind, id: String, name: String, address: String) {
            (self.kind, self.id, self.name, self.address) = (kind, id, name, address)
        }

        package static let system = Actor(kind: .system, id: "", name: "Voordeur", address: "")
        package static let commandLine = Actor(kind: .`operator`, id: "", name: "operator", address: "")
    }

    package struct Object: Sendable {
        package let kind: String
        package let id: String
        package init(kind: String, id: String) { (self.kind, self.id) = (kind, id) }
    }

    package init(
        _ action: String, in scope: Scope, by actor: Actor, on object: Object, before: JSONValue? = nil,
        after: JSONValue? = nil
    ) {
        (self.scope, self.action, self.actor, self.object) = (scope, action, actor, object)
        (self.before, self.after) = (before, after)
    }
}

extension JSONValue {
    /// A short object for the audit log.
    package static func facts(_ facts: KeyValuePairs<String, String?>) -> JSONValue { .facts(Array(facts)) }

    package static func facts(_ facts: [(key: String, value: String?)]) -> JSONValue {
        .object(facts.map { Member(name: $0.key, value: $0.value.map(JSONValue.string) ?? .null) })
    }
}
