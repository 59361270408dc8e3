import Kernel

extension Appointment {
    var auditObject: AuditEvent.Object { .init(kind: "appointment", id: id.text) }

    /// As the audit log shows it. Times are UNIX seconds: the log knows no zone.
    var facts: [JSONValue.Member] {
        [
            .init(name: "name", value: .string(name)),
            .init(name: "attendee_name", value: .string(attendeeName)),
            .init(name: "attendee_email", value: .string(attendeeEmail.text)),
            .init(name: "customer_id", value: customer.map { .string($0.text) } ?? .null),
            .init(name: "starts_at", value: .number("\(time.startsAt)")),
            .init(name: "ends_at", value: .number("\(time.endsAt)")),
            .init(name: "status", value: .string(status.rawValue)),
        ]
    }

    /// The facts in which this differs from `other`.
    func facts(differingFrom other: Appointment) -> JSONValue {
        .object(zip(facts, other.facts).filter { $0 != $1 }.map(\.0))
    }
}
