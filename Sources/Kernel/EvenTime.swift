/// Makes an answer take the same time whatever was found, where its time could say what its text does not.
///
/// Equal work is not enough for that: a row that is there has to be read and decoded, a second query may be needed or not, and each later
/// change can make a difference again. So the work is done, and then the rest of a fixed time is waited, which is longer than the work.
/// Nothing is left to measure as long as the machine keeps up, and the work is made alike besides. A wait of random length would
/// only add noise, which averages out.
///
/// In real time, and not by `Ambient`: it is about what a stranger's clock shows.
package struct EvenTime: Sendable {
    private let start = ContinuousClock.now

    /// Begins to count.
    package init() {}

    /// Returns when `duration` is over, counted from the beginning. At once in a task that is cancelled: nobody waits for it any more.
    package func fill(_ duration: Duration) async {
        // Without tolerance, or timers that end near each other could share a moment.
        try? await Task.sleep(until: start + duration, tolerance: .zero, clock: .continuous)
    }
}
