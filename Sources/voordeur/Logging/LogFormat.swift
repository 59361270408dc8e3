/// How log lines are written.
enum LogFormat: String, Sendable {
    /// For people: one aligned line.
    case text
    /// For machines: one JSON object per line.
    case json
}
