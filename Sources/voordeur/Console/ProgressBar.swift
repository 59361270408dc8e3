import Synchronization

/// How far a long work is, for somebody who watches. In a pipe it says nothing.
final class ProgressBar: Sendable {
    private let total: Int
    private let unit: String
    private let isShown: Bool
    private let start = ContinuousClock.now
    private let lastDrawn = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter unit: what is counted: `customers`.
    init(total: Int, unit: String, isShown: Bool = Console.outputIsTerminal) {
        (self.total, self.unit, self.isShown) = (max(1, total), unit, isShown)
    }

    /// Draws, at most ten times a second. `note` says what is being done.
    func show(_ done: Int, note: String = "") {
        guard isShown else { return }
        let now = ContinuousClock.now
        let isDue = lastDrawn.withLock { last in
            if let last, now - last < .milliseconds(100), done < total { return false }
            last = now
            return true
        }
        guard isDue else { return }
        Console.put("\r\u{1B}[2K\(Self.line(done, of: total, unit, after: now - start)) \(note)")
    }

    /// Takes the bar away, so that a summary can stand in its place.
    func clear() {
        if isShown { Console.put("\r\u{1B}[2K") }
    }

    /// Per second since the start.
    func rate(_ done: Int) -> Int { Self.rate(done, after: ContinuousClock.now - start) }

    static func line(_ done: Int, of total: Int, _ unit: String, after time: Duration) -> String {
        let width = 30
        let filled = min(width, width * done / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let rate = rate(done, after: time)
        let rest = rate > 0 ? "  \(duration((total - done) / rate)) left" : ""
        return "\(bar) \(100 * done / total) %  \(grouped(done))/\(grouped(total)) \(unit)  \(grouped(rate))/s\(rest)"
    }

    /// `2:05`, minutes and seconds.
    private static func duration(_ seconds: Int) -> String {
        "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    }

    private static func rate(_ done: Int, after time: Duration) -> Int {
        let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
        return done * 1000 / Int(max(1, milliseconds))
    }

    /// `12,345`.
    static func grouped(_ number: Int) -> String {
        var text = ""
        for (position, digit) in String(number).reversed().enumerated() {
            if position > 0, position % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
