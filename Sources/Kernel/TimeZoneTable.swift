import Synchronization

/// The clock of one time zone: which offset from UTC is in force when, from the tz database, as a sorted table.
///
/// Every row of every list prints a local time, so a look-up is a binary search and no call into Foundation. The table
/// is made once per zone: the transitions of the system's TZif file (RFC 8536), and those that its closing rule
/// promises, up to the year 2200.
package final class TimeZoneTable: Sendable {
    package let name: String
    /// The moments at which the offset changes, ascending.
    private let starts: [Int64]
    /// `offsets[n]` is in force before `starts[n]`, the last one after all: one more than there are `starts`.
    private let offsets: [Int64]

    /// The years that a client may name (contract api-v1, 2.9).
    package static let years = 1900...2199

    init(name: String, starts: [Int64], offsets: [Int64]) {
        (self.name, self.starts, self.offsets) = (name, starts, offsets)
    }

    /// Seconds east of UTC at `moment`.
    package func offset(at moment: Timestamp) -> Int64 { offsets[segment(at: moment.seconds)] }

    /// The moment at which clocks in this zone show `secondOfDay` on `date`; nil in the gap of spring, the first one
    /// where autumn has two.
    package func moment(on date: CalendarDate, secondOfDay: Int) -> Timestamp? {
        let local = Int64(date.daysSince1970) * 86_400 + Int64(secondOfDay)
        // No offset exceeds 26 hours, so the answer lies in one of these segments. Earlier segments hold earlier
        // moments.
        for segment in segment(at: local - 93_600)...segment(at: local + 93_600) {
            let moment = local - offsets[segment]
            let begins = segment == 0 || moment >= starts[segment - 1]
            let lasts = segment == starts.count || moment < starts[segment]
            if begins && lasts { return Timestamp(seconds: moment) }
        }
        return nil
    }

    /// The first moment of `date`. Where clocks skip midnight, that is the moment of the change.
    package func start(of date: CalendarDate) -> Timestamp {
        if let midnight = moment(on: date, secondOfDay: 0) { return midnight }
        let local = Int64(date.daysSince1970) * 86_400
        let change = starts.first { $0 + offsets[segment(at: $0)] > local }
        return Timestamp(seconds: change ?? local)
    }

    /// The last second of `date`.
    package func end(of date: CalendarDate) -> Timestamp { start(of: date.adding(days: 1)) - 1 }

    /// The day that calendars in this zone show at `moment`.
    package func date(at moment: Timestamp) -> CalendarDate {
        let local = moment.seconds + offset(at: moment)
        return CalendarDate(daysSince1970: Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400))
    }

    /// ATOM: `2025-03-05T14:30:00+01:00`, never `Z`, never a fraction.
    package func atom(_ moment: Timestamp) -> String {
        // Offsets of long ago have seconds, which this form cannot show: cut there, so that date and offset name the
        // same moment.
        let offset = self.offset(at: moment) / 60 * 60
        let local = moment.seconds + offset
        let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        let second = Int(local - days * 86_400)
        let date = CalendarDate(daysSince1970: Int(days))
        return String(unsafeUninitializedCapacity: 25) { buffer in
            Self.write(date.year / 100, to: buffer, at: 0)
            Self.write(date.year % 100, to: buffer, at: 2)
            buffer[4] = UInt8(ascii: "-")
            Self.write(date.month, to: buffer, at: 5)
            buffer[7] = UInt8(ascii: "-")
            Self.write(date.day, to: buffer, at: 8)
            buffer[10] = UInt8(ascii: "T")
            Self.write(second / 3600, to: buffer, at: 11)
            buffer[13] = UInt8(ascii: ":")
            Self.write(second / 60 % 60, to: buffer, at: 14)
            buffer[16] = UInt8(ascii: ":")
            Self.write(second % 60, to: buffer, at: 17)
            buffer[19] = offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")
            let size = Int(offset.magnitude)
            Self.write(size / 3600, to: buffer, at: 20)
            buffer[22] = UInt8(ascii: ":")
            Self.write(size / 60 % 60, to: buffer, at: 23)
            return 25
        }
    }

    private static func write(_ number: Int, to buffer: UnsafeMutableBufferPointer<UInt8>, at position: Int) {
        buffer[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10 % 10)
        buffer[position + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
    }

    /// How many of `starts` are at or before `seconds`.
    private func segment(at seconds: Int64) -> Int {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The zones that portals have named so far, each read once.
package final class TimeZones: Sendable {
    private let tables = Mutex<[String: TimeZoneTable]>([:])
    private let directory: String

    package init(directory: String = "/usr/share/zoneinfo") { self.directory = directory }

    /// The zone of that IANA name; nil if the system does not know it.
    package func table(named name: String) -> TimeZoneTable? {
        if let known = tables.withLock({ $0[name] }) { return known }
        guard let table = TimeZoneTable(system: name, in: directory) ?? TimeZoneTable.builtIn(name) else { return nil }
        tables.withLock { $0[name] = table }
        return table
    }

    /// The zones that a person can choose from, in alphabetical order: those of the system's `zone.tab`, and the two that are always
    /// there.
    package var names: [String] {
        let table = TimeZoneTable.contents(of: "\(directory)/zone.tab") ?? []
        let listed = table.split(separator: UInt8(ascii: "\n")).compactMap { line -> String? in
            guard line.first != UInt8(ascii: "#") else { return nil }
            let columns = line.split(separator: UInt8(ascii: "\t"))
            return columns.count > 2 ? String(decoding: columns[2], as: UTF8.self) : nil
        }
        return Set(listed + ["Europe/Amsterdam", "UTC"]).sorted()
    }
}
