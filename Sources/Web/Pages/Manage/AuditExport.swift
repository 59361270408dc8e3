import Kernel
import PortalDomain

/// An audit log as a file.
enum AuditExport: Sendable {
    case csv
    /// One JSON object per line.
    case lines

    var contentType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .lines: "application/jsonl; charset=utf-8"
        }
    }

    var ending: String {
        switch self {
        case .csv: ".csv"
        case .lines: ".jsonl"
        }
    }

    var head: String? {
        switch self {
        case .csv: "id,time,action,actor_kind,actor_id,actor,address,object_kind,object_id,before,after\r\n"
        case .lines: nil
        }
    }

    func line(_ event: RecordedEvent) -> String {
        switch self {
        case .csv: Self.csvLine(event)
        case .lines: Self.jsonLine(event)
        }
    }

    private static func csvLine(_ event: RecordedEvent) -> String {
        let fields = [
            event.id.text, utc(event.at), event.action, event.actorKind.rawValue, event.actorID, event.actorName,
            event.address,
            event.objectKind, event.objectID, event.before ?? "", event.after ?? "",
        ]
        return fields.map(csvField).joined(separator: ",") + "\r\n"
    }

    /// Quoted as RFC 4180 has it. A value that a spreadsheet would run as a formula gets an apostrophe in front: it decides by
    /// the first character that is no space, and takes the full-width forms of East Asian keyboards for the same signs.
    private static func csvField(_ text: String) -> String {
        let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{A0}" }
        let isFormula = first.map { "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains($0) } ?? false
        let text = isFormula ? "'\(text)" : text
        guard text.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return text }
        // By scalars: a quote with an accent on it is one character, and ends the field all the same.
        let doubled = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
            .map { String($0) }.joined(separator: "\"\"")
        return "\"\(doubled)\""
    }

    private static func jsonLine(_ event: RecordedEvent) -> String {
        var writer = JSONWriter()
        writer.object {
            $0.field("id", event.id.text)
            $0.field("time", utc(event.at))
            $0.field("action", event.action)
            $0.field(
                "actor",
                object: {
                    $0.field("kind", event.actorKind.rawValue)
                    $0.field("id", event.actorID)
                    $0.field("name", event.actorName)
                    $0.field("address", event.address)
                })
            $0.field(
                "object",
                object: {
                    $0.field("kind", event.objectKind)
                    $0.field("id", event.objectID)
                })
            for (name, text) in [("before" as StaticString, event.before), ("after", event.after)] {
                $0.name(name)
                $0.value(text.flatMap { try? JSONValue(parsing: $0.utf8) } ?? .null)
            }
        }
        return writer.text + "\n"
    }

    /// `2026-11-21T13:05:00Z`
    private static func utc(_ moment: Timestamp) -> String {
        let days = Int(moment.seconds / 86_400)
        let second = Int(moment.seconds % 86_400)
        let date = CalendarDate(daysSince1970: days)
        let parts = [date.month, date.day, second / 3600, second / 60 % 60, second % 60].map {
            $0 < 10 ? "0\($0)" : "\($0)"
        }
        return "\(date.year)-\(parts[0])-\(parts[1])T\(parts[2]):\(parts[3]):\(parts[4])Z"
    }
}
