package import Kernel

extension ValueRule where Value == Int {
    /// A whole number, or a text of its digits.
    package static func integerOrDigits(_ range: ClosedRange<Int>) -> ValueRule<Int> {
        let (integer, digits) = (integer(range), digits(range))
        return ValueRule<Int>(reading: { value, field, errors in
            if case .string = value { digits.read(value, field, &errors) } else { integer.read(value, field, &errors) }
        })
    }
}

extension ValueRule where Value == Timestamp {
    /// What a browser sends for `<input type="datetime-local">`: `2025-03-05T14:30`, on the portal's clock.
    package static func formDateTime(in zone: TimeZoneTable) -> ValueRule<Timestamp> {
        let rule = dateTime(in: zone)
        return ValueRule<Timestamp>(reading: { value, field, errors in
            guard case .string(let text) = value, text.utf8.count > 10 else { return rule.read(value, field, &errors) }
            let day = text.utf8.index(text.startIndex, offsetBy: 10)
            let isLocal = text.utf8[day] == UInt8(ascii: "T")
            let written = isLocal ? "\(text[..<day]) \(text[text.utf8.index(after: day)...])" : text
            return rule.read(.string(written), field, &errors)
        })
    }
}
