/// The fields of a form or query: flat, in the order sent, duplicates known.
///
/// `a[b]` is just a name, `+` is a space in names and values, and a field that was sent twice is never silently one of the two:
/// a check and its use could otherwise read different values (RFC 6749 §3.1: parameters must not repeat).
package struct FormFields: Sendable {
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String
        package init(name: String, value: String) { (self.name, self.value) = (name, value) }
    }

    package enum Malformed: Error { case encoding, tooMany }

    package let fields: [Field]

    package init(_ fields: [Field]) { self.fields = fields }

    /// Parses `application/x-www-form-urlencoded` (WHATWG URL §5.1), but refuses what the standard would repair: a `%` without two
    /// hexadecimal digits, bytes that are not UTF-8, U+0000, and more than `limit` fields.
    package init(parsing text: some Collection<UInt8>, limit: Int = 1000) throws(Malformed) {
        var fields: [Field] = []
        for pair in text.split(separator: UInt8(ascii: "&")) {
            guard fields.count < limit else { throw .tooMany }
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(halves[0])
            fields.append(Field(name: name, value: halves.count > 1 ? try Self.decode(halves[1]) : ""))
        }
        self.fields = fields
    }

    /// The value of `name` if it was sent exactly once and is not empty (RFC 6749 §3.1: empty counts as absent).
    package subscript(name: String) -> String? {
        var found: String?
        for field in fields where field.name == name {
            guard found == nil else { return nil }
            found = field.value
        }
        return found?.isEmpty == true ? nil : found
    }

    /// Every value of a field that may repeat, such as a group of checkboxes.
    package func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    package func contains(_ name: String) -> Bool { fields.contains { $0.name == name } }

    /// The names that were sent more than once, each once, in order.
    package var repeatedNames: [String] {
        var seen: Set<String> = []
        var repeated: [String] = []
        for field in fields where !seen.insert(field.name).inserted && !repeated.contains(field.name) {
            repeated.append(field.name)
        }
        return repeated
    }

    private static func decode(_ bytes: some Collection<UInt8>) throws(Malformed) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hexValue), let low = iterator.next().flatMap(hexValue) else {
                    throw .encoding
                }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        guard !decoded.contains(0), let text = String(validating: decoded, as: UTF8.self) else { throw .encoding }
        return text
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
