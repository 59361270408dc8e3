import Dispatch
import Synchronization

/// So many transactions that wait for each other before one of them changes anything: a race that is certain, not likely.
package final class Meeting: Sendable {
    private struct State {
        var arrived = 0
        var isOpen = false
        var isMissed = false
        var waiting: [@Sendable () -> Void] = []
    }

    private let count: Int
    private let state = Mutex(State())

    init(of count: Int) { self.count = count }

    /// Whether all of them were there together. Otherwise there was no race, and a test that passed has shown nothing.
    package var tookPlace: Bool { state.withLock { $0.isOpen && !$0.isMissed } }

    /// Waits on a thread that may be blocked: one of the driver's own.
    func attend() {
        let signal = DispatchSemaphore(value: 0)
        arrive { signal.signal() }
        signal.wait()
    }

    func attend() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            arrive { continuation.resume() }
        }
    }

    /// Lets everybody go who came so far. Without this a request that ended early would hold up the others for good.
    func callOff() { open(missed: true) }

    private func arrive(_ go: @escaping @Sendable () -> Void) {
        let isLast = state.withLock { state in
            state.arrived += 1
            state.waiting.append(go)
            return state.isOpen || state.arrived == count
        }
        if isLast { open(missed: false) }
    }

    private func open(missed: Bool) {
        let waiting = state.withLock { state in
            if !state.isOpen { state.isMissed = missed }
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for go in waiting { go() }
    }
}
