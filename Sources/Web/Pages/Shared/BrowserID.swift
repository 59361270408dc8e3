package import Kernel

/// The browser that asks, known by a random id in a cookie. It says nothing about who sits before it.
package struct BrowserID: Sendable {
    package let id: Credential
    /// Whether the answer must bring the cookie.
    package let isNew: Bool

    /// What waiting authorization requests are bound to.
    package var digest: TokenDigest { id.digest }
}
