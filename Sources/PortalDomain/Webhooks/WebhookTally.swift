import Synchronization

/// What this process did with deliveries of webhooks since its start, for `/metrics`.
package final class WebhookTally: Sendable {
    package struct Counts: Sendable, Equatable {
        package var delivered = 0
        /// Given up: after the last attempt, a 410, or a single attempt.
        package var failed = 0
        /// Attempts that will be repeated.
        package var postponed = 0

        package init(delivered: Int = 0, failed: Int = 0, postponed: Int = 0) {
            (self.delivered, self.failed, self.postponed) = (delivered, failed, postponed)
        }
    }

    private let state = Mutex(Counts())

    package init() {}

    package var counts: Counts { state.withLock { $0 } }

    package func count(_ ending: WebhookQueue.Ending) {
        state.withLock { counts in
            switch ending {
            case .delivered: counts.delivered += 1
            case .failed: counts.failed += 1
            case .postponed: counts.postponed += 1
            case .lost: break
            }
        }
    }
}
