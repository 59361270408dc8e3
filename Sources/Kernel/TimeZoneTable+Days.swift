extension TimeZoneTable {
    /// The same time of day so many calendar days later, whatever the clocks did in between. Where spring skips that time, as
    /// much later as it skips.
    package func moment(_ days: Int, daysAfter moment: Timestamp) -> Timestamp {
        let offset = offset(at: moment)
        let local = moment.seconds + offset
        let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        let date = CalendarDate(daysSince1970: Int(day) + days)
        return self.moment(on: date, secondOfDay: Int(local - day * 86_400))
            ?? Timestamp(seconds: local + Int64(days) * 86_400 - offset)
    }
}
