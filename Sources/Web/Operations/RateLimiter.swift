package import Kernel
import Synchronization

/// Counts requests per credential or address in a sliding window of a minute (contract api-v1, 2.5).
///
/// Kept are counts per second, each with the time of its last request, and a second counts in full until that request
/// is a minute old. So no stretch of 60 seconds holds more than `limit`, and after a pause of 60 seconds the whole
/// limit is free again. A bucket or a weighted window of the same size would break the first half.
package final class RateLimiter: Sendable {
    /// 128 bits of a digest, or an address.
    package struct Key: Sendable, Hashable {
        let high, low: UInt64
    }

    /// How a credential stands after one more request.
    package struct Standing: Sendable, Equatable {
        package let isAdmitted: Bool
        package let limit: Int
        /// Requests left now, this one deducted.
        package let remaining: Int
        /// Milliseconds until the oldest counted request leaves the window.
        package let untilOldestLeaves: UInt64
        /// Milliseconds until the next request would be admitted; 0 if it would be now.
        package let untilAdmission: UInt64
    }

    package static let window: UInt64 = 60_000

    /// Requests that one node admitted in one second, as it tells the others.
    package struct Count: Sendable, Equatable {
        package let key: Key
        /// When the last of them came, in milliseconds since 1970.
        package let last: UInt64
        package let requests: Int
    }

    private struct Shard {
        var windows: [Key: RequestWindow] = [:]
        /// Those that admitted something since the last `drain`; each of them once.
        var news: [Key] = []
    }

    private final class Cell: Sendable {
        let shard = Mutex(Shard())
    }

    private let cells: [Cell]
    private let capacity: Int
    private let isShared: Bool

    /// - Parameters:
    ///   - capacity: keys in all. When a shard is full, keys without requests in the last minute are forgotten, and then
    ///     those that have been idle longest.
    ///   - isShared: whether somebody calls `drain` now and then.
    package init(capacity: Int = 262_144, isShared: Bool = false) {
        cells = (0..<16).map { _ in Cell() }
        self.capacity = max(2, capacity / 16)
        self.isShared = isShared
    }

    /// Counts a request, unless `limit` requests are in the window already.
    /// - Parameters:
    ///   - limit: more than 0. What 0 means is the caller's affair.
    ///   - now: milliseconds since 1970.
    package func admit(_ key: Key, limit: Int, at now: UInt64) -> Standing {
        withWindow(of: key, at: now) { window, news in
            let wasTold = window.isTold
            let standing = window.admit(limit: limit, at: now)
            if isShared, wasTold, !window.isTold { news.append(key) }
            return standing
        }
    }

    /// What was admitted here since the last time.
    package func drain() -> [Count] {
        cells.flatMap { cell in
            cell.shard.withLock { shard in
                defer { shard.news.removeAll(keepingCapacity: true) }
                return shard.news.flatMap { key in
                    shard.windows[key]?.tell().map { Count(key: key, last: $0.last, requests: $0.count) } ?? []
                }
            }
        }
    }

    /// Counts what another node has admitted.
    package func learn(_ count: Count, at now: UInt64) {
        withWindow(of: count.key, at: now) { window, _ in
            window.learn(count.requests, last: min(count.last, now), at: now)
        }
    }

    private func withWindow<Outcome>(
        of key: Key, at now: UInt64, _ body: (inout RequestWindow, inout [Key]) -> Outcome
    ) -> Outcome {
        cells[Int(key.low & 15)].shard.withLock { shard in
            if shard.windows.count >= capacity, shard.windows[key] == nil { makeRoom(in: &shard, at: now) }
            return body(&shard.windows[key, default: RequestWindow()], &shard.news)
        }
    }

    package var count: Int { cells.reduce(0) { sum, cell in sum + cell.shard.withLock { $0.windows.count } } }

    private func makeRoom(in shard: inout Shard, at now: UInt64) {
        shard.windows = shard.windows.filter { $0.value.lastRequest + Self.window > now }
        guard shard.windows.count >= capacity else { return }
        // Half at once, so that the sorting is paid for by as many insertions.
        let order = shard.windows.values.map(\.lastRequest).sorted()
        let oldest = order[order.count / 2]
        var surplus = shard.windows.count / 2
        shard.windows = shard.windows.filter { entry in
            guard surplus > 0, entry.value.lastRequest <= oldest else { return true }
            surplus -= 1
            return false
        }
    }
}

extension RateLimiter.Key {
    package init(_ digest: TokenDigest) {
        var words: (UInt64, UInt64) = (0, 0)
        for (position, digit) in digest.hex.utf8.prefix(32).enumerated() {
            let value = UInt64(digit > 0x39 ? digit &- 0x57 : digit &- 0x30)
            if position < 16 { words.0 = words.0 << 4 | value } else { words.1 = words.1 << 4 | value }
        }
        (high, low) = words
    }

    /// One client has a whole /64 of IPv6 addresses for itself; those count as one.
    package init(address: String) {
        guard let address = IPAddress(address) else {
            (high, low) = (0, 0)
            return
        }
        high = address.bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = address.isIPv4 ? address.bytes[8...].reduce(0) { $0 << 8 | UInt64($1) } : 0
    }
}
