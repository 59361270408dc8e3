package import Kernel

/// How long a portal lets its API keys live (contract O40): a number of whole days, counted where the portal is.
package struct KeyLifetime: Sendable {
    /// Nil: as long as somebody likes.
    package let maximumDays: Int?
    /// Nil: UTC.
    private let zone: TimeZoneTable?

    package init(maximumDays: Int?, zone: TimeZoneTable?) { (self.maximumDays, self.zone) = (maximumDays, zone) }

    /// The last day of a key that is made at `made`; nil if nothing limits it.
    package func lastDay(madeAt made: Timestamp) -> CalendarDate? { maximumDays.map { day(of: made, plus: $0) } }

    /// The moment at which a key made at `made` has to end at the latest; nil if nothing limits it.
    package func limit(madeAt made: Timestamp) -> Timestamp? { lastDay(madeAt: made).map(end) }

    /// Whether a key made at `made` may end at `end`; nil is never.
    package func admits(_ end: Timestamp?, madeAt made: Timestamp) -> Bool {
        guard let limit = limit(madeAt: made) else { return true }
        return end.map { $0 <= limit } ?? false
    }

    /// When the successor of a key ends that takes its place at `now`: it gets as many days as the old one had in all, within what the
    /// portal allows.
    package func renewed(from made: Timestamp, to end: Timestamp?, at now: Timestamp) -> Timestamp? {
        let days = end.map { day(of: $0 - 1).daysSince1970 - day(of: made).daysSince1970 }
        let renewed = days.map { self.end(of: day(of: now, plus: max(0, $0))) }
        return [renewed, limit(madeAt: now)].compactMap { $0 }.min()
    }

    /// The day on which a key that ends at `end` works for the last time.
    package func lastDay(before end: Timestamp) -> CalendarDate { day(of: end - 1) }

    private func day(of moment: Timestamp, plus days: Int = 0) -> CalendarDate {
        let seconds = moment.seconds + (zone?.offset(at: moment) ?? 0)
        return CalendarDate(daysSince1970: Int((Double(seconds) / 86_400).rounded(.down)) + days)
    }

    /// The moment at which a day is over.
    private func end(of date: CalendarDate) -> Timestamp {
        let next = CalendarDate(daysSince1970: date.daysSince1970 + 1)
        return zone?.start(of: next) ?? Timestamp(seconds: Int64(next.daysSince1970) * 86_400)
    }
}

/// When the people of a key hear that it is going to end: so many days before, each time once (checklist, row 213).
enum ExpiryWarning {
    static let days: [Int64] = [30, 7, 1]
    static let day: Int64 = 86_400

    /// The warning whose time has come last for a key that ends at `end`; nil if none has.
    static func reached(before end: Timestamp?, at now: Timestamp) -> Int64? {
        guard let end else { return nil }
        return days.last { end - now <= $0 * day }
    }
}
