/// The kinds that more than one module speaks of. Others are declared beside their type.

package enum PortalKind: EntityKind { package static let idPrefix = "ptl" }
package enum UserKind: EntityKind { package static let idPrefix = "usr" }
package enum DeveloperKind: EntityKind { package static let idPrefix = "dev" }
package enum AppKind: EntityKind { package static let idPrefix = "app" }
package enum AppSecretKind: EntityKind { package static let idPrefix = "sec" }
package enum GrantKind: EntityKind { package static let idPrefix = "gra" }
package enum APIKeyKind: EntityKind { package static let idPrefix = "key" }
package enum ResourceServerKind: EntityKind { package static let idPrefix = "rsv" }
package enum RequestKind: EntityKind { package static let idPrefix = "req" }

/// A tenant: one business with its own customers.
package typealias PortalID = Identifier<PortalKind>
/// A person who works for one or more portals.
package typealias UserID = Identifier<UserKind>
/// A person who builds apps. A different account than a user, also with the same e-mail address.
package typealias DeveloperID = Identifier<DeveloperKind>
extension Identifier where Entity == DeveloperKind {
    /// Whose the apps are that registered themselves: nobody's whom we know (decision 0021).
    package static var selfRegistered: Self { Self(stored: "dev_00000000000000000000") }
}

/// An app of a developer: the `client_id` of RFC 6749 §2.2.
package typealias AppID = Identifier<AppKind>
package typealias AppSecretID = Identifier<AppSecretKind>
/// One approval by a user, and everything that came out of it.
package typealias GrantID = Identifier<GrantKind>
package typealias APIKeyID = Identifier<APIKeyKind>
/// An API beside ours that takes our tokens (RFC 6749 §1.1): what it authenticates with at introspection.
package typealias ResourceServerID = Identifier<ResourceServerKind>
/// One HTTP request, in answers and in the log.
package typealias RequestID = Identifier<RequestKind>
