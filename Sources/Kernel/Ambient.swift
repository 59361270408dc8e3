import Synchronization

/// What a program takes from its surroundings: the time, chance, and ids made from both.
///
/// Passed in everywhere, so that a test can hold the clock still and repeat the dice.
package final class Ambient: Sendable {
    private let clock: @Sendable () -> Milliseconds
    private let dice: @Sendable (Int) -> [UInt8]
    private let last = Mutex(IdentifierStamp(milliseconds: 0, tail: 0))

    /// - Parameters:
    ///   - milliseconds: milliseconds since 1970.
    ///   - randomBytes: that many bytes nobody can predict.
    package init(milliseconds: @escaping @Sendable () -> UInt64, randomBytes: @escaping @Sendable (Int) -> [UInt8]) {
        clock = milliseconds
        dice = randomBytes
    }

    package typealias Milliseconds = UInt64

    /// The system's clock and its cryptographic random numbers (`getrandom` on Linux).
    package static func system() -> Ambient {
        Ambient(milliseconds: SystemClock.milliseconds) { count in
            var generator = SystemRandomNumberGenerator()
            // Eight bytes per call of the system, not one.
            var bytes: [UInt8] = []
            bytes.reserveCapacity(count + 7)
            while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) } }
            bytes.removeLast(bytes.count - count)
            return bytes
        }
    }

    package func now() -> Timestamp { Timestamp(seconds: Int64(clock() / 1000)) }
    package func milliseconds() -> Milliseconds { clock() }
    package func randomBytes(_ count: Int) -> [UInt8] { dice(count) }

    /// A new id, greater than every id this factory made before: within one millisecond the random part counts up, and a
    /// clock that steps back is ignored until it has caught up.
    package func makeID<Entity>() -> Identifier<Entity> {
        let milliseconds = clock()
        let tail = dice(7).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } & 0xF_FFFF_FFFF_FFFF
        let stamp = last.withLock { last in
            if milliseconds > last.milliseconds {
                last = IdentifierStamp(milliseconds: milliseconds, tail: tail)
            } else if last.tail == 0xF_FFFF_FFFF_FFFF {
                last = IdentifierStamp(milliseconds: last.milliseconds + 1, tail: tail)
            } else {
                last = IdentifierStamp(milliseconds: last.milliseconds, tail: last.tail + 1)
            }
            return last
        }
        return Identifier(stamp)
    }
}
