/// A recursive-descent parser over bytes (RFC 8259). Its depth is bounded, so its stack is.
struct JSONParser {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var position = 0

    init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(JSONValue.Malformed) -> JSONValue {
        let value = try value(depth: 0)
        skipWhiteSpace()
        guard position == bytes.count else { throw fault("something follows the value") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        skipWhiteSpace()
        guard let byte = peek() else { throw fault("it ends too early") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        guard depth <= maximumDepth else { throw fault("it is nested more than \(maximumDepth) levels deep") }
        position += 1
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        skipWhiteSpace()
        if accept(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipWhiteSpace()
            guard peek() == UInt8(ascii: "\"") else { throw fault("a name is missing") }
            let name = try string()
            // Swift compares strings by canonical equivalence: two spellings of one name are a duplicate as well.
            guard names.insert(name).inserted else { throw fault("a name occurs twice in one object") }
            skipWhiteSpace()
            guard accept(UInt8(ascii: ":")) else { throw fault("a colon is missing") }
            members.append(.init(name: name, value: try value(depth: depth)))
            skipWhiteSpace()
        } while accept(UInt8(ascii: ","))
        guard accept(UInt8(ascii: "}")) else { throw fault("an object is not closed") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        guard depth <= maximumDepth else { throw fault("it is nested more than \(maximumDepth) levels deep") }
        position += 1
        var elements: [JSONValue] = []
        skipWhiteSpace()
        if accept(UInt8(ascii: "]")) { return .array([]) }
        repeat {
            elements.append(try value(depth: depth))
            skipWhiteSpace()
        } while accept(UInt8(ascii: ","))
        guard accept(UInt8(ascii: "]")) else { throw fault("an array is not closed") }
        return .array(elements)
    }

    private mutating func string() throws(JSONValue.Malformed) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw fault("it is not UTF-8") }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw fault("a string holds a control character")
            default: text.append(byte)
            }
        }
        throw fault("a string is not closed")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONValue.Malformed) {
        switch next() {
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"): text += Array(String(try escapedScalar()).utf8)
        default: throw fault("an escape is unknown")
        }
    }

    private mutating func escapedScalar() throws(JSONValue.Malformed) -> Unicode.Scalar {
        let unit = try fourHexDigits()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        // A surrogate: only the upper half of a pair may come first, and its lower half must follow.
        guard unit < 0xDC00, next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u") else {
            throw fault("a surrogate stands alone")
        }
        let low = try fourHexDigits()
        guard (0xDC00...0xDFFF).contains(low) else { throw fault("a surrogate stands alone") }
        guard let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) else {
            throw fault("a surrogate stands alone")
        }
        return scalar
    }

    private mutating func fourHexDigits() throws(JSONValue.Malformed) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault("an escape is cut off")
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private mutating func number() throws(JSONValue.Malformed) -> String {
        let start = position
        _ = accept(UInt8(ascii: "-"))
        if accept(UInt8(ascii: "0")) {
            // RFC 8259 §6: no leading zeros.
        } else {
            try digits()
        }
        if accept(UInt8(ascii: ".")) { try digits() }
        if accept(UInt8(ascii: "e")) || accept(UInt8(ascii: "E")) {
            if !accept(UInt8(ascii: "+")) { _ = accept(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(JSONValue.Malformed) {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw fault("a value is not JSON") }
    }

    private mutating func literal(_ name: StaticString, _ value: JSONValue) throws(JSONValue.Malformed) -> JSONValue {
        let matches = name.withUTF8Buffer { bytes[position...].starts(with: $0) }
        guard matches else { throw fault("a value is not JSON") }
        position += name.utf8CodeUnitCount
        return value
    }

    private mutating func skipWhiteSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private func fault(_ reason: String) -> JSONValue.Malformed {
        .init(reason: "The body is not valid JSON: \(reason).")
    }
}
