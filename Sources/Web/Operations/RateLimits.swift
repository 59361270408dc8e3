import Kernel
import OAuth

/// How many requests per minute each caller may send (contract api-v1, 2.5).
package struct RateLimits: Sendable {
    let tokens: RateLimiter
    /// Apart from the tokens: a flood of strangers must not make the server forget what tokens have used.
    let addresses: RateLimiter
    let standard: Int

    /// - Parameters:
    ///   - perMinute: where neither key nor portal say otherwise; 0: no limit.
    ///   - isShared: whether a `RateExchange` tells other nodes.
    package init(perMinute: Int, isShared: Bool = false) {
        tokens = RateLimiter(isShared: isShared)
        addresses = RateLimiter(capacity: 65_536, isShared: isShared)
        standard = perMinute
    }

    /// Nil: no limit is in force, and no header speaks of one.
    func admit(_ principal: Principal, at milliseconds: UInt64) -> RateLimiter.Standing? {
        let limit = principal.rateLimit ?? principal.portal.rateLimit ?? standard
        return limit > 0 ? tokens.admit(.init(principal.digest), limit: limit, at: milliseconds) : nil
    }

    func admit(address: String, at milliseconds: UInt64) -> RateLimiter.Standing? {
        standard > 0 ? addresses.admit(.init(address: address), limit: standard, at: milliseconds) : nil
    }
}
