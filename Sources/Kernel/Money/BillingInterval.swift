/// How long one term of a subscription is (contract api-v1, 2.9).
package enum BillingInterval: String, Sendable, CaseIterable {
    case fortnight = "14 days"
    case month = "1 month"
    case twoMonths = "2 months"
    case halfYear = "6 months"
    case year = "1 year"

    /// The first day of the term after the one that begins on `date`.
    ///
    /// - Parameter day: the day of the month on which the subscription began. Months that have no such day give their last one, and
    ///   the next month that has it gives it back (contract api-v1, 5.3).
    package func term(after date: CalendarDate, keepingDay day: Int) -> CalendarDate {
        switch self {
        case .fortnight: date.adding(days: 14)
        case .month: date.adding(months: 1, keepingDay: day)
        case .twoMonths: date.adding(months: 2, keepingDay: day)
        case .halfYear: date.adding(months: 6, keepingDay: day)
        case .year: date.adding(months: 12, keepingDay: day)
        }
    }
}
