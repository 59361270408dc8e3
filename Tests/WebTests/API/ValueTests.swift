import HTTPTypes
import Kernel
import PortalDomain
import Testing
import Web

@Suite("Values (contract 2.9)")
struct ValueTests {
    @Test(
        "E-mail addresses of the HTML5 input",
        arguments: [
            "a@b", "info@example.nl", "first.last+tag@sub.example.co.uk", "!#$%&'*+/=?^_`{|}~-@example.nl", "a@1.2",
            "..@a",
            "a@b-c.d", "x@" + String(repeating: "a", count: 63),
        ])
    func email(_ text: String) { #expect(EmailAddress(text)?.text == text) }

    @Test(
        "What is no e-mail address",
        arguments: [
            "", "@", "a@", "@b", "a b@c", "a@b@c", "a@-b", "a@b-", "a@b..c", "a@.b", "a@b.", "a@b_c", "é@b", "a@é",
            "a\u{301}@b",
            "\"a\"@b", "a@[1.2.3.4]", "a,b@c", "x@" + String(repeating: "a", count: 64),
            String(repeating: "a", count: 250) + "@b.nl",
        ])
    func noEmail(_ text: String) { #expect(EmailAddress(text) == nil) }

    @Test(
        "Telephone numbers are brought into one form",
        arguments: [
            ("+31 20 123 45678", "+312012345678"), ("+31-20.(123)45678", "+312012345678"), ("+1234567", "+1234567"),
            ("+123456789012345", "+123456789012345"), ("0201234567", nil), ("+0201234567", nil), ("+123456", nil),
            ("+1234567890123456", nil), ("", nil), ("+", nil), ("+31a2345678", nil), ("++3120123456", nil),
            ("+３１２０１２３４５", nil),
        ] as [(String, String?)])
    func phone(_ text: String, _ normal: String?) { #expect(PhoneNumber(text)?.text == normal) }

    @Test("Countries: 249 of them, any letter case")
    func countries() {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(Unicode.Scalar($0)) }
        let all = letters.flatMap { first in letters.compactMap { CountryCode(first + $0)?.text } }
        #expect(all.count == 249)
        #expect(CountryCode("nl")?.text == "NL")
        for text in ["", "N", "NLD", "XX", "UK", "EU", "n\u{142}", "1a", "A\u{301}"] {
            #expect(CountryCode(text) == nil)
        }
    }

    @Test("Texts are trimmed, counted in scalars, and hold no U+0000")
    func text() {
        func read(_ value: JSONValue, _ limit: Int = 5) -> (String?, [FieldError]) {
            var fields = FieldReader(.object([.init(name: "x", value: value)]))
            return (fields.required("x", .text(limit)), fields.errors)
        }
        #expect(read(.string(" a b ")).0 == "a b")
        #expect(read(.string("\u{00A0}\u{2003}\u{3000}a\u{0085}\n")).0 == "a")
        #expect(read(.string("a\u{301}\u{301}\u{301}\u{301}")).0 != nil)
        #expect(read(.string("a\u{301}\u{301}\u{301}\u{301}\u{301}")).0 == nil)
        #expect(read(.string("👩‍👩‍👧")).0 != nil)
        #expect(read(.string("ééééé")).0 == "ééééé")
        for value in [
            .string(""), .string(" \t"), .string("a\u{0}b"), .string("abcdef"), .number("1"), .bool(true), .array([]),
            .null,
        ]
            as [JSONValue]
        {
            let (text, errors) = read(value)
            #expect(text == nil)
            #expect(errors.map(\.field) == ["x"])
        }
    }

    @Test("PATCH tells absent, null and a value apart")
    func changes() {
        var fields = FieldReader(
            .object([.init(name: "a", value: .null), .init(name: "b", value: .string("+3120123456"))]))
        if case .keep = fields.changedOrCleared("none", .phone) {} else { Issue.record("not \(fields)") }
        if case .clear = fields.changedOrCleared("a", .phone) {} else { Issue.record("not \(fields)") }
        if case .set(let phone) = fields.changedOrCleared("b", .phone) {
            #expect(phone.text == "+3120123456")
        } else {
            Issue.record("no value")
        }
        #expect(fields.errors.isEmpty)
        #expect(fields.changed("a", .text(5)) == nil)
        #expect(fields.errors == [FieldError("a", "Must not be null.")])
    }
}

@Suite("Dates and times in the portal's zone (contract 2.9)")
struct TimeTests {
    private static let zone = TimeZones().table(named: "Europe/Amsterdam")!
    /// The same zone without a tz database, from its rule.
    private static let fallback = TimeZones(directory: "/nowhere").table(named: "Europe/Amsterdam")!

    private func read(_ text: String, _ zone: TimeZoneTable = zone) -> Int64? {
        var fields = FieldReader(.object([.init(name: "x", value: .string(text))]))
        return fields.required("x", .dateTime(in: zone))?.seconds
    }

    @Test(
        "Read and written",
        arguments: [
            ("2025-03-05 14:30", "2025-03-05T14:30:00+01:00"), ("2025-03-05 14:30:59", "2025-03-05T14:30:59+01:00"),
            ("2025-07-05 14:30", "2025-07-05T14:30:00+02:00"),
            ("2025-03-05T14:30:00+01:00", "2025-03-05T14:30:00+01:00"),
            ("2025-03-05T14:30:00Z", "2025-03-05T15:30:00+01:00"),
            ("2025-03-05t14:30:00.999z", "2025-03-05T15:30:00+01:00"),
            ("2025-03-05T14:30:00-05:30", "2025-03-05T21:00:00+01:00"),
            ("2024-02-29 00:00", "2024-02-29T00:00:00+01:00"),
            // The night of spring: 02:00–03:00 does not exist.
            ("2025-03-30 01:59:59", "2025-03-30T01:59:59+01:00"), ("2025-03-30 03:00", "2025-03-30T03:00:00+02:00"),
            // The night of autumn: the first 02:30.
            ("2025-10-26 02:30", "2025-10-26T02:30:00+02:00"), ("2025-10-26 03:00", "2025-10-26T03:00:00+01:00"),
            ("2025-10-26T02:30:00+01:00", "2025-10-26T02:30:00+01:00"),
            ("2099-07-01 12:00", "2099-07-01T12:00:00+02:00"),
            ("2199-03-31 01:59", "2199-03-31T01:59:00+01:00"), ("2199-03-31 03:00", "2199-03-31T03:00:00+02:00"),
            ("2199-12-31 23:59:59", "2199-12-31T23:59:59+01:00"), (" 2025-03-05 14:30 ", "2025-03-05T14:30:00+01:00"),
            ("1999-12-31T23:00:00Z", "2000-01-01T00:00:00+01:00"),
            ("1969-07-20T20:17:40Z", "1969-07-20T21:17:40+01:00"),
        ])
    func valid(_ text: String, _ atom: String) throws {
        let moment = Timestamp(seconds: try #require(read(text)))
        #expect(Self.zone.atom(moment) == atom)
        // The rule of today holds since 1996.
        guard moment.seconds > 900_000_000 else { return }
        #expect(Self.fallback.atom(Timestamp(seconds: try #require(read(text, Self.fallback)))) == atom)
    }

    @Test(
        "Refused",
        arguments: [
            "", "2025-03-05", "2025-04-31 10:00", "2025-02-29 10:00", "2025-03-05 24:10", "2025-03-05 24:00",
            "2025-03-05 10:60",
            "2025-03-05 10:00:60", "2025-03-30 02:30", "2025-03-30 02:00", "1899-12-31 10:00", "2200-01-01 10:00",
            "2025-3-5 10:00",
            "2025-03-05T10:00", "2025-03-05T10:00:00", "2025-03-05T10:00:00+0100", "2025-03-05T10:00:00+24:00",
            "2025-03-05T10:00:00.Z",
            "2025-03-05 10:00x", "2025-03-05T10:00:00ZZ", "+025-03-05 10:00", "２０２５-03-05 10:00", "now",
        ])
    func refused(_ text: String) {
        #expect(read(text) == nil)
    }

    @Test("Every hour of two centuries: the clock runs as the rule of the zone says, and the way back leads home")
    func everyHour() {
        for table in [Self.zone, Self.fallback] {
            var failures = 0
            var seconds: Int64 = 1_735_689_600  // 2025-01-01T00:00:00Z
            while seconds < 7_258_118_400 {  // 2200-01-01
                defer { seconds += 3600 * 37 }
                let date = CalendarDate(daysSince1970: Int(seconds / 86_400))
                if table.offset(at: Timestamp(seconds: seconds)) != Self.expectedOffset(seconds, date.year) {
                    failures += 1
                }
                let local = seconds + table.offset(at: Timestamp(seconds: seconds))
                let day = CalendarDate(daysSince1970: Int(local / 86_400))
                let back = table.moment(on: day, secondOfDay: Int(local % 86_400))
                if back?.seconds != seconds, back?.seconds != seconds - 3600 { failures += 1 }
            }
            #expect(failures == 0)
        }
    }

    /// European summer time: from the last Sunday of March to the last Sunday of October, at 01:00 UTC.
    private static func expectedOffset(_ seconds: Int64, _ year: Int) -> Int64 {
        func lastSunday(_ month: Int) -> Int64 {
            let last = CalendarDate(year: year, month: month, day: 31)!.daysSince1970
            return Int64(last - (last + 4) % 7) * 86_400 + 3600
        }
        return seconds >= lastSunday(3) && seconds < lastSunday(10) ? 7200 : 3600
    }

    @Test("Other zones: half hours, the southern summer, no summer, midnight skipped")
    func otherZones() throws {
        let zones = TimeZones()
        let moment = Timestamp(seconds: 1_735_689_600)
        for (name, atom) in [
            ("UTC", "2025-01-01T00:00:00+00:00"), ("Asia/Kolkata", "2025-01-01T05:30:00+05:30"),
            ("America/New_York", "2024-12-31T19:00:00-05:00"), ("Australia/Lord_Howe", "2025-01-01T11:00:00+11:00"),
            ("America/St_Johns", "2024-12-31T20:30:00-03:30"), ("Pacific/Kiritimati", "2025-01-01T14:00:00+14:00"),
        ] {
            #expect(try #require(zones.table(named: name)).atom(moment) == atom)
        }
        let santiago = try #require(zones.table(named: "America/Santiago"))
        let day = try #require(CalendarDate(year: 2025, month: 9, day: 7))
        #expect(santiago.moment(on: day, secondOfDay: 0) == nil)
        #expect(santiago.atom(santiago.start(of: day)) == "2025-09-07T01:00:00-03:00")
        for name in [
            "", "Nowhere", "../../etc/passwd", "/etc/passwd", "Europe", "Europe/", "tzdata.zi", "Europe/../UTC",
        ] {
            #expect(zones.table(named: name) == nil, "\(name)")
        }
    }

    @Test("Long ago")
    func longAgo() {
        let moment = Timestamp(seconds: -2_208_988_800)  // 1900-01-01T00:00:00Z
        #expect(Self.zone.atom(moment).hasPrefix("1900-01-01T00:"))
        #expect(read("1900-01-01 12:00") != nil)
    }
}
