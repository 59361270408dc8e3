import Kernel
import PortalDomain

/// What clients send about appointments.
enum AppointmentRequest {
    static func filter(_ call: APICall) throws(APIError) -> AppointmentFilter {
        var fields = FieldReader(call.query)
        let start = fields.optional("start_at", .dateTime(in: call.zone)) ?? call.now
        let days = fields.optional("days", .digits(1...366)) ?? 7
        let status = fields.optional("status", .choice as ValueRule<Appointment.Status>)
        let common = ListFilter(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let end = call.zone.moment(days, daysAfter: start)
        return AppointmentFilter(window: start..<end, status: status, common)
    }

    static func new(_ call: APICall, _ customers: Customers) async throws -> NewAppointment {
        var fields = FieldReader(call.body)
        let name = fields.required("name", .text(255))
        let time = time(&fields, in: call.zone)
        let hasCustomer = fields.contains("customerId")
        let customer = fields.optional("customerId", .id(of: CustomerKind.self))
        let attendeeName =
            hasCustomer ? fields.optional("attendeeName", .text(255)) : fields.required("attendeeName", .text(255))
        let attendeeEmail =
            hasCustomer ? fields.optional("attendeeEmail", .email) : fields.required("attendeeEmail", .email)
        guard fields.errors.isEmpty, let name, let time else {
            throw try await fields.refusal(naming: customer, of: customers, in: call.portal)
        }
        return NewAppointment(
            name: name, time: time, customer: customer, attendeeName: attendeeName, attendeeEmail: attendeeEmail)
    }

    static func change(_ call: APICall) throws(APIError) -> AppointmentChange {
        let hasTime = call.body["startsAt"] != nil || call.body["endsAt"] != nil
        guard hasTime || call.body["status"] != nil else {
            throw .invalid([FieldError("", "Must hold at least one of the fields status, startsAt, endsAt.")])
        }
        var fields = FieldReader(call.body)
        let decision = fields.changed("status", .choice as ValueRule<AppointmentChange.Decision>)
        let time = hasTime ? time(&fields, in: call.zone) : nil
        if hasTime, decision == .canceled { fields.refuse("status", "Must not be canceled together with new times.") }
        guard fields.errors.isEmpty else { throw fields.refusal }
        return AppointmentChange(decision, time: time)
    }

    /// `startsAt` and `endsAt`, both required.
    private static func time(_ fields: inout FieldReader, in zone: TimeZoneTable) -> AppointmentTime? {
        let start = fields.required("startsAt", .dateTime(in: zone))
        let end = fields.required("endsAt", .dateTime(in: zone))
        guard let start, let end else { return nil }
        guard let time = AppointmentTime(from: start, to: end) else {
            fields.refuse("endsAt", "Must be after startsAt.")
            return nil
        }
        return time
    }

    static let newSchema = Schema.Component("NewAppointment") { _ in
        .object([
            .init("name", .text(255, example: "Onderhoud")),
            .init("startsAt", .writtenMoment),
            .init("endsAt", .writtenMoment),
            .init("customerId", .id("cst_06apczxmqbsaeh9edd1r").nullable, isRequired: false),
            .init("attendeeName", .text(255, example: "Jan Bos").nullable, isRequired: false),
            .init("attendeeEmail", .email.nullable, isRequired: false),
        ]).example([
            "name": .string("Onderhoud"), "startsAt": .string("2025-03-05 14:30"),
            "endsAt": .string("2025-03-05 15:30"),
            "customerId": .string("cst_06apczxmqbsaeh9edd1r"),
        ])
    }

    static let changeSchema = Schema.Component("AppointmentChange") { _ in
        .object(
            [
                .init(
                    "status", .choice(AppointmentChange.Decision.allCases.map(\.rawValue)), isRequired: false),
                .init("startsAt", .writtenMoment, isRequired: false),
                .init("endsAt", .writtenMoment, isRequired: false),
            ], minimum: 1)
    }
}
