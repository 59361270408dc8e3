/// The requests of one credential in the last minute.
struct RequestWindow {
    private struct Second {
        var last: UInt64
        var count: Int
        /// How many of them the other nodes know.
        var told = 0
    }

    private var seconds: [Second] = []
    private var total = 0
    /// Whether the other nodes know, or are being told, of every request here.
    private(set) var isTold = true

    var lastRequest: UInt64 { seconds.last?.last ?? 0 }

    mutating func admit(limit: Int, at moment: UInt64) -> RateLimiter.Standing {
        let now = advance(to: moment)
        let isAdmitted = total < limit
        if isAdmitted { count(at: now) }
        let oldest = seconds.first?.last ?? now
        return .init(
            isAdmitted: isAdmitted, limit: limit, remaining: max(0, limit - total),
            untilOldestLeaves: oldest + RateLimiter.window - now, untilAdmission: wait(for: limit, at: now))
    }

    /// What was not told before: the last request and the number of those in its second.
    mutating func tell() -> [(last: UInt64, count: Int)] {
        isTold = true
        return seconds.indices.compactMap { index in
            let second = seconds[index]
            seconds[index].told = second.count
            return second.told < second.count ? (second.last, second.count - second.told) : nil
        }
    }

    /// Counts requests that another node admitted, also if that brings them beyond the limit.
    mutating func learn(_ count: Int, last: UInt64, at moment: UInt64) {
        let now = advance(to: moment)
        guard last + RateLimiter.window > now else { return }
        total += count
        let place = seconds.firstIndex { $0.last / 1000 >= last / 1000 } ?? seconds.endIndex
        if place < seconds.endIndex, seconds[place].last / 1000 == last / 1000 {
            seconds[place].last = max(seconds[place].last, last)
            seconds[place].count += count
            seconds[place].told += count
        } else {
            seconds.insert(Second(last: last, count: count, told: count), at: place)
        }
    }

    /// A clock that steps back a little is ignored until it has caught up; after a large step the window starts anew.
    /// - Returns: the time to count with.
    private mutating func advance(to moment: UInt64) -> UInt64 {
        if lastRequest > moment + RateLimiter.window { (seconds, total) = ([], 0) }
        let now = max(moment, lastRequest)
        expire(at: now)
        return now
    }

    private mutating func expire(at now: UInt64) {
        var gone = 0
        while gone < seconds.count, seconds[gone].last + RateLimiter.window <= now {
            total -= seconds[gone].count
            gone += 1
        }
        if gone > 0 { seconds.removeFirst(gone) }
    }

    private mutating func count(at now: UInt64) {
        total += 1
        isTold = false
        if let last = seconds.indices.last, seconds[last].last / 1000 == now / 1000 {
            seconds[last].last = now
            seconds[last].count += 1
        } else {
            seconds.append(Second(last: now, count: 1))
        }
    }

    /// Usually one second has to leave; more if the limit was lowered.
    private func wait(for limit: Int, at now: UInt64) -> UInt64 {
        var left = total
        for second in seconds {
            if left < limit { break }
            left -= second.count
            if left < limit { return second.last + RateLimiter.window - now }
        }
        return 0
    }
}
