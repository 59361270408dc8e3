package import Logging
import Synchronization

/// Keeps every log line of one server in memory, so that a test can prove what is not in it.
package final class CapturedLogs: Sendable {
    private let lines = Mutex<[String]>([])

    package init() {}

    package var handler: any LogHandler { Handler(logs: self) }
    package var text: String { lines.withLock { $0.joined(separator: "\n") } }
    package func append(_ line: String) { lines.withLock { $0.append(line) } }

    private struct Handler: LogHandler {
        let logs: CapturedLogs
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        init(logs: CapturedLogs) { self.logs = logs }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            logs.append("\(event.level) \(event.message) \(all)")
        }
    }
}
