/// How large files that somebody sent may be, and how much room those of one portal may take. What the server makes itself counts, and is never refused.
package struct StorageBounds: Sendable, Equatable {
    /// Bytes; nil: no bound.
    package let portal: Int?
    /// Bytes, of a test portal: anybody can have one.
    package let testPortal: Int
    /// Bytes of one upload, where the contract has no other limit (api-v1, 9).
    package let file: Int

    /// Bytes that a file counts beside its own: many small ones are a lot as well.
    package static let perFile = 4096

    package init(portal: Int? = nil, testPortal: Int = 100 * 1_048_576, file: Int = Files.maximumSize) {
        (self.portal, self.testPortal, self.file) = (portal, testPortal, file)
    }
}
