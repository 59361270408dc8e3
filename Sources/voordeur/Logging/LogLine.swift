import Kernel
import Logging

/// One event on its way to the log. Bytes, because every request writes one.
struct LogLine {
    let milliseconds: UInt64
    let level: Logger.Level
    let message: String
    /// In order of their names.
    let metadata: [(key: String, value: Logger.Metadata.Value)]

    /// `2026-11-21T10:59:03.123Z INFO     request id=req_… route=/v1/customers/{customer} status=200`
    func text(isColored: Bool) -> [UInt8] {
        var line = PlainText()
        line.append(time)
        line.append(" ")
        if isColored { line.append(color) }
        line.append(level.rawValue.uppercased(), width: 8)
        if isColored { line.append("\u{1B}[0m") }
        line.append(" ")
        line.append(printable: message)
        for (key, value) in metadata {
            line.append(isColored ? " \u{1B}[2m" : " ")
            line.append(printable: key)
            line.append(isColored ? "=\u{1B}[0m" : "=")
            line.append(quoted: Self.string(value))
        }
        return line.bytes
    }

    /// `{"time":"2026-11-21T10:59:03.123Z","level":"info","message":"request","id":"req_…",…}`
    var json: [UInt8] {
        var writer = JSONWriter()
        var members: [JSONValue.Member] = [
            .init(name: "time", value: .string(time)), .init(name: "level", value: .string(level.rawValue)),
            .init(name: "message", value: .string(message)),
        ]
        for (key, value) in metadata {
            let isTaken = key == "time" || key == "level" || key == "message"
            members.append(.init(name: isTaken ? "\(key)_" : key, value: Self.json(value)))
        }
        writer.value(.object(members))
        return writer.bytes
    }

    private var time: String {
        let second = Timestamp(seconds: Int64(milliseconds / 1000)).iso.dropLast()
        return "\(second).\(Timestamp.padded(Int(milliseconds % 1000), 3))Z"
    }

    private var color: String {
        switch level {
        case .trace, .debug: "\u{1B}[2m"
        case .info: "\u{1B}[32m"
        case .notice: "\u{1B}[36m"
        case .warning: "\u{1B}[33m"
        case .error, .critical: "\u{1B}[1;31m"
        }
    }

    private static func string(_ value: Logger.Metadata.Value) -> String {
        if case .string(let text) = value { text } else { "\(value)" }
    }

    private static func json(_ value: Logger.Metadata.Value) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let convertible): .string("\(convertible)")
        case .array(let values): .array(values.map(json))
        case .dictionary(let values):
            .object(values.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: json($0.value)) })
        }
    }
}
