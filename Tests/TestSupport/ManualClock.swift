package import Kernel
import Synchronization

/// Time that stands still until a test moves it, and dice that fall the same way each time.
package final class ManualClock: Sendable {
    private struct State {
        var milliseconds: UInt64
        var dice: SeededGenerator
    }

    private let state: Mutex<State>

    /// Starts at 2026-03-02 09:00:00 UTC.
    package init(seed: UInt64 = 1) {
        state = Mutex(State(milliseconds: 1_772_442_000_000, dice: SeededGenerator(seed: seed)))
    }

    package func advance(seconds: Int) { state.withLock { $0.milliseconds += UInt64(seconds) * 1000 } }
    package func advance(milliseconds: Int) { state.withLock { $0.milliseconds += UInt64(milliseconds) } }
    package var now: Timestamp { Timestamp(seconds: Int64(state.withLock { $0.milliseconds } / 1000)) }

    package var ambient: Ambient {
        Ambient(
            milliseconds: { [self] in state.withLock { $0.milliseconds } },
            randomBytes: { [self] count in
                state.withLock { state in (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &state.dice) } }
            })
    }
}

/// SplitMix64: small, fast, and the same on every machine. For tests only.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
