import Kernel

extension Timestamp {
    /// `2026-11-21 10:59:03 UTC`, for people.
    var shown: String { "\(date) \(time) UTC" }
    /// `2026-11-21T10:59:03Z` (RFC 3339), for machines.
    var iso: String { "\(date)T\(time)Z" }

    private var date: String {
        let day = CalendarDate(daysSince1970: Int((seconds - secondOfDay) / 86_400))
        return "\(Self.padded(day.year, 4))-\(Self.padded(day.month))-\(Self.padded(day.day))"
    }

    private var time: String {
        let second = Int(secondOfDay)
        return "\(Self.padded(second / 3600)):\(Self.padded(second / 60 % 60)):\(Self.padded(second % 60))"
    }

    private var secondOfDay: Int64 { ((seconds % 86_400) + 86_400) % 86_400 }

    static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
