import Kernel

/// The one difference between the versions in `Invoice` (contract api-v1, 7): 1.0.0 writes amounts as JSON numbers and the moment of
/// issue in UTC with milliseconds; since 1.1.0 both look as everywhere else.
struct PlatformInvoiceShape: Sendable {
    private let isPublished: Bool

    init(_ version: APIVersion) { isPublished = version < .v110 }

    func write(_ name: StaticString, _ amount: Cents, to json: inout JSONWriter) {
        if isPublished {
            json.name(name)
            json.value(.number(Self.number(amount)))
        } else {
            json.field(name, amount.description)
        }
    }

    func moment(_ moment: Timestamp, in zone: TimeZoneTable) -> String {
        isPublished ? Self.utc(moment) : zone.atom(moment)
    }

    var schema: Schema { isPublished ? .amountNumber : .signedAmount }

    var momentSchema: Schema {
        isPublished ? .string("In UTC, with milliseconds.", example: "2025-04-12T00:00:00.000Z") : .moment
    }

    /// `2025-04-12T00:00:00.000Z`
    static func utc(_ moment: Timestamp) -> String {
        let day = Int((Double(moment.seconds) / 86_400).rounded(.down))
        let second = Int(moment.seconds) - day * 86_400
        let time = [second / 3600, second / 60 % 60, second % 60].map { String("\($0 + 100)".dropFirst()) }
        return "\(CalendarDate(daysSince1970: day))T\(time.joined(separator: ":")).000Z"
    }

    /// An exact decimal of at most two places: `12.95`, `12.9`, `12`.
    static func number(_ amount: Cents) -> String {
        var text = amount.description
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}
