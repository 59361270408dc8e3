package import Kernel

/// A developer's own portal with customers that nobody misses (contract O63).
package struct TestPortal: Sendable, Equatable {
    package let portal: PortalID
    package let slug: String
    package let name: String
    /// Who the developer is there. Has no password and no mailbox, so nobody else can become them.
    package let owner: UserID
}
