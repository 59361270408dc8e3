/// What one node admitted since its last report, as a text: a line for each count.
package struct RateReport: Sendable, Equatable {
    package private(set) var tokens: [RateLimiter.Count] = []
    package private(set) var addresses: [RateLimiter.Count] = []

    /// Of tokens, and of addresses: a flood of strangers must not become a flood of rows. Those who asked most come first.
    static let limit = 10_000

    var isEmpty: Bool { tokens.isEmpty && addresses.isEmpty }

    package var text: String {
        (Self.lines(tokens, "t") + Self.lines(addresses, "a")).joined(separator: "\n")
    }

    package init(tokens: [RateLimiter.Count], addresses: [RateLimiter.Count]) {
        (self.tokens, self.addresses) = (tokens, addresses)
    }

    /// Leaves out lines that another release may have written in another way.
    package init(text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 5, let high = UInt64(parts[1], radix: 16), let low = UInt64(parts[2], radix: 16),
                let last = UInt64(parts[3]), let requests = Int(parts[4]), requests > 0
            else { continue }
            let count = RateLimiter.Count(key: .init(high: high, low: low), last: last, requests: requests)
            switch parts[0] {
            case "t": tokens.append(count)
            case "a": addresses.append(count)
            default: continue
            }
        }
    }

    private static func lines(_ counts: [RateLimiter.Count], _ kind: String) -> [String] {
        let most = counts.count <= limit ? counts[...] : counts.sorted { $0.requests > $1.requests }.prefix(limit)
        return most.map {
            "\(kind) \(String($0.key.high, radix: 16)) \(String($0.key.low, radix: 16)) \($0.last) \($0.requests)"
        }
    }
}
