import Kernel
import Logging

/// Writes each log event as one line on standard error, in one piece, so that lines of several threads never mix.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    private let format: LogFormat
    private let isColored: Bool
    private let clock: @Sendable () -> UInt64
    private let write: @Sendable (String) -> Void

    /// - Parameter clock: milliseconds since 1970.
    init(
        level: Logger.Level, format: LogFormat, isColored: Bool, clock: @escaping @Sendable () -> UInt64,
        write: @escaping @Sendable (String) -> Void
    ) {
        (logLevel, self.format, self.isColored, self.clock, self.write) = (level, format, isColored, clock, write)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var merged = metadata
        if let provided = metadataProvider?.get() { merged.merge(provided) { $1 } }
        if let own = event.metadata { merged.merge(own) { $1 } }
        // The framework numbers requests as well; ours is the id that the client sees.
        merged["hb.request.id"] = nil
        if let error = event.error, merged["error"] == nil { merged["error"] = "\(error)" }
        let line = LogLine(
            milliseconds: clock(), level: event.level, message: "\(event.message)",
            metadata: merged.sorted { $0.key < $1.key })
        switch format {
        case .text: write(line.text(isColored: isColored))
        case .json: write(line.json)
        }
    }
}

extension LineLogHandler {
    /// The handler of the server, by its configuration.
    static func standard(level: Logger.Level, format: LogFormat, environment: [String: String]) -> LineLogHandler {
        let clock = Ambient.system()
        return LineLogHandler(
            level: level, format: format,
            isColored: Console.errorIsTerminal && environment["NO_COLOR"]?.isEmpty != false,
            clock: clock.milliseconds, write: { Console.complain($0) })
    }
}
