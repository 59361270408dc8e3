import Kernel
import Testing

@Suite("Calendar", .timeLimit(.minutes(1)))
struct CalendarDateTests {
    @Test(
        "Days since 1970, as computed with Python's datetime",
        arguments: [
            (1900, 1, 1, -25_567), (1900, 3, 1, -25_508), (1969, 12, 31, -1), (1970, 1, 1, 0), (2000, 2, 29, 11_016),
            (2000, 3, 1, 11_017), (2025, 3, 5, 20_152), (2100, 3, 1, 47_541), (2199, 12, 31, 84_005),
        ])
    func vector(year: Int, month: Int, day: Int, days: Int) throws {
        let date = try #require(CalendarDate(year: year, month: month, day: day))
        #expect(date.daysSince1970 == days)
        #expect(CalendarDate(daysSince1970: days) == date)
    }

    @Test("Every day from 1900 to 2199 follows the one before it and is turned into a number and back")
    func everyDay() {
        var days = -25_567
        for year in 1900...2199 {
            for month in 1...12 {
                for day in 1...CalendarDate.days(in: month, of: year) {
                    let date = CalendarDate(year: year, month: month, day: day)
                    guard date?.daysSince1970 == days, CalendarDate(daysSince1970: days) == date else {
                        Issue.record("\(year)-\(month)-\(day) is not day \(days)")
                        return
                    }
                    days += 1
                }
            }
        }
        #expect(days == 84_006)
    }

    @Test("A year has 366 days if it can be divided by 4, but not by 100 unless by 400")
    func leapYears() {
        for (year, isLeap) in [
            (1900, false), (1904, true), (2000, true), (2023, false), (2024, true), (2100, false), (2196, true),
        ] {
            #expect(CalendarDate.days(in: 2, of: year) == (isLeap ? 29 : 28))
            #expect((CalendarDate(year: year, month: 2, day: 29) != nil) == isLeap)
            #expect((1...12).reduce(0) { $0 + CalendarDate.days(in: $1, of: year) } == (isLeap ? 366 : 365))
        }
    }

    @Test(
        "Days that do not exist are refused",
        arguments: [
            (2025, 0, 1), (2025, 13, 1), (2025, -1, 1), (2025, 1, 0), (2025, 1, -1), (2025, 1, 32), (2025, 2, 29),
            (2025, 2, 30),
            (2025, 4, 31), (2025, 6, 31), (2025, 9, 31), (2025, 11, 31), (2025, 12, 32),
        ])
    func refused(year: Int, month: Int, day: Int) { #expect(CalendarDate(year: year, month: month, day: day) == nil) }
}
