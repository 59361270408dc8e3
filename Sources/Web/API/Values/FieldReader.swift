package import Kernel
package import PortalDomain

/// Reads the fields of a body or a query into typed values, and collects everything that is wrong with them: a client
/// hears of all invalid fields at once (contract api-v1, 2.4).
///
/// ```swift
/// var fields = FieldReader(call.body)
/// let name = fields.required("name", .text(255))
/// guard fields.errors.isEmpty, let name else { throw fields.refusal }
/// ```
package struct FieldReader {
    private enum Source {
        case body(JSONValue)
        case query(FormFields)
    }

    private let source: Source
    /// What stands before the names in errors: `lines[0].` inside the first line.
    private let prefix: String
    /// At most one per field.
    package private(set) var errors: [FieldError] = []

    /// - Parameter body: an object.
    package init(_ body: JSONValue) { self.init(body, prefix: "") }
    package init(_ query: FormFields) { (source, prefix) = (.query(query), "") }

    private init(_ body: JSONValue, prefix: String) { (source, self.prefix) = (.body(body), prefix) }

    package var refusal: APIError { .invalid(errors) }

    package mutating func refuse(_ name: String, _ message: String) {
        let field = prefix + name
        guard !errors.contains(where: { $0.field == field }) else { return }
        errors.append(FieldError(field, message))
    }

    /// Whether a value other than null was sent.
    package func contains(_ name: String) -> Bool { sent(name).map { $0 != .null } ?? false }

    /// On creation: null is the same as absent.
    package mutating func required<Value>(_ name: String, _ rule: ValueRule<Value>) -> Value? {
        guard let value = sent(name), value != .null else {
            refuse(name, "Is required.")
            return nil
        }
        return rule.read(value, prefix + name, &errors)
    }

    /// On creation: null is the same as absent.
    package mutating func optional<Value>(_ name: String, _ rule: ValueRule<Value>) -> Value? {
        guard let value = sent(name), value != .null else { return nil }
        return rule.read(value, prefix + name, &errors)
    }

    /// In a PATCH, a field that is never empty: absent leaves it, null is refused.
    package mutating func changed<Value>(_ name: String, _ rule: ValueRule<Value>) -> Value? {
        guard let value = sent(name) else { return nil }
        guard value != .null else {
            refuse(name, "Must not be null.")
            return nil
        }
        return rule.read(value, prefix + name, &errors)
    }

    /// In a PATCH, a field that may be empty: absent leaves it, null empties it.
    package mutating func changedOrCleared<Value>(_ name: String, _ rule: ValueRule<Value>) -> Change<Value> {
        guard let value = sent(name) else { return .keep }
        guard value != .null else { return .clear }
        return rule.read(value, prefix + name, &errors).map(Change.set) ?? .keep
    }

    /// A list of objects, each with fields of its own: on creation.
    ///
    /// ```swift
    /// let lines = fields.objects("lines", 1...100) { line in line.required("description", .text(2000)) }
    /// ```
    /// - Parameter read: returns nil after it has noted what is wrong.
    /// - Returns: nil if the list or anything in it is wrong.
    package mutating func objects<Value>(
        _ name: String, _ count: ClosedRange<Int>, _ read: (inout FieldReader) -> Value?
    ) -> [Value]? {
        guard let value = sent(name), value != .null else {
            refuse(name, "Is required.")
            return nil
        }
        guard case .array(let elements) = value else {
            refuse(name, "Must be an array of objects.")
            return nil
        }
        guard count.contains(elements.count) else {
            refuse(name, "Must hold \(count.lowerBound) to \(count.upperBound) objects.")
            return nil
        }
        var values: [Value] = []
        for (position, element) in elements.enumerated() {
            let place = "\(name)[\(position)]"
            guard case .object = element else {
                refuse(place, "Must be an object.")
                continue
            }
            var fields = FieldReader(element, prefix: "\(prefix)\(place).")
            let value = read(&fields)
            errors += fields.errors
            if let value, fields.errors.isEmpty { values.append(value) }
        }
        return values.count == elements.count ? values : nil
    }

    private func sent(_ name: String) -> JSONValue? {
        switch source {
        case .body(let body): body[name]
        case .query(let query): query.fields.first { $0.name == name }.map { .string($0.value) }
        }
    }
}

/// How a value has to look, and what it becomes: one rule of contract api-v1, 2.9.
package struct ValueRule<Value: Sendable>: Sendable {
    /// Returns nil after it has noted what is wrong.
    let read: @Sendable (JSONValue, _ field: String, inout [FieldError]) -> Value?

    init(reading read: @escaping @Sendable (JSONValue, _ field: String, inout [FieldError]) -> Value?) {
        self.read = read
    }

    /// A rule for a value without parts.
    init(_ parse: @escaping @Sendable (JSONValue) -> Result<Value, Wrong>) {
        read = { value, field, errors in
            switch parse(value) {
            case .success(let value): return value
            case .failure(let wrong):
                errors.append(FieldError(field, wrong.message))
                return nil
            }
        }
    }

    struct Wrong: Error {
        let message: String
        init(_ message: String) { self.message = message }
    }
}
