import Kernel

/// A statement: literals become text, interpolated values become bindings. Injection is a compile error.
///
/// ```swift
/// "SELECT name FROM customers WHERE portal_id = \(portal) AND id = \(id)"   // … = $1 AND id = $2
/// ```
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    package let text: String
    package let bindings: [SQLValue]

    package init(stringLiteral text: String) { (self.text, bindings) = (text, []) }
    package init(stringInterpolation parts: StringInterpolation) { (text, bindings) = (parts.text, parts.bindings) }

    /// `head VALUES ($1, $2), ($3, $4), …`: many rows in one statement.
    ///
    /// - Parameters:
    ///   - head: `INSERT INTO table (column, column)`.
    ///   - rows: at least one, all equally long.
    package init(_ head: StaticString, values rows: some Collection<[SQLValue]>) {
        precondition(!rows.isEmpty, "VALUES without rows is not SQL")
        var text = "\(head) VALUES "
        var bindings: [SQLValue] = []
        for row in rows {
            text += bindings.isEmpty ? "(" : ", ("
            for (column, value) in row.enumerated() {
                bindings.append(value)
                text += column == 0 ? "$\(bindings.count)" : ", $\(bindings.count)"
            }
            text += ")"
        }
        (self.text, self.bindings) = (text, bindings)
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var bindings: [SQLValue] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 3 * interpolationCount)
            bindings.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }

        package mutating func appendInterpolation(_ value: some SQLBindable) {
            bindings.append(value.sqlValue)
            text += "$\(bindings.count)"
        }

        package mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            bindings.append(value?.sqlValue ?? .null)
            text += "$\(bindings.count)"
        }

        /// `$1, $2, $3`: a list for `IN (…)`. Never empty: `IN ()` is no SQL, so the caller answers that case itself.
        package mutating func appendInterpolation(list values: [some SQLBindable]) {
            precondition(!values.isEmpty, "IN () is not SQL")
            for (offset, value) in values.enumerated() {
                if offset > 0 { text += ", " }
                appendInterpolation(value)
            }
        }

        /// Another piece of SQL; its placeholders are numbered anew.
        package mutating func appendInterpolation(_ piece: SQL) {
            var rest = Substring(piece.text)
            for binding in piece.bindings {
                guard let dollar = rest.firstIndex(of: "$") else { break }
                text += rest[..<dollar]
                bindings.append(binding)
                text += "$\(bindings.count)"
                rest = rest[rest.index(after: dollar)...].drop { $0.isNumber }
            }
            text += rest
        }
    }
}
