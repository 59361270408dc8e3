import Kernel

/// Moments at which customers come: between two others, at working hours, in order.
struct History: Sendable {
    private var moments: [Timestamp]

    init(_ count: Int, from start: Timestamp, to end: Timestamp, seed: UInt64) {
        var dice = SplitMix64(seed: seed ^ 0x5EED_C10C)
        let span = max(1, Int(end - start))
        moments = (0..<count).map { _ in
            let moment = start + Int64(dice.number(below: span))
            // At 8 to 18 o'clock of that day, unless that is still to come.
            let morning = moment.seconds - moment.seconds % 86_400 + 7 * 3600
            let atWork = Timestamp(seconds: morning + Int64(dice.number(below: 36_000)))
            return (start...end).contains(atWork) ? atWork : moment
        }
        moments.sort()
    }

    subscript(_ position: Int) -> Timestamp { moments[position] }
}
