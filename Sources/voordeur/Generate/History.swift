import Kernel

/// Moments at which customers come: on working hours between two days, in order.
struct History: Sendable {
    private var moments: [Timestamp]

    init(_ count: Int, from start: Timestamp, to end: Timestamp, seed: UInt64) {
        var dice = SplitMix64(seed: seed ^ 0x5EED_C10C)
        let span = max(1, Int(end - start))
        moments = (0..<count).map { _ in
            let moment = start + Int64(dice.number(below: span))
            // 8 to 18 o'clock, on the day that was drawn.
            let morning = moment.seconds - moment.seconds % 86_400 + 7 * 3600
            return Timestamp(seconds: min(morning + Int64(dice.number(below: 36_000)), end.seconds))
        }
        moments.sort()
    }

    subscript(_ position: Int) -> Timestamp { moments[position] }
}
