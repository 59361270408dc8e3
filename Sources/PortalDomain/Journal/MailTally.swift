import Synchronization

/// What this process did with mails since its start, for `/metrics`.
package final class MailTally: Sendable {
    package struct Counts: Sendable, Equatable {
        package var sent = 0
        /// Refused for good, or given up.
        package var failed = 0
        /// Attempts that will be repeated.
        package var postponed = 0
    }

    private let state = Mutex(Counts())

    package init() {}

    package var counts: Counts { state.withLock { $0 } }
    package func countSent() { state.withLock { $0.sent += 1 } }
    package func countPostponed() { state.withLock { $0.postponed += 1 } }
    package func count(failed: Int) { state.withLock { $0.failed += failed } }
}
