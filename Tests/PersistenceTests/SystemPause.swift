import Foundation

enum SystemPause {
    /// Blocks this thread: never on the cooperative pool.
    static func milliseconds(_ count: Int) { Thread.sleep(forTimeInterval: Double(count) / 1000) }
}
