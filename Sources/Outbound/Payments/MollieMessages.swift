import Kernel
import PortalDomain

/// What goes to Mollie, and what its answers mean (their API v2).
enum MollieMessages {
    static func customer(_ name: String, _ email: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("name", name)
            json.field("email", email)
        }
        return json.bytes
    }

    static func payment(_ order: PaymentOrder, customer: String?) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("amount") { json in
                json.field("currency", "EUR")
                json.field("value", order.amount.description)
            }
            json.field("description", order.description)
            json.field("redirectUrl", order.returnURL)
            // They refuse an address that they cannot reach. Then only our own questions find out what became of it.
            if order.reportURL.hasPrefix("https://") { json.field("webhookUrl", order.reportURL) }
            json.field("metadata") { $0.field("payment", order.payment.text) }
            if let customer { json.field("customerId", customer) }
            switch order.kind {
            case .once: json.field("sequenceType", "oneoff")
            case .first: json.field("sequenceType", "first")
            case .recurring(let mandate, _):
                json.field("sequenceType", "recurring")
                json.field("mandateId", mandate)
            }
        }
        return json.bytes
    }

    /// A chargeback is no status there but an amount, beside `paid`; so is what was given back.
    static func report(_ json: JSONValue) -> PaymentReport {
        var statuses: [PaymentStatus] =
            switch json.text("status") {
            case "pending", "authorized": [.pending]
            case "paid": [.paid]
            case "failed": [.failed]
            case "expired": [.expired]
            case "canceled": [.canceled]
            default: []
            }
        if amount("amountChargedBack", json) > .zero { statuses.append(.chargeback) }
        let details = json["details"]
        return PaymentReport(
            statuses, paidAt: json.text("paidAt").flatMap(moment),
            payersName: (details?.text("consumerName") ?? details?.text("cardHolder")).map { String($0.prefix(255)) },
            mandate: json.text("mandateId"), customer: json.text("customerId"), refunded: amount("amountRefunded", json)
        )
    }

    private static func amount(_ name: String, _ json: JSONValue) -> Cents {
        json[name]?.text("value").flatMap { Cents($0) } ?? .zero
    }

    /// `2024-03-20T09:28:37+00:00` (RFC 3339 §5.6)
    static func moment(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let date = CalendarDate(String(text.prefix(10))) else { return nil }
        func number(_ start: Int) -> Int? { Int(String(decoding: bytes[start..<start + 2], as: UTF8.self)) }
        guard let hour = number(11), let minute = number(14), let second = number(17) else { return nil }
        let local = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second
        if bytes.last == UInt8(ascii: "Z") { return Timestamp(seconds: Int64(local)) }
        let zone = bytes.count - 6
        guard zone >= 19, let hours = number(zone + 1), let minutes = number(zone + 4) else { return nil }
        let offset = (hours * 3600 + minutes * 60) * (bytes[zone] == UInt8(ascii: "-") ? -1 : 1)
        return Timestamp(seconds: Int64(local - offset))
    }
}

extension JSONValue {
    func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }
}
