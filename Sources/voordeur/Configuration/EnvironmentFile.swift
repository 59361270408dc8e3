import Foundation

/// The lines `NAME=value` of a `.env` file. `export` before them, quotes around a value, empty lines and `#` comments
/// are as in a shell.
struct EnvironmentFile: Sendable {
    /// The last line wins.
    let variables: [String: String]

    init(_ text: String) {
        variables = text.split(whereSeparator: \.isNewline).reduce(into: [:]) { variables, line in
            guard let (name, value) = Self.variable(in: line) else { return }
            variables[name] = value
        }
    }

    private static func variable(in line: Substring) -> (name: String, value: String)? {
        var rest = line.trimmingCharacters(in: .whitespaces)
        if rest.hasPrefix("export ") { rest = rest.dropFirst(7).trimmingCharacters(in: .whitespaces) }
        guard let end = rest.firstIndex(of: "="), !rest.hasPrefix("#") else { return nil }
        let name = rest[..<end].trimmingCharacters(in: .whitespaces)
        let value = rest[rest.index(after: end)...].trimmingCharacters(in: .whitespaces)
        return name.isEmpty ? nil : (name, unquoted(value))
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, let first = text.first, first == "\"" || first == "'", text.last == first else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }
}
