import Kernel

extension Customer {
    var auditObject: AuditEvent.Object { .init(kind: "customer", id: id.text) }

    /// The fields that people may set, as the audit log shows them.
    var facts: [JSONValue.Member] {
        [
            .init(name: "company_name", value: .string(companyName)),
            .init(name: "address", value: .string(address)),
            .init(name: "zip_code", value: .string(zipCode)),
            .init(name: "city", value: .string(city)),
            .init(name: "country_code", value: .string(countryCode.text)),
            .init(name: "primary_email", value: .string(primaryEmail.text)),
            .init(name: "phone", value: phone.map { .string($0.text) } ?? .null),
        ]
    }

    /// The facts in which this differs from `other`.
    func facts(differingFrom other: Customer) -> JSONValue {
        .object(zip(facts, other.facts).filter { $0 != $1 }.map(\.0))
    }
}
