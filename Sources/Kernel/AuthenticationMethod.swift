/// How a confidential app proves itself. It registers one, and no other works (RFC 7591 §2).
package enum AuthenticationMethod: String, Sendable, CaseIterable {
    /// An App Secret, in the body or by HTTP Basic.
    case secret = "client_secret"
    /// Assertions signed with a registered key (RFC 7523 §2.2).
    case privateKey = "private_key_jwt"
}
