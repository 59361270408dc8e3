/// One metric in the text form of Prometheus.
enum MetricLines {
    static func of(
        _ name: String, _ type: String, _ help: String, _ values: [(labels: String, value: Int)]
    ) -> [String] {
        ["# HELP voordeur_\(name) \(help)", "# TYPE voordeur_\(name) \(type)"]
            + values.map { "voordeur_\(name)\($0.labels) \($0.value)" }
    }
}
