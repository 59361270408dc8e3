/// What a check found.
struct Finding: Sendable {
    enum Kind: Sendable { case good, note, trouble }

    let kind: Kind
    let subject: String
    let text: String

    static func good(_ subject: String, _ text: String) -> Finding {
        Finding(kind: .good, subject: subject, text: text)
    }
    /// Worth knowing, and no reason to fail.
    static func note(_ subject: String, _ text: String) -> Finding {
        Finding(kind: .note, subject: subject, text: text)
    }
    static func trouble(_ subject: String, _ text: String) -> Finding {
        Finding(kind: .trouble, subject: subject, text: text)
    }

    var mark: String {
        switch kind {
        case .good: "✓"
        case .note: "•"
        case .trouble: "✗"
        }
    }
}
