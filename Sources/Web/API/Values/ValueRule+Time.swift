package import Kernel

extension ValueRule where Value == CalendarDate {
    /// `2025-03-05`
    package static var date: ValueRule<CalendarDate> {
        ofText("Must be a date such as 2025-03-05.") { text in
            var scanner = MomentScanner(text)
            guard let date = scanner.date(), scanner.isAtEnd else { return nil }
            return date
        }
    }
}

extension ValueRule where Value == Timestamp {
    /// `2025-03-05 14:30` or `2025-03-05 14:30:00` on the portal's clock, or RFC 3339 with an offset.
    package static func dateTime(in zone: TimeZoneTable) -> ValueRule<Timestamp> {
        ofText("Must be a date and time that exists, such as 2025-03-05 14:30 or 2025-03-05T14:30:00+01:00.") {
            MomentScanner.moment($0, in: zone)
        }
    }

    /// The same, or only a date, which means its first moment.
    package static func dateOrDateTime(in zone: TimeZoneTable) -> ValueRule<Timestamp> {
        ofText("Must be a date, or a date and time that exists, such as 2025-03-05 or 2025-03-05 14:30.") { text in
            var scanner = MomentScanner(text)
            if let date = scanner.date(), scanner.isAtEnd { return zone.start(of: date) }
            return MomentScanner.moment(text, in: zone)
        }
    }
}

extension ValueRule where Value == Int {
    /// A whole number that is written as digits, as in a query.
    package static func digits(_ range: ClosedRange<Int>) -> ValueRule<Int> {
        ofText("Must be a whole number from \(range.lowerBound) to \(range.upperBound).") { text in
            guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(text), range.contains(number)
            else { return nil }
            return number
        }
    }
}

/// Reads dates and times byte by byte.
private struct MomentScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    static func moment(_ text: String, in zone: TimeZoneTable) -> Timestamp? {
        var scanner = MomentScanner(text)
        guard let date = scanner.date() else { return nil }
        if scanner.accept(" ") {
            guard let second = scanner.time(secondsRequired: false), scanner.isAtEnd else { return nil }
            return zone.moment(on: date, secondOfDay: second)
        }
        // RFC 3339 §5.6
        guard scanner.accept("T") || scanner.accept("t"), let second = scanner.time(secondsRequired: true),
            scanner.skipFraction(), let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        return Timestamp(seconds: Int64(date.daysSince1970 * 86_400 + second - offset))
    }

    mutating func date() -> CalendarDate? {
        guard let year = number(4), TimeZoneTable.years.contains(year), accept("-"), let month = number(2), accept("-"),
            let day = number(2)
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    /// Seconds since midnight.
    private mutating func time(secondsRequired: Bool) -> Int? {
        guard let hour = number(2), hour < 24, accept(":"), let minute = number(2), minute < 60 else { return nil }
        guard accept(":") else { return secondsRequired ? nil : hour * 3600 + minute * 60 }
        guard let second = number(2), second < 60 else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// A fraction is cut off.
    private mutating func skipFraction() -> Bool {
        guard accept(".") else { return true }
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        return position > start
    }

    private mutating func offset() -> Int? {
        if accept("Z") || accept("z") { return 0 }
        let isWest = accept("-")
        guard isWest || accept("+"), let hour = number(2), hour < 24, accept(":"), let minute = number(2), minute < 60
        else {
            return nil
        }
        let size = hour * 3600 + minute * 60
        return isWest ? -size : size
    }

    private mutating func number(_ digits: Int) -> Int? {
        guard bytes.count - position >= digits else { return nil }
        var value = 0
        for byte in bytes[position..<(position + digits)] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        position += digits
        return value
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}
