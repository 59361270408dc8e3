package import NIOCore

/// How long each step may take. RFC 5321 §4.5.3.2 is more patient; a mail that is tried again a minute later need not be.
package struct SMTPLimits: Sendable {
    package var connect: TimeAmount = .seconds(15)
    /// Of every answer but the last.
    package var reply: TimeAmount = .seconds(60)
    /// Of the answer to the whole mail: servers look for viruses first.
    package var acceptance: TimeAmount = .seconds(180)

    package init() {}
}
