import Configuration
import Foundation

/// Where settings are looked for, in order: flags, environment, `.env`, `voordeur.yaml`. The files are those of the
/// working directory.
struct ConfigurationSources: Sendable {
    /// A name that looks like a setting and is none.
    struct UnknownName: Sendable {
        let name: String
        let source: SettingSource
    }

    private let providers: [(source: SettingSource, provider: any ConfigProvider)]
    let unknownNames: [UnknownName]

    /// - Parameter flags: what the command line says.
    /// - Throws: `ConfigurationFaults` if a file cannot be read.
    init(
        flags: [Setting: String], environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws {
        var providers: [(source: SettingSource, provider: any ConfigProvider)] = []
        var unknown = Self.unknown(Array(environment.keys), .environment)
        var faults: [ConfigurationFault] = []

        let values = Dictionary(
            uniqueKeysWithValues: flags.map { (Self.key($0.key), ConfigValue(.string($0.value), isSecret: false)) })
        providers.append((.flag, InMemoryProvider(name: "flags", values: values)))
        providers.append(
            (.environment, EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "voordeur"))
        )
        do {
            if let text = try Self.text(of: .dotEnv) {
                let variables = EnvironmentFile(text).variables
                providers.append(
                    (
                        .dotEnv,
                        EnvironmentVariablesProvider(environmentVariables: variables).prefixKeys(with: "voordeur")
                    ))
                unknown += Self.unknown(Array(variables.keys), .dotEnv)
            }
        } catch {
            faults.append(ConfigurationFault(name: ".env", problem: "cannot be read"))
        }
        do {
            // A file of comments only is no mapping for the parser, and no mistake.
            if let text = try Self.text(of: .yaml), case let names = Self.yamlNames(in: text), !names.isEmpty {
                let place = InMemoryProvider(values: ["filePath": "voordeur.yaml"])
                providers.append((.yaml, try await FileProvider<YAMLSnapshot>(config: ConfigReader(provider: place))))
                let known = Set(Setting.allCases.map(\.yamlName))
                unknown += names.filter { !known.contains($0) }.map { UnknownName(name: $0, source: .yaml) }
            }
        } catch {
            faults.append(
                ConfigurationFault(name: "voordeur.yaml", problem: "cannot be read; write one `name: value` per line"))
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        (self.providers, unknownNames) = (providers, unknown)
    }

    /// The strongest value; nil if nobody says anything. An empty value says nothing.
    func value(of setting: Setting) throws(ConfigurationFault) -> SettingValue? {
        for (source, provider) in providers {
            if let text = try Self.text(of: setting, in: provider, source), !text.isEmpty {
                return SettingValue(text: text, source: source)
            }
        }
        return setting.standard.map { SettingValue(text: $0, source: .standard) }
    }

    private static func key(_ setting: Setting) -> AbsoluteConfigKey { AbsoluteConfigKey([setting.yamlName]) }

    private static func text(
        of setting: Setting, in provider: any ConfigProvider, _ source: SettingSource
    ) throws(ConfigurationFault) -> String? {
        let found: ConfigValue?
        do {
            found = try provider.value(forKey: key(setting), type: .string).value
        } catch {
            // A list in YAML is the same as its elements with commas between.
            do {
                found = try provider.value(forKey: key(setting), type: .stringArray).value
            } catch {
                throw ConfigurationFault(
                    name: setting.yamlName, source: source, problem: "is neither a value nor a list of values")
            }
        }
        switch found?.content {
        case .string(let text): return text
        case .stringArray(let texts): return texts.joined(separator: ",")
        default: return nil
        }
    }

    // MARK: - Names

    private static func unknown(_ names: [String], _ source: SettingSource) -> [UnknownName] {
        let known = Set(Setting.allCases.map(\.variable))
        return names.filter { $0.hasPrefix(Setting.prefix) && !known.contains($0) && !isOfTests($0) }.sorted()
            .map { UnknownName(name: $0, source: source) }
    }

    /// Those that our own scripts use.
    private static func isOfTests(_ name: String) -> Bool {
        name.hasPrefix("VOORDEUR_TEST_") || name == "VOORDEUR_BINARY" || name == "VOORDEUR_BUILD_LIMIT"
    }

    private static func text(of source: SettingSource) throws -> String? {
        guard FileManager.default.fileExists(atPath: source.rawValue) else { return nil }
        return try String(contentsOfFile: source.rawValue, encoding: .utf8)
    }

    /// What stands before the colon on each line that is neither indented nor a comment.
    private static func yamlNames(in text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            guard let first = line.first, first != " ", first != "\t", first != "#", let end = line.firstIndex(of: ":")
            else {
                return nil
            }
            return line[..<end].trimmingCharacters(in: .whitespaces)
        }
    }
}
