import Kernel
import Synchronization

/// Makes ids of the past. They hold the time, so they are made with a clock that walks through it.
struct PastIDs: Sendable {
    private let clock: Clock
    private let ambient: Ambient

    init(_ system: Ambient) {
        let clock = Clock()
        self.clock = clock
        ambient = Ambient(milliseconds: { clock.milliseconds.withLock { $0 } }, randomBytes: system.randomBytes)
    }

    /// - Parameter moment: not earlier than that of the id before.
    func id<Kind>(at moment: Timestamp) -> Identifier<Kind> where Kind: EntityKind {
        clock.milliseconds.withLock { $0 = UInt64(moment.seconds) * 1000 }
        return ambient.makeID()
    }

    private final class Clock: Sendable {
        let milliseconds = Mutex<UInt64>(0)
    }
}
