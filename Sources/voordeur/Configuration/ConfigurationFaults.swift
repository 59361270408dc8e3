/// Why one setting cannot be used, and what to write instead. Never holds a secret.
struct ConfigurationFault: Error, Sendable {
    let name: String
    var source: SettingSource?
    let problem: String
}

/// Everything that is wrong with a configuration, so that nobody has to start the server seven times.
struct ConfigurationFaults: Error, Sendable, CustomStringConvertible {
    let faults: [ConfigurationFault]

    init(_ faults: [ConfigurationFault]) { self.faults = faults }

    var description: String {
        let lines = faults.map { fault in
            let place = fault.source.map { " (\($0))" } ?? ""
            return "\(fault.name)\(place) \(fault.problem)."
        }
        if lines.count == 1, let line = lines.first { return "The configuration is wrong: \(line)" }
        return "The configuration has \(lines.count) faults:\n" + lines.map { "  \($0)" }.joined(separator: "\n")
    }
}
