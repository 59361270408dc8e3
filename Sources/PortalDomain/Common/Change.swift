/// What a PATCH says about a field that may be empty: nothing, empty it, or a new value.
package enum Change<Value: Sendable>: Sendable {
    case keep
    case clear
    case set(Value)

    /// `present` after this change.
    package func applied(to present: Value?) -> Value? {
        switch self {
        case .keep: present
        case .clear: nil
        case .set(let value): value
        }
    }

    package var isKept: Bool {
        if case .keep = self { true } else { false }
    }
}
