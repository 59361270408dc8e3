import Kernel

extension PunchCard {
    /// As the audit log shows it.
    var facts: JSONValue {
        .facts([
            "name": name, "punches": "\(punches)", "punch_label": punchLabel, "price": sale?.price.description,
            "vat_rate": sale.map { "\($0.vatRate.rawValue)" },
            "expiry": expiry.map { "\($0.count) \($0.period.rawValue)" },
        ])
    }

    var saleFacts: JSONValue {
        .facts(["price": sale?.price.description, "vat_rate": sale.map { "\($0.vatRate.rawValue)" }])
    }
}
