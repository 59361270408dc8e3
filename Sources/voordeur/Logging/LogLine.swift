import Kernel
import Logging

/// One event on its way to the log.
struct LogLine {
    let milliseconds: UInt64
    let level: Logger.Level
    let message: String
    /// In order of their names.
    let metadata: [(key: String, value: Logger.Metadata.Value)]

    /// `10:59:03.123  INFO      request  id=req_… route=/v1/customers/{customer} status=200`
    func text(isColored: Bool) -> String {
        let name = level.rawValue.uppercased()
        let column = name + String(repeating: " ", count: max(0, 8 - name.utf8.count))
        var line = "\(time) \(isColored ? "\(color)\(column)\u{1B}[0m" : column) \(Self.printable(message))"
        for (key, value) in metadata {
            let text = Self.quoted(Self.printable("\(value)"))
            line += isColored ? " \u{1B}[2m\(key)=\u{1B}[0m\(text)" : " \(key)=\(text)"
        }
        return line
    }

    /// `{"time":"2026-11-21T10:59:03.123Z","level":"info","message":"request","id":"req_…",…}`
    var json: String {
        var writer = JSONWriter()
        var members: [JSONValue.Member] = [
            .init(name: "time", value: .string(time)), .init(name: "level", value: .string(level.rawValue)),
            .init(name: "message", value: .string(message)),
        ]
        let taken = Set(members.map(\.name))
        for (key, value) in metadata {
            members.append(.init(name: taken.contains(key) ? "\(key)_" : key, value: Self.json(value)))
        }
        writer.value(.object(members))
        return writer.text
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

    /// Without controls: what somebody sent us must neither forge a line nor talk to the terminal.
    private static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return text.unicodeScalars.reduce(into: "") { line, scalar in
            if isControl(scalar) {
                line += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }

    private static func quoted(_ text: String) -> String {
        guard text.isEmpty || text.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else { return text }
        return "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""))\""
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
