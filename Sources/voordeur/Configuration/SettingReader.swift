import Kernel
import Logging

/// Reads settings one by one and collects what is wrong with them.
struct SettingReader {
    private let sources: ConfigurationSources
    private(set) var values: [Setting: SettingValue] = [:]
    private(set) var faults: [ConfigurationFault] = []

    init(_ sources: ConfigurationSources) {
        self.sources = sources
        for setting in Setting.allCases {
            do throws(ConfigurationFault) {
                values[setting] = try sources.value(of: setting)
            } catch {
                faults.append(error)
            }
        }
    }

    /// Nil if nothing is set, or if what is set is a fault.
    /// - Parameter demand: completes "… is not": what it should be.
    mutating func read<Value>(_ setting: Setting, _ demand: String, _ parse: (String) -> Value?) -> Value? {
        guard let value = values[setting] else { return nil }
        if let parsed = parse(value.text) { return parsed }
        let shown = Redaction.shown(value.text, of: setting).prefix(80)
        faults.append(
            ConfigurationFault(
                name: setting.variable, source: value.source, problem: "is \"\(shown)\", which is not \(demand)"))
        return nil
    }

    /// Notes that a setting is missing which another one needs.
    mutating func require(_ setting: Setting, because other: Setting) {
        faults.append(
            ConfigurationFault(name: setting.variable, problem: "is not set, and \(other.variable) needs it"))
    }

    mutating func number(_ setting: Setting, in range: ClosedRange<Int64>, _ unit: String) -> Int64? {
        read(setting, "a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)") { text in
            Int64(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func flag(_ setting: Setting) -> Bool? {
        read(setting, "true or false") { text in
            switch text.lowercased() {
            case "true", "yes", "on", "1": true
            case "false", "no", "off", "0": false
            default: nil
            }
        }
    }

    mutating func addresses(_ setting: Setting) -> [AddressRange] {
        let list = read(setting, "a list of addresses or blocks such as 10.0.0.0/8,::1") { text -> [AddressRange]? in
            let parts = text.split { $0 == "," || $0 == " " }.map(String.init)
            let ranges = parts.compactMap(AddressRange.init)
            return ranges.count == parts.count ? ranges : nil
        }
        return list ?? []
    }
}
