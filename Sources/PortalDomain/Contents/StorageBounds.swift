/// How much room the files of one portal may take that somebody sent. What the server makes itself counts, and is never refused.
package struct StorageBounds: Sendable, Equatable {
    /// Bytes; nil: no bound.
    package let portal: Int?
    /// Bytes, of a test portal: anybody can have one.
    package let testPortal: Int

    /// Bytes that a file counts beside its own: many small ones are a lot as well.
    package static let perFile = 4096

    package init(portal: Int? = nil, testPortal: Int = 100 * 1_048_576) {
        (self.portal, self.testPortal) = (portal, testPortal)
    }
}
