import Kernel
import Synchronization

/// Time and chance of one test: a clock that moves only when told to, and dice that count up.
final class Surroundings: Sendable {
    private let time = Mutex<UInt64>(1_741_000_000_000)
    private let rolls = Mutex<UInt64>(0)

    var now: Timestamp { Timestamp(seconds: Int64(time.withLock { $0 } / 1000)) }
    var milliseconds: UInt64 { time.withLock { $0 } }

    func advance(milliseconds: UInt64) { time.withLock { $0 += milliseconds } }
    func advance(seconds: Int64) { advance(milliseconds: UInt64(seconds) * 1000) }

    /// SplitMix64, seeded with the number of the roll.
    var ambient: Ambient {
        Ambient(milliseconds: { self.milliseconds }) { count in
            (0..<count).map { _ in
                var mixed = self.rolls.withLock { roll in
                    roll &+= 0x9E37_79B9_7F4A_7C15
                    return roll
                }
                mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
                mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
                return UInt8(truncatingIfNeeded: mixed ^ mixed >> 31)
            }
        }
    }
}
