import ArgumentParser
import Web

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "The configuration in effect, passwords left out, with the source of each value.")

    func run() async throws {
        let settings = try await ServerSettings.load()
        let rows = Setting.allCases.map { setting -> (name: String, value: String, source: String) in
            guard let value = settings.values[setting] else {
                return (setting.variable, "–", Self.absence(of: setting, settings))
            }
            return (setting.variable, Redaction.shown(value.text, of: setting), "\(value.source)")
        }
        let width = rows.map(\.name.count).max() ?? 0
        let column = min(60, rows.map(\.value.count).max() ?? 0)
        for row in rows {
            let name = row.name + String(repeating: " ", count: width - row.name.count)
            let value = row.value + String(repeating: " ", count: max(0, column - row.value.count))
            Console.say("\(name)  \(value)  (\(row.source))")
        }
        for warning in settings.warnings { Console.complain("warning: \(warning)") }
    }

    /// What is in effect where nothing is set.
    private static func absence(of setting: Setting, _ settings: ServerSettings) -> String {
        switch setting {
        case .apiURL: "default: \(settings.origins.api)"
        case .developersURL: "default: \(settings.origins.developers)"
        case .portalURL: "default: \(settings.origins.portal)"
        default: "default: none"
        }
    }
}
