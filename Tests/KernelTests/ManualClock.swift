import Kernel
import Synchronization

/// A clock that moves only when told to.
final class ManualClock: Sendable {
    private let time: Mutex<UInt64>

    init(milliseconds: UInt64) { time = Mutex(milliseconds) }

    func advance(by milliseconds: UInt64) { time.withLock { $0 += milliseconds } }
    func set(_ milliseconds: UInt64) { time.withLock { $0 = milliseconds } }

    /// Surroundings with this clock and seeded dice.
    func ambient(seed: UInt64 = 1) -> Ambient { ambient(dice: SeededDice(seed: seed).roll) }

    func ambient(dice: @escaping @Sendable (Int) -> [UInt8]) -> Ambient {
        Ambient(milliseconds: { self.time.withLock { $0 } }, randomBytes: dice)
    }
}

/// A `SplitMix64` that threads may share.
final class SeededDice: Sendable {
    private let generator: Mutex<SplitMix64>

    init(seed: UInt64) { generator = Mutex(SplitMix64(seed: seed)) }

    @Sendable func roll(_ count: Int) -> [UInt8] { generator.withLock { $0.bytes(count) } }
}
