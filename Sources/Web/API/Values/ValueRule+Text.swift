package import Kernel
package import PortalDomain

extension ValueRule where Value == String {
    /// A text that is not empty, trimmed, of at most `limit` Unicode scalar values.
    package static func text(_ limit: Int) -> ValueRule<String> {
        ValueRule { value in
            trimmed(value).flatMap { text in
                if text.isEmpty { return .failure(.init("Must not be empty.")) }
                // A scalar takes at least one byte, so most texts need no second look.
                if text.utf8.count > limit, text.unicodeScalars.count > limit {
                    return .failure(.init("Must be at most \(limit) characters long."))
                }
                return .success(text)
            }
        }
    }

    fileprivate static func trimmed(_ value: JSONValue) -> Result<String, ValueRule<String>.Wrong> {
        guard case .string(let text) = value else { return .failure(.init("Must be a string.")) }
        guard !text.utf8.contains(0) else { return .failure(.init("Must not hold the character U+0000.")) }
        return .success(trim(text))
    }

    private static func trim(_ text: String) -> String {
        // ASCII that is no white space at both ends: nothing to do.
        if let first = text.utf8.first, let last = text.utf8.last, (0x21...0x7E).contains(first),
            (0x21...0x7E).contains(last)
        {
            return text
        }
        let scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(scalars[...last])
    }
}

extension ValueRule where Value == EmailAddress {
    package static var email: ValueRule<EmailAddress> {
        ofText("Must be an e-mail address of at most 254 characters.") { EmailAddress($0) }
    }
}

extension ValueRule where Value == PhoneNumber {
    package static var phone: ValueRule<PhoneNumber> {
        ofText("Must be a telephone number with country code, such as +312012345678.") { PhoneNumber($0) }
    }
}

extension ValueRule where Value == CountryCode {
    package static var countryCode: ValueRule<CountryCode> {
        ofText("Must be a country code of ISO 3166-1 alpha-2, such as NL.") { CountryCode($0) }
    }
}

extension ValueRule {
    /// A value that is written as a text; white space around it does not matter.
    static func ofText(_ message: String, _ parse: @escaping @Sendable (String) -> Value?) -> ValueRule<Value> {
        ValueRule { value in
            switch ValueRule<String>.trimmed(value) {
            case .failure(let wrong): return .failure(.init(wrong.message))
            case .success(let text): return parse(text).map(Result.success) ?? .failure(.init(message))
            }
        }
    }
}

extension ValueRule {
    /// A list of ids of which unknown ones are ignored (contract api-v1, 4.4): a text that is no id at all is just as
    /// unknown.
    package static func knownIDs<Kind>(
        of kind: Kind.Type, _ count: ClosedRange<Int>
    ) -> ValueRule<[Identifier<Kind>]> where Value == [Identifier<Kind>] {
        ValueRule<[Identifier<Kind>]>(reading: { value, field, errors in
            guard case .array(let elements) = value else {
                errors.append(FieldError(field, "Must be an array of ids."))
                return nil
            }
            guard count.contains(elements.count) else {
                errors.append(FieldError(field, "Must hold \(count.lowerBound) to \(count.upperBound) ids."))
                return nil
            }
            var ids: [Identifier<Kind>] = []
            let before = errors.count
            for (position, element) in elements.enumerated() {
                if case .string(let text) = element {
                    if let id = Identifier<Kind>(text) { ids.append(id) }
                } else {
                    errors.append(FieldError("\(field)[\(position)]", "Must be a string."))
                }
            }
            return errors.count == before ? ids : nil
        })
    }
}
