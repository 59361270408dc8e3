/// A rule of the form `CET-1CEST,M3.5.0,M10.5.0/3`: what POSIX calls `TZ`, with the hours of RFC 8536 §3.3.1.
struct TimeZoneRule {
    /// Seconds east of UTC in winter.
    let standard: Int64
    private let summer: Summer?

    private struct Summer {
        let offset: Int64
        let begin: Day
        let end: Day
    }

    /// A day of the year and the local time of the change.
    private struct Day {
        enum Form {
            /// 1–365, the 29th of February never counted.
            case julian(Int)
            /// 0–365, counted.
            case ordinal(Int)
            /// Week 5 means the last one; weekday 0 is Sunday.
            case weekday(month: Int, week: Int, weekday: Int)
        }

        let form: Form
        let time: Int64
    }

    init?(_ text: String) {
        var scanner = Scanner(text)
        guard scanner.name(), let west = scanner.time() else { return nil }
        standard = -west
        guard !scanner.isAtEnd else {
            summer = nil
            return
        }
        guard scanner.name() else { return nil }
        var offset = -west + 3600
        if !scanner.isNext(",") {
            guard let west = scanner.time() else { return nil }
            offset = -west
        }
        guard scanner.accept(","), let begin = scanner.day(), scanner.accept(","), let end = scanner.day(),
            scanner.isAtEnd
        else {
            return nil
        }
        summer = Summer(offset: offset, begin: begin, end: end)
    }

    /// The changes of one year in the order in which they happen.
    func changes(in year: Int) -> [(at: Int64, offset: Int64)] {
        guard let summer else { return [] }
        let changes = [
            (at: Self.local(summer.begin, year) - standard, offset: summer.offset),
            (at: Self.local(summer.end, year) - summer.offset, offset: standard),
        ]
        return changes.sorted { $0.at < $1.at }
    }

    private static func local(_ day: Day, _ year: Int) -> Int64 {
        let newYear = days(year, 1)
        let date =
            switch day.form {
            case .ordinal(let number): newYear + number
            case .julian(let number):
                newYear + number - 1 + (number > 59 && CalendarDate.days(in: 2, of: year) == 29 ? 1 : 0)
            case .weekday(let month, let week, let weekday):
                weekdayDate(year, month, week, weekday)
            }
        return Int64(date) * 86_400 + day.time
    }

    private static func weekdayDate(_ year: Int, _ month: Int, _ week: Int, _ weekday: Int) -> Int {
        let first = days(year, month)
        // 1970-01-01 was a Thursday.
        let firstWeekday = ((first + 4) % 7 + 7) % 7
        let day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
        return first + (day >= CalendarDate.days(in: month, of: year) ? day - 7 : day)
    }

    private static func days(_ year: Int, _ month: Int) -> Int {
        CalendarDate(year: year, month: month, day: 1)?.daysSince1970 ?? 0
    }

    private struct Scanner {
        private let bytes: [UInt8]
        private var position = 0

        init(_ text: String) { bytes = Array(text.utf8) }

        var isAtEnd: Bool { position == bytes.count }

        func isNext(_ character: Unicode.Scalar) -> Bool {
            position < bytes.count && bytes[position] == UInt8(ascii: character)
        }

        mutating func accept(_ character: Unicode.Scalar) -> Bool {
            guard isNext(character) else { return false }
            position += 1
            return true
        }

        /// `CET`, or `<+0330>`.
        mutating func name() -> Bool {
            if accept("<") {
                while !isAtEnd {
                    if accept(">") { return true }
                    position += 1
                }
                return false
            }
            let start = position
            while position < bytes.count, Character(Unicode.Scalar(bytes[position])).isLetter { position += 1 }
            return position - start >= 3
        }

        mutating func number() -> Int? {
            let start = position
            var value = 0
            while position < bytes.count, position - start < 4, (0x30...0x39).contains(bytes[position]) {
                value = value * 10 + Int(bytes[position] - 0x30)
                position += 1
            }
            return position > start ? value : nil
        }

        /// `[+-]hh[:mm[:ss]]` in seconds.
        mutating func time() -> Int64? {
            let isNegative = accept("-")
            if !isNegative { _ = accept("+") }
            guard let hours = number(), hours <= 167 else { return nil }
            var seconds = hours * 3600
            for unit in [60, 1] {
                guard accept(":") else { break }
                guard let value = number(), value < 60 else { return nil }
                seconds += value * unit
            }
            return Int64(isNegative ? -seconds : seconds)
        }

        mutating func day() -> Day? {
            guard let form = form() else { return nil }
            guard accept("/") else { return Day(form: form, time: 7200) }
            guard let time = time() else { return nil }
            return Day(form: form, time: time)
        }

        private mutating func form() -> Day.Form? {
            if accept("J") { return number().map(Day.Form.julian) }
            guard accept("M") else { return number().map(Day.Form.ordinal) }
            guard let month = number(), (1...12).contains(month), accept("."), let week = number(),
                (1...5).contains(week),
                accept("."), let weekday = number(), weekday < 7
            else { return nil }
            return .weekday(month: month, week: week, weekday: weekday)
        }
    }
}
