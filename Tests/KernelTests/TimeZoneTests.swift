import Foundation
import Kernel
import Testing

@Suite("Time zones", .timeLimit(.minutes(1)))
struct TimeZoneTests {
    private static let hasDatabase = FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/America/New_York")

    /// With the system's tz database, and without any.
    private static let sources = ["/usr/share/zoneinfo", "/nonexistent"]

    @Test(
        "Moments are shown as Python's zoneinfo shows them",
        .enabled(if: hasDatabase, "needs the package tzdata"),
        arguments: [
            ("America/New_York", 1_751_371_200, "2025-07-01T08:00:00-04:00"),
            ("Asia/Kathmandu", 1_751_371_200, "2025-07-01T17:45:00+05:45"),
            ("Asia/Kolkata", 1_751_371_200, "2025-07-01T17:30:00+05:30"),
            ("Australia/Lord_Howe", 1_735_732_800, "2025-01-01T23:00:00+11:00"),
            ("Australia/Lord_Howe", 1_751_371_200, "2025-07-01T22:30:00+10:30"),
            ("America/Sao_Paulo", 1_541_300_400, "2018-11-04T01:00:00-02:00"),
            ("America/St_Johns", 1_735_693_200, "2024-12-31T21:30:00-03:30"),
            ("Asia/Tokyo", -3600, "1970-01-01T08:00:00+09:00"),
            ("Pacific/Apia", 1_325_235_600, "2011-12-29T23:00:00-10:00"),
            ("Pacific/Apia", 1_325_242_800, "2011-12-31T01:00:00+14:00"),
        ])
    func system(zone: String, seconds: Int64, text: String) throws {
        let table = try #require(TimeZones().table(named: zone))
        #expect(table.atom(Timestamp(seconds: seconds)) == text)
    }

    @Test("Amsterdam and UTC are known with and without a tz database", arguments: sources)
    func amsterdam(directory: String) throws {
        let zones = TimeZones(directory: directory)
        let table = try #require(zones.table(named: "Europe/Amsterdam"))
        let moments: [(Int64, String)] = [
            (1_743_296_399, "2025-03-30T01:59:59+01:00"), (1_743_296_400, "2025-03-30T03:00:00+02:00"),
            (1_761_440_399, "2025-10-26T02:59:59+02:00"), (1_761_440_400, "2025-10-26T02:00:00+01:00"),
            (1_741_181_400, "2025-03-05T14:30:00+01:00"), (5_695_920_000, "2150-07-01T02:00:00+02:00"),
            (7_258_075_200, "2199-12-31T13:00:00+01:00"),
        ]
        for (seconds, text) in moments { #expect(table.atom(Timestamp(seconds: seconds)) == text) }
        #expect(zones.table(named: "UTC")?.atom(Timestamp(seconds: 1_735_689_600)) == "2025-01-01T00:00:00+00:00")
        #expect(zones.table(named: "Europe/Amsterdam") === table)
    }

    @Test(
        "An hour that clocks skip has no moment; of an hour that comes twice the first one counts", arguments: sources)
    func gapAndOverlap(directory: String) throws {
        let table = try #require(TimeZones(directory: directory).table(named: "Europe/Amsterdam"))
        let spring = try #require(CalendarDate(year: 2025, month: 3, day: 30))
        #expect(table.moment(on: spring, secondOfDay: 7199)?.seconds == 1_743_296_399)
        #expect(table.moment(on: spring, secondOfDay: 7200) == nil)
        #expect(table.moment(on: spring, secondOfDay: 10_799) == nil)
        #expect(table.moment(on: spring, secondOfDay: 10_800)?.seconds == 1_743_296_400)
        let autumn = try #require(CalendarDate(year: 2025, month: 10, day: 26))
        #expect(table.moment(on: autumn, secondOfDay: 10_799)?.seconds == 1_761_440_399)
        #expect(table.moment(on: autumn, secondOfDay: 10_800)?.seconds == 1_761_444_000)
    }

    @Test("What a clock shows leads back to the moment, all over three centuries", arguments: sources)
    func roundTrip(directory: String) throws {
        let table = try #require(TimeZones(directory: directory).table(named: "Europe/Amsterdam"))
        var dice = SplitMix64(seed: 24)
        for _ in 0..<5000 {
            let moment = Timestamp(seconds: -2_208_988_800 + Int64(dice.below(9_467_000_000)))
            let local = moment.seconds + table.offset(at: moment)
            let days = Int((local - (local % 86_400 + 86_400) % 86_400) / 86_400)
            let date = CalendarDate(daysSince1970: days)
            let back = try #require(table.moment(on: date, secondOfDay: Int(local) - days * 86_400))
            // The second time of an hour that comes twice leads to the first.
            #expect(back == moment || (back < moment && table.offset(at: back) != table.offset(at: moment)))
            #expect(table.start(of: date) <= moment)
        }
    }

    @Test("A day that begins at one o'clock begins there", .enabled(if: hasDatabase, "needs the package tzdata"))
    func skippedMidnight() throws {
        let table = try #require(TimeZones().table(named: "America/Sao_Paulo"))
        let date = try #require(CalendarDate(year: 2018, month: 11, day: 4))
        #expect(table.moment(on: date, secondOfDay: 0) == nil)
        #expect(table.start(of: date).seconds == 1_541_300_400)
        #expect(table.atom(table.start(of: date)) == "2018-11-04T01:00:00-02:00")
    }

    @Test(
        "A name is no way out of the directory",
        arguments: [
            "", "/", ".", "..", "../zoneinfo/UTC", "/etc/passwd", "Europe/", "/Europe/Amsterdam", "Europe//Amsterdam",
            "Europe/../UTC",
            "Europe/Amsterdam\0", "Europe/Amsterdam ", "europe/amsterdam", "Europe/Nowhere", "zone.tab", "Europe",
            "A/B/C/D/E",
        ])
    func refused(_ name: String) { #expect(TimeZones().table(named: name) == nil) }
}
