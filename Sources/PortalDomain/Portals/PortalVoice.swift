import Kernel

/// How a portal speaks to the people it serves: under which name, in which language, on which clock.
struct PortalVoice: Sendable {
    let name: String
    /// That of its letterhead, else of its longest-serving owner; nil: not known, so mails come in both.
    let language: MailLanguage?
    let zone: TimeZoneTable

    /// `Wednesday 12 March 2025`
    func day(of moment: Timestamp, in language: MailLanguage) -> String {
        let date = zone.date(at: moment)
        // 1970-01-01 was a Thursday.
        let weekday = ((date.daysSince1970 + 4) % 7 + 7) % 7
        return "\(Self.weekdays(language)[weekday]) \(date.day) \(Self.months(language)[date.month - 1]) \(date.year)"
    }

    /// `10:00`
    func time(of moment: Timestamp) -> String { String(zone.atom(moment).dropFirst(11).prefix(5)) }

    /// `Wednesday 12 March 2025, 10:00–11:30`, with the last day where that is another.
    func span(_ times: AppointmentTime, in language: MailLanguage) -> String {
        let (first, last) = (day(of: times.startsAt, in: language), day(of: times.endsAt, in: language))
        let begin = "\(first), \(time(of: times.startsAt))"
        guard first != last else { return "\(begin)–\(time(of: times.endsAt))" }
        return "\(begin) – \(last), \(time(of: times.endsAt))"
    }

    private static func weekdays(_ language: MailLanguage) -> [String] {
        switch language {
        case .en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        case .nl: ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"]
        }
    }

    private static func months(_ language: MailLanguage) -> [String] {
        switch language {
        case .en:
            [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]
        case .nl:
            [
                "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
                "november", "december",
            ]
        }
    }
}
