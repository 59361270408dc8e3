import Synchronization

/// Values that are made when they are first asked for, and kept: for what depends on nothing but its key, and of which there are few.
final class Kept<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let values = Mutex<[Key: Value]>([:])

    /// Of two that make the same at once, the first counts.
    func value<Failure: Error>(_ key: Key, _ make: () throws(Failure) -> Value) throws(Failure) -> Value {
        if let known = values.withLock({ $0[key] }) { return known }
        let made = try make()
        return values.withLock { values in
            let value = values[key] ?? made
            values[key] = value
            return value
        }
    }
}
