import HTTPTypes
import Kernel
package import PortalDomain

/// `/appointments`: the calendar of a portal (contract api-v1, 4.2).
package struct AppointmentOperations: Sendable {
    private let appointments: Appointments
    private let customers: Customers
    private let origins: Origins

    package init(appointments: Appointments, customers: Customers, origins: Origins) {
        (self.appointments, self.customers, self.origins) = (appointments, customers, origins)
    }

    static let list = Operation(
        "list-appointments", .get, "/appointments", group: "Appointments",
        summary: "List the appointments that start within some days, in the order in which they start.",
        access: .scope(.appointmentsRead), feature: .appointments,
        parameters: [
            .init("start_at", .string("From this moment on; now if absent.", example: "2025-03-05 09:00")),
            .init(
                "days",
                .integer("So many calendar days in the portal's zone; 7 if absent.", range: 1...366, example: 7)),
            .customer, .status(Appointment.Status.self), .createdAfter, .createdBefore,
        ], success: .list("Appointment"))
    static let schedule = Operation(
        "schedule-appointment", .post, "/appointments", group: "Appointments", summary: "Schedule an appointment.",
        access: .scope(.appointmentsWrite), feature: .appointments, body: .json("NewAppointment", required: true),
        success: .created("Appointment"))
    static let get = Operation(
        "get-appointment", .get, "/appointments/{appointmentId}", group: "Appointments",
        summary: "Read one appointment.", access: .scope(.appointmentsRead), feature: .appointments,
        success: .entity("Appointment"))
    static let change = Operation(
        "change-appointment-status", .patch, "/appointments/{appointmentId}", group: "Appointments",
        summary: "Confirm or cancel what a customer asked for, or move an appointment.",
        access: .scope(.appointmentsWrite), feature: .appointments, body: .json("AppointmentChange", required: false),
        success: .entity("Appointment"), mayConflict: true)
    static let cancel = Operation(
        "cancel-appointment", .delete, "/appointments/{appointmentId}", group: "Appointments",
        summary: "Cancel an appointment. It is kept.", access: .scope(.appointmentsWrite), feature: .appointments,
        success: .entity("Appointment"), mayConflict: true)

    static let all = [list, schedule, get, change, cancel]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.schedule, schedule), .init(Self.get, get), .init(Self.change, change),
            .init(Self.cancel, cancel),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        let filter = try AppointmentRequest.filter(call)
        let found = try await appointments.list(filter, in: call.portal)
        var json = JSONWriter(reservingCapacity: 64 + found.count * 384)
        json.object { json in
            json.name("data")
            json.array(found) { AppointmentPayload.write($1, in: call.zone, to: &$0) }
        }
        return .ok(json)
    }

    func schedule(_ call: APICall) async throws -> APIAnswer {
        let new = try await AppointmentRequest.new(call, customers)
        let answer: @Sendable (Appointment) -> APIAnswer = { [origins] appointment in
            .created(Self.payload(appointment, call), at: "\(origins.api)/appointments/\(appointment.id)")
        }
        let creation = try await appointments.schedule(
            new, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        return answer(try creation.entity())
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("appointmentId", of: AppointmentKind.self)
        guard let appointment = try await appointments.find(id, in: call.portal) else { throw APIError.notFound }
        return .ok(Self.payload(appointment, call))
    }

    func change(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("appointmentId", of: AppointmentKind.self)
        let change = try await call.fields { () throws(APIError) in
            try AppointmentRequest.change(call)
        } of: {
            try await appointments.find(id, in: call.portal) != nil
        }
        let changed = try await appointments.change(id, change, in: call.portal, by: call.actor)
        return .ok(Self.payload(try changed.entity(), call))
    }

    func cancel(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("appointmentId", of: AppointmentKind.self)
        let canceled = try await appointments.cancel(id, in: call.portal, by: call.actor)
        return .ok(Self.payload(try canceled.entity(), call))
    }

    private static func payload(_ appointment: Appointment, _ call: APICall) -> JSONWriter {
        var json = JSONWriter()
        AppointmentPayload.write(appointment, in: call.zone, to: &json)
        return json
    }
}
