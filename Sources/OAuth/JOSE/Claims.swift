package import Kernel

/// The claims of a token whose signature was verified (RFC 7519 §4). A claim of the wrong kind makes the whole set worthless.
package struct Claims: Sendable {
    package struct Malformed: Error, Sendable, Equatable {}

    private let json: JSONValue

    package init(_ payload: [UInt8]) throws(Malformed) {
        guard let json = try? JSONValue(parsing: payload, maximumDepth: 8), case .object = json else {
            throw Malformed()
        }
        self.json = json
    }

    /// Nil if it is not there.
    package func string(_ name: String) throws(Malformed) -> String? {
        switch json[name] {
        case nil: return nil
        case .string(let text)?: return text
        default: throw Malformed()
        }
    }

    /// One or several values: `aud` is a string or a list (RFC 7519 §4.1.3). Nil if it is not there.
    package func strings(_ name: String) throws(Malformed) -> [String]? {
        guard case .array(let elements)? = json[name] else { return try string(name).map { [$0] } }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw Malformed() }
            texts.append(text)
        }
        return texts
    }

    /// A NumericDate (RFC 7519 §2), rounded down to a second. Nil if it is not there.
    package func time(_ name: String) throws(Malformed) -> Timestamp? {
        switch json[name] {
        case nil: return nil
        case .number(let text)?:
            // Beyond the year 9999 it is no date.
            guard let seconds = Double(text), (0..<253_402_300_800).contains(seconds) else { throw Malformed() }
            return Timestamp(seconds: Int64(seconds))
        default: throw Malformed()
        }
    }
}
