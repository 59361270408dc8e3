package import Kernel

/// Moments as a person reads them, in the zone of their portal and in their language.
package struct PageTimes: Sendable {
    /// Nil: UTC.
    private let zone: TimeZoneTable?
    private let language: Language

    init(zone: TimeZoneTable?, language: Language) { (self.zone, self.language) = (zone, language) }

    /// `21 Nov 2026, 14:05`
    package func view(_ moment: Timestamp) -> TimeView {
        let local = local(moment)
        let clock = "\(Self.twoDigits(local.second / 3600)):\(Self.twoDigits(local.second / 60 % 60))"
        return TimeView(iso: zone?.atom(moment) ?? "", text: "\(day(local.date)), \(clock)")
    }

    /// `21 Nov 2026`
    package func dayView(_ moment: Timestamp) -> TimeView {
        TimeView(iso: zone?.atom(moment) ?? "", text: day(local(moment).date), title: view(moment).text)
    }

    /// `21 Nov 2026`
    func text(_ date: CalendarDate) -> String { day(date) }

    /// The last day of what ends at `end`: `21 Nov 2026`
    func lastDay(before end: Timestamp) -> String { day(local(end - 1).date) }

    /// The moment at which a day is over here.
    func end(of date: CalendarDate) -> Timestamp { start(of: CalendarDate(daysSince1970: date.daysSince1970 + 1)) }

    /// The last `count` months, this one included: their short names, and the moments between them, one more than there are months.
    func months(_ count: Int, before now: Timestamp) -> (names: [String], boundaries: [Timestamp]) {
        let today = local(now).date
        let last = today.year * 12 + today.month - 1
        let months = (last - count + 1)...last
        let boundaries = (months.lowerBound...(last + 1)).compactMap { month in
            CalendarDate(year: month / 12, month: month % 12 + 1, day: 1).map(start)
        }
        return (months.map { monthNames[$0 % 12] }, boundaries)
    }

    private func day(_ date: CalendarDate) -> String { "\(date.day) \(monthNames[date.month - 1]) \(date.year)" }

    private var monthNames: [String] {
        switch language {
        case .en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        case .nl: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
        }
    }

    /// The moment at which a day begins here.
    func start(of date: CalendarDate) -> Timestamp {
        zone?.start(of: date) ?? Timestamp(seconds: Int64(date.daysSince1970) * 86_400)
    }

    private func local(_ moment: Timestamp) -> (date: CalendarDate, second: Int) {
        let seconds = moment.seconds + (zone?.offset(at: moment) ?? 0)
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        return (CalendarDate(daysSince1970: Int(days)), Int(seconds - days * 86_400))
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
