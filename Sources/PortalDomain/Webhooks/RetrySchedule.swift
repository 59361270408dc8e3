import Kernel

/// When a delivery that failed is tried again (contract api-v1, 6.2).
package struct RetrySchedule: Sendable, Equatable {
    /// Seconds after the first attempt, the second, and so on. One attempt more than there are pauses.
    package let pauses: [Int64]

    package static let standard = RetrySchedule([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400])
    /// The longest that a receiver may ask for.
    package static let longestRetryAfter: Int64 = 86_400

    package init(_ pauses: [Int64]) { self.pauses = pauses }

    /// Seconds that may lie between two attempts of one delivery, with an hour for a node that dies. Longer than that, and nobody
    /// has tried.
    var longestSilence: Int64 {
        let pause = pauses.max() ?? 0
        return max(pause + pause / 10, Self.longestRetryAfter) + 3600
    }

    /// Seconds until the next attempt, a tenth more or less, so that receivers that were down do not get everything at once; nil after
    /// the last one.
    ///
    /// - Parameters:
    ///   - attempt: the one that has just failed, counted from 1.
    ///   - asked: what the receiver said in `Retry-After`; kept to if it is longer.
    func pause(after attempt: Int, asked: Int64?, _ ambient: Ambient) -> Int64? {
        guard pauses.indices.contains(attempt - 1) else { return nil }
        let pause = pauses[attempt - 1]
        // Whole seconds that lie within the tenth.
        let (low, high) = (pause - pause / 10, pause + pause / 10)
        let dice = ambient.randomBytes(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let jittered = low + Int64(dice % UInt64(high - low + 1))
        return max(jittered, min(asked ?? 0, Self.longestRetryAfter))
    }
}
