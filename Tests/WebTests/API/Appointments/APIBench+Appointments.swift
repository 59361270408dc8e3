import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

extension APIBench {
    /// An attendee who is no customer.
    static let jan = #","attendeeName":"Jan","attendeeEmail":"jan@example.nl""#

    static func appointmentBody(
        from start: String = "2026-03-12 10:00", to end: String = "2026-03-12 11:00", more: String = ""
    ) -> String {
        #"{"name":"Onderhoud","startsAt":"\#(start)","endsAt":"\#(end)"\#(more)}"#
    }

    func appointment(more: String) async throws -> Reply {
        let reply = try await post("/v1/appointments", Self.appointmentBody(more: more))
        #expect(reply.status == 201)
        return reply
    }

    /// One that a customer asked for: its id.
    func requested() async throws -> String {
        let appointments = Appointments(
            database: database, journal: Journal(ambient: ambient, renderer: .payloads), ambient: ambient,
            zones: TimeZones())
        let time = try #require(
            AppointmentTime(from: Timestamp(seconds: 1_773_000_000), to: Timestamp(seconds: 1_773_003_600)))
        let new = NewAppointment(
            name: "Proefles", time: time, attendeeName: "Piet", attendeeEmail: EmailAddress(stored: "piet@example.nl"))
        guard case .created(let appointment) = try await appointments.request(new, in: a, by: .system) else {
            throw Unexpected()
        }
        return appointment.id.text
    }

    struct Unexpected: Error {}

    /// The same request from many at once.
    func concurrently(
        _ count: Int, _ send: @escaping @Sendable (APIBench) async throws -> Reply
    ) async throws -> [Reply] {
        try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<count { group.addTask { try await send(self) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Every operation of a group answers 426 to a portal that has switched it off.
    func expectSwitchedOff(_ feature: Feature, _ group: String) async throws {
        let portal = Portal(id: a, slug: "alpha", name: "Alpha", featuresOff: [feature])
        let token = credentials.mint(in: portal, .all)
        let operations = APICatalog.operations.filter { $0.group == group }
        #expect(!operations.isEmpty)
        for operation in operations {
            let path = operation.path.replacing("{", with: "x").replacing("}", with: "x")
            let reply = try await send(operation.method, "/v1\(path)", token: token, body: "{}")
            #expect(reply.status == 426, "\(operation.id)")
            #expect(reply.message == "The feature \(feature.rawValue) is switched off for this portal.")
        }
    }
}
