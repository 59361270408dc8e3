import Kernel
import Synchronization

/// Which receivers are being served by this process.
///
/// So many at a time; of receivers that did not answer the last time only half as many. So whoever makes webhooks to hosts that hang, and
/// each of them takes the full time of an attempt, slows down nobody but others who do not answer.
final class DeliveryLines: Sendable {
    private struct State {
        var running: Set<String> = []
        var silent: Set<String> = []
        var lastRound: Timestamp?
    }

    private let state = Mutex(State())
    private let places: Int

    init(places: Int = 32) { self.places = places }

    /// Those of `receivers` that get a place now, in their order.
    func begin(_ receivers: [String]) -> [String] {
        state.withLock { state in
            var begun: [String] = []
            var silentPlaces = places / 2 - state.running.count { state.silent.contains($0) }
            for receiver in receivers where state.running.count < places && !state.running.contains(receiver) {
                if state.silent.contains(receiver) {
                    guard silentPlaces > 0 else { continue }
                    silentPlaces -= 1
                }
                state.running.insert(receiver)
                begun.append(receiver)
            }
            return begun
        }
    }

    func end(_ receiver: String) { state.withLock { _ = $0.running.remove(receiver) } }

    func note(_ receiver: String, answers: Bool) {
        state.withLock { state in
            if answers {
                state.silent.remove(receiver)
            } else {
                // Only a memory aid: it may be lost.
                if state.silent.count >= 10_000 { state.silent.removeAll() }
                state.silent.insert(receiver)
            }
        }
    }

    /// True once in so many seconds.
    func isRoundDue(at now: Timestamp, every seconds: Int64) -> Bool {
        state.withLock { state in
            if let last = state.lastRound, now - last < seconds { return false }
            state.lastRound = now
            return true
        }
    }
}
