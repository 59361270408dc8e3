/// Comparison whose duration tells nothing about where two values differ.
package enum ConstantTime {
    /// Only the length may leak. Every byte of both is looked at.
    package static func equal(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left, right) { difference |= one ^ other }
        return difference == 0
    }

    package static func equal(_ left: String, _ right: String) -> Bool { equal(left.utf8, right.utf8) }
}
