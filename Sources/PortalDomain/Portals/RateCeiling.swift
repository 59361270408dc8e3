/// The most requests per minute that a key may have of its own (contract api-v1, 2.5): what its portal has.
package struct RateCeiling: Sendable, Equatable {
    /// Requests per minute; 0: no limit.
    package let limit: Int
    package static let highest = 1_000_000

    package init(_ limit: Int) { self.limit = limit }

    func admits(_ rate: Int) -> Bool { limit == 0 || (1...limit).contains(rate) }
}
