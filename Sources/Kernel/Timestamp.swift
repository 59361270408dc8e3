/// A moment in whole seconds since 1970-01-01T00:00:00Z. Formatted only at the edges.
package struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    package static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }
    package static func + (moment: Self, seconds: Int64) -> Self { Self(seconds: moment.seconds + seconds) }
    package static func - (moment: Self, seconds: Int64) -> Self { Self(seconds: moment.seconds - seconds) }
    /// Seconds from `right` to `left`.
    package static func - (left: Self, right: Self) -> Int64 { left.seconds - right.seconds }

    package var description: String { "\(seconds)" }
}
