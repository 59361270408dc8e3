/// A JSON value as it was sent: the order of an object's fields and the digits of a number are kept.
///
/// Numbers stay text, so that `12.95` is read as an exact decimal and never as a binary fraction.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    package struct Member: Sendable, Equatable {
        package let name: String
        package let value: JSONValue
        package init(name: String, value: JSONValue) { (self.name, self.value) = (name, value) }
    }

    /// Why a text is not JSON for us. The text never quotes what was sent.
    package struct Malformed: Error, Sendable, Equatable {
        package let reason: String
    }

    /// Parses one value (RFC 8259), and refuses what other parsers quietly repair: duplicate names, lone surrogates, invalid UTF-8,
    /// anything after the value, more than `maximumDepth` levels.
    package init(parsing bytes: some Collection<UInt8>, maximumDepth: Int = 32) throws(Malformed) {
        var parser = JSONParser(bytes: Array(bytes), maximumDepth: maximumDepth)
        self = try parser.document()
    }

    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}
