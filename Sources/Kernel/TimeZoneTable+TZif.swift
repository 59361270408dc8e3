#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension TimeZoneTable {
    /// Reads the zone from the system's tz database; nil if it has none of that name.
    convenience init?(system name: String, in directory: String) {
        guard Self.isName(name), let bytes = Self.contents(of: "\(directory)/\(name)") else { return nil }
        self.init(name: name, tzif: bytes)
    }

    /// The two zones that work without a tz database: UTC, and the one that portals have unless they choose.
    static func builtIn(_ name: String) -> TimeZoneTable? {
        switch name {
        case "UTC", "Etc/UTC": TimeZoneTable(name: name, starts: [], offsets: [0])
        case "Europe/Amsterdam": TimeZoneTable(name: name, rule: "CET-1CEST,M3.5.0,M10.5.0/3")
        default: nil
        }
    }

    /// A zone that follows one rule for all time.
    convenience init?(name: String, rule text: String) {
        guard let rule = TimeZoneRule(text) else { return nil }
        var (starts, offsets) = ([Int64](), [rule.standard])
        Self.extend(&starts, &offsets, by: rule)
        self.init(name: name, starts: starts, offsets: offsets)
    }

    /// Parses a TZif file of version 2 or later (RFC 8536 §3); nil if it is something else.
    convenience init?(name: String, tzif bytes: [UInt8]) {
        var file = TZifReader(bytes)
        // The first block repeats the second with 32 bits, for readers of long ago.
        guard let old = file.header(), old.version >= UInt8(ascii: "2"), file.skip(old.size(timeWidth: 4)),
            let header = file.header(), header.types > 0
        else { return nil }
        var starts: [Int64] = []
        for _ in 0..<header.times {
            guard let start = file.integer(width: 8) else { return nil }
            starts.append(start)
        }
        guard let kinds = file.take(header.times) else { return nil }
        var types: [Int64] = []
        for _ in 0..<header.types {
            guard let offset = file.integer(width: 4), file.skip(2) else { return nil }
            types.append(offset)
        }
        guard kinds.allSatisfy({ Int($0) < types.count }), starts == starts.sorted(),
            file.skip(header.characters + header.leaps * 12 + header.standards + header.universals)
        else { return nil }
        // §3.2: type 0 is in force before the first transition.
        var offsets = [types[0]]
        offsets += kinds.map { types[Int($0)] }
        if let rule = file.footer().flatMap(TimeZoneRule.init) { Self.extend(&starts, &offsets, by: rule) }
        self.init(name: name, starts: starts, offsets: offsets)
    }

    /// Adds the transitions that `rule` promises after the last one listed, until no contract date lies beyond.
    private static func extend(_ starts: inout [Int64], _ offsets: inout [Int64], by rule: TimeZoneRule) {
        let last = starts.last ?? .min
        let days =
            last == .min
            ? CalendarDate(year: years.lowerBound, month: 1, day: 1)?.daysSince1970 ?? 0 : Int(last / 86_400)
        for year in CalendarDate(daysSince1970: days).year...(years.upperBound + 1) {
            for change in rule.changes(in: year) where change.at > last {
                starts.append(change.at)
                offsets.append(change.offset)
            }
        }
    }

    /// `Europe/Amsterdam`: no way out of the directory.
    private static func isName(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count <= 4
            && parts.allSatisfy { part in
                !part.isEmpty && part.count <= 64
                    && part.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
                            UInt8(ascii: "+"):
                            true
                        default: false
                        }
                    }
            }
    }

    static func contents(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        return count > 0 ? Array(bytes[..<count]) : nil
    }
}

/// Reads big-endian numbers from a TZif file, and never past its end.
private struct TZifReader {
    struct Header {
        let version: UInt8
        let universals, standards, leaps, times, types, characters: Int

        func size(timeWidth: Int) -> Int {
            times * (timeWidth + 1) + types * 6 + characters + leaps * (timeWidth + 4) + standards + universals
        }
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func header() -> Header? {
        guard let magic = take(4), magic.elementsEqual("TZif".utf8), let version = take(1)?.first, skip(15),
            let universals = integer(width: 4), let standards = integer(width: 4), let leaps = integer(width: 4),
            let times = integer(width: 4), let types = integer(width: 4), let characters = integer(width: 4)
        else { return nil }
        let counts = [universals, standards, leaps, times, types, characters]
        guard counts.allSatisfy({ (0...65_536).contains($0) }) else { return nil }
        return Header(
            version: version, universals: Int(universals), standards: Int(standards), leaps: Int(leaps),
            times: Int(times),
            types: Int(types), characters: Int(characters))
    }

    mutating func integer(width: Int) -> Int64? {
        guard let bytes = take(width), let first = bytes.first else { return nil }
        return bytes.dropFirst().reduce(Int64(Int8(bitPattern: first))) { $0 << 8 | Int64($1) }
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, bytes.count - position >= count else { return nil }
        defer { position += count }
        return bytes[position..<(position + count)]
    }

    mutating func skip(_ count: Int) -> Bool { take(count) != nil }

    /// The rule between two line feeds at the end (§3.3).
    func footer() -> String? {
        let rest = bytes[position...]
        guard rest.first == 0x0A, let end = rest.dropFirst().firstIndex(of: 0x0A) else { return nil }
        return String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
    }
}
