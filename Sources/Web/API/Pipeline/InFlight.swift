import PortalDomain
import Synchronization

/// The requests with an `Idempotency-Key` that are running in this process. Those of other nodes meet at the primary
/// key of the records.
final class InFlight: Sendable {
    private let slots = Mutex<Set<IdempotencySlot>>([])

    /// - Returns: false if a request with this key is running.
    func begin(_ slot: IdempotencySlot) -> Bool { slots.withLock { $0.insert(slot).inserted } }
    func end(_ slot: IdempotencySlot) { slots.withLock { _ = $0.remove(slot) } }
}
