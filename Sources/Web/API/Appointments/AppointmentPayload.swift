import Kernel
import PortalDomain

/// `Appointment` of contract api-v1, 4.2. The same in all versions.
enum AppointmentPayload {
    static func write(_ appointment: Appointment, in zone: TimeZoneTable, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", appointment.id.text)
            json.field("createdAt", zone.atom(appointment.createdAt))
            json.field("customerId", appointment.customer?.text)
            json.field("attendeeName", appointment.attendeeName)
            json.field("attendeeEmail", appointment.attendeeEmail.text)
            json.field("startsAt", zone.atom(appointment.time.startsAt))
            json.field("endsAt", zone.atom(appointment.time.endsAt))
            json.field("status", appointment.status.rawValue)
            json.field("onlineMeetingLink", appointment.onlineMeetingLink)
        }
    }

    static let schema = Schema.Component("Appointment") { _ in
        .object([
            .init("id", .id("apt_06aps0ecvrc1ht4jz41b")),
            .init("createdAt", .moment),
            .init("customerId", .id("cst_06apczxmqbsaeh9edd1r").nullable),
            .init("attendeeName", .string(example: "Jan Bos")),
            .init("attendeeEmail", .email),
            .init("startsAt", .moment),
            .init("endsAt", .moment),
            .init("status", .choice(Appointment.Status.allCases.map(\.rawValue))),
            .init(
                "onlineMeetingLink",
                .string("From the connected meeting service.", example: "https://meet.example.com/abc").nullable),
        ])
    }
}
