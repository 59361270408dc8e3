import Kernel
import Logging

/// Writes each log event as one line on standard error, in one piece, so that lines of several threads never mix.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    private let format: LogFormat
    private let isColored: Bool
    /// Milliseconds since 1970.
    private let clock: @Sendable () -> UInt64
    private let write: @Sendable ([UInt8]) -> Void

    /// The framework numbers requests as well; ours is the id that the client sees.
    private static let ignored = "hb.request.id"

    init(
        level: Logger.Level, format: LogFormat, isColored: Bool, clock: @escaping @Sendable () -> UInt64,
        write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        (logLevel, self.format, self.isColored, self.clock, self.write) = (level, format, isColored, clock, write)
    }

    /// The handler of the server, by its configuration.
    static func standard(level: Logger.Level, format: LogFormat, environment: [String: String]) -> LineLogHandler {
        let ambient = Ambient.system()
        return LineLogHandler(
            level: level, format: format,
            isColored: Console.errorIsTerminal && environment["NO_COLOR"]?.isEmpty != false,
            clock: ambient.milliseconds,
            write: { Console.complain($0) })
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set {
            // Set for each request: not even kept.
            if key != Self.ignored { metadata[key] = newValue }
        }
    }

    func log(event: LogEvent) {
        let line = LogLine(
            milliseconds: clock(), level: event.level, message: "\(event.message)",
            metadata: merged(event).sorted { $0.key < $1.key })
        switch format {
        case .text: write(line.text(isColored: isColored))
        case .json: write(line.json)
        }
    }

    private func merged(_ event: LogEvent) -> Logger.Metadata {
        var merged = metadata
        if let provided = metadataProvider?.get() { merged.merge(provided) { $1 } }
        if let own = event.metadata {
            if merged.isEmpty { merged = own } else { merged.merge(own) { $1 } }
        }
        if let error = event.error, merged["error"] == nil { merged["error"] = "\(error)" }
        return merged
    }
}
