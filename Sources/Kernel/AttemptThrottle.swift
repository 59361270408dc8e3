import Synchronization

/// Slows down guessing: after `limit` failures within `window` seconds a key is refused until the oldest failure has left the window.
///
/// Counts failures only, per key (an account at an address, an app at an address), in this process. Bounded: when it is full, keys
/// without recent failures are forgotten first.
package final class AttemptThrottle: Sendable {
    private let limit: Int
    private let window: Int64
    private let capacity: Int
    private let failures = Mutex<[String: [Timestamp]]>([:])

    package init(limit: Int = 10, window: Int64 = 300, capacity: Int = 100_000) {
        (self.limit, self.window, self.capacity) = (limit, window, capacity)
    }

    /// Seconds until `key` may try again, or nil if it may now.
    package func delay(of key: String, at now: Timestamp) -> Int64? {
        failures.withLock { delay(of: key, at: now, in: $0) }
    }

    package func fail(_ key: String, at now: Timestamp) {
        failures.withLock { note(key, at: now, in: &$0) }
    }

    /// Counts an attempt before it is made, so that of many at once no more than the limit are looked at. `succeed` gives it back.
    ///
    /// - Returns: seconds until `key` may try again, and nothing is counted; or nil if it may now.
    package func take(_ key: String, at now: Timestamp) -> Int64? {
        failures.withLock { failures in
            if let seconds = delay(of: key, at: now, in: failures) { return seconds }
            note(key, at: now, in: &failures)
            return nil
        }
    }

    package func succeed(_ key: String) { failures.withLock { $0[key] = nil } }

    private func delay(of key: String, at now: Timestamp, in failures: [String: [Timestamp]]) -> Int64? {
        guard let recent = failures[key]?.filter({ now - $0 < window }), recent.count >= limit else { return nil }
        return max(1, window - (now - recent[recent.count - limit]))
    }

    private func note(_ key: String, at now: Timestamp, in failures: inout [String: [Timestamp]]) {
        if failures.count >= capacity {
            failures = failures.filter { now - ($0.value.last ?? now) < window }
            if failures.count >= capacity { failures.removeAll() }
        }
        failures[key] = (failures[key] ?? []).filter { now - $0 < window }.suffix(limit) + [now]
    }
}
