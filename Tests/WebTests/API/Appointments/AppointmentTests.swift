import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Appointments (contract 4.2)", .timeLimit(.minutes(2)))
struct AppointmentTests {
    @Test("Scheduled, read, moved, canceled and kept; one audit event and one mail each", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "appointment-created")
            try await api.listen(to: "appointment-canceled")
            let created = try await api.post(
                "/v1/appointments",
                """
                {"name":"Onderhoud","startsAt":"2026-03-12 10:00","endsAt":"2026-03-12T11:30:00+01:00",
                "attendeeName":" Jan Bos ","attendeeEmail":"jan@example.nl","status":"canceled"}
                """)
            #expect(created.status == 201)
            let id = try #require(created.text("id"))
            #expect(AppointmentID(id) != nil)
            #expect(created["Location"] == "\(APIBench.origin)/v1/appointments/\(id)")
            #expect(
                created.body == """
                    {"id":"\(id)","createdAt":"2026-03-02T10:00:00+01:00","customerId":null,"attendeeName":"Jan Bos",\
                    "attendeeEmail":"jan@example.nl","startsAt":"2026-03-12T10:00:00+01:00",\
                    "endsAt":"2026-03-12T11:30:00+01:00","status":"scheduled","onlineMeetingLink":null}
                    """)
            let path = "/v1/appointments/\(id)"
            #expect(try await api.get(path).body == created.body)

            // Across the change of the clocks: the offset is that of the day.
            let moved = try await api.patch(path, #"{"startsAt":"2026-04-01 09:00","endsAt":"2026-04-01 10:00"}"#)
            #expect(moved.status == 200)
            #expect(moved.text("startsAt") == "2026-04-01T09:00:00+02:00")
            #expect(moved.text("status") == "scheduled")
            // To where it is already: nothing changes, nobody is told.
            let again = try await api.patch(path, #"{"startsAt":"2026-04-01 09:00","endsAt":"2026-04-01 10:00"}"#)
            #expect(again.body == moved.body)

            let canceled = try await api.delete(path)
            #expect(canceled.status == 200)
            #expect(canceled.body == moved.body.replacing("scheduled", with: "canceled"))
            #expect(try await api.get(path).body == canceled.body)
            #expect(try await api.delete(path).status == 409)

            #expect(
                try await api.auditActions() == [
                    "appointment.scheduled", "appointment.moved", "appointment.canceled",
                ])
            #expect(try await api.announced().map(\.type) == ["appointment-created", "appointment-canceled"])
            #expect(try await api.announced().last?.body.contains(canceled.body) == true)
            let mails = try await Outbox(database: api.database).list().map(\.mail).reversed()
            #expect(mails.map(\.recipient) == ["jan@example.nl", "jan@example.nl", "jan@example.nl"])
            // The portal has no owner, so its language is not known: both.
            #expect(
                mails.map(\.subject) == [
                    "Appointment with alpha: Thursday 12 March 2026, 10:00–11:30 · Afspraak met alpha: donderdag 12 maart 2026, 10:00–11:30",
                    """
                    Your appointment with alpha has moved: Wednesday 1 April 2026, 09:00–10:00 · \
                    Je afspraak met alpha is verzet: woensdag 1 april 2026, 09:00–10:00
                    """,
                    "Your appointment with alpha is canceled · Je afspraak met alpha gaat niet door",
                ])
            #expect(mails.allSatisfy { $0.body.contains("Onderhoud") && $0.body.contains("Jan Bos") })
        }
    }

    @Test("A customer's name and address stand in for those that are absent", arguments: Backend.available)
    func customer(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer("Fietsen De Wit B.V.", email: "info@example.nl")
            let plain = try await api.appointment(more: #","customerId":"\#(customer)""#)
            #expect(plain.text("attendeeName") == "Fietsen De Wit B.V.")
            #expect(plain.text("attendeeEmail") == "info@example.nl")
            #expect(plain.text("customerId") == customer)
            let named = try await api.appointment(
                more: #","customerId":"\#(customer)","attendeeName":"Jan","attendeeEmail":null"#)
            #expect(named.text("attendeeName") == "Jan")
            #expect(named.text("attendeeEmail") == "info@example.nl")

            // Deleting the customer leaves the calendar as it was.
            #expect(try await api.delete("/v1/customers/\(customer)").status == 204)
            let kept = try await api.get("/v1/appointments/\(try #require(plain.text("id")))")
            #expect(kept.body == plain.body.replacing("\"\(customer)\"", with: "null"))
        }
    }

    @Test("Every invalid field at once, and nothing is written")
    func invalid() async throws {
        try await withAPI { api in
            let foreign = try await api.customer(token: api.tokenOfB)
            for (body, fields) in [
                ("{}", ["name", "startsAt", "endsAt", "attendeeName", "attendeeEmail"]),
                (
                    #"{"name":"","startsAt":"2026-02-30 10:00","endsAt":"2026-03-29 02:30","attendeeName":7,"attendeeEmail":"x"}"#,
                    ["name", "startsAt", "endsAt", "attendeeName", "attendeeEmail"]
                ),
                (
                    APIBench.appointmentBody(from: "2026-03-12 10:00", to: "2026-03-12 10:00", more: APIBench.jan),
                    ["endsAt"]
                ),
                (
                    APIBench.appointmentBody(from: "2026-03-12 10:00", to: "2026-03-12 09:00", more: APIBench.jan),
                    ["endsAt"]
                ),
                (APIBench.appointmentBody(more: #","customerId":null,"attendeeName":"Jan""#), ["attendeeEmail"]),
                (APIBench.appointmentBody(more: #","customerId":"cst_x""#), ["customerId"]),
                (APIBench.appointmentBody(more: #","customerId":"cst_06apczxmqbsaeh9edd1r""#), ["customerId"]),
                (APIBench.appointmentBody(more: #","customerId":"\#(foreign)""#), ["customerId"]),
            ] {
                let reply = try await api.post("/v1/appointments", body)
                #expect(reply.status == 422, "\(body)")
                #expect(reply.fields == fields, "\(body)")
            }
            #expect(try await api.auditActions() == [])
            #expect(try await Outbox(database: api.database).list().isEmpty)
            #expect(try await api.post("/v1/appointments", "").status == 400)
            #expect(try await api.send(.post, "/v1/appointments").status == 415)
        }
    }

    @Test(
        "PATCH: what a customer asked for is confirmed or canceled, and may move at once", arguments: Backend.available)
    func pending(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "appointment-created")
            try await api.listen(to: "appointment-canceled")
            let confirmed = try await api.requested()
            #expect(try await api.get("/v1/appointments/\(confirmed)").text("status") == "pending")
            let both = #"{"status":"scheduled","startsAt":"2026-03-20 10:00","endsAt":"2026-03-20 11:00"}"#
            let reply = try await api.patch("/v1/appointments/\(confirmed)", both)
            #expect(reply.text("status") == "scheduled")
            #expect(reply.text("startsAt") == "2026-03-20T10:00:00+01:00")
            #expect(try await api.patch("/v1/appointments/\(confirmed)", #"{"status":"scheduled"}"#).status == 409)
            #expect(try await api.patch("/v1/appointments/\(confirmed)", #"{"status":"canceled"}"#).status == 409)

            let refused = try await api.requested()
            let moved = #"{"startsAt":"2026-03-21 10:00","endsAt":"2026-03-21 11:00"}"#
            #expect(try await api.patch("/v1/appointments/\(refused)", moved).text("status") == "pending")
            #expect(
                try await api.patch("/v1/appointments/\(refused)", #"{"status":"canceled"}"#).text("status")
                    == "canceled")
            #expect(try await api.patch("/v1/appointments/\(refused)", moved).status == 409)
            #expect(try await api.patch("/v1/appointments/\(refused)", #"{"status":"scheduled"}"#).status == 409)

            #expect(
                try await api.auditActions() == [
                    "appointment.requested", "appointment.confirmed", "appointment.requested", "appointment.moved",
                    "appointment.canceled",
                ])
            #expect(
                try await api.announced().map(\.type) == [
                    "appointment-created", "appointment-created", "appointment-canceled",
                ])
        }
    }

    @Test("PATCH: the rules of its fields")
    func patchFields() async throws {
        try await withAPI { api in
            let id = try #require(try await api.appointment(more: APIBench.jan).text("id"))
            for (body, fields) in [
                ("{}", [""]), ("", [""]), (#"{"name":"x"}"#, [""]), (#"{"status":null}"#, ["status"]),
                (#"{"status":"pending"}"#, ["status"]), (#"{"startsAt":"2026-03-12 10:00"}"#, ["endsAt"]),
                (#"{"endsAt":"2026-03-12 10:00"}"#, ["startsAt"]),
                (#"{"startsAt":null,"endsAt":null}"#, ["startsAt", "endsAt"]),
                (#"{"startsAt":"2026-03-12 10:00","endsAt":"2026-03-12 10:00"}"#, ["endsAt"]),
                (#"{"status":"canceled","startsAt":"2026-03-12 10:00","endsAt":"2026-03-12 11:00"}"#, ["status"]),
            ] {
                let reply = try await api.patch("/v1/appointments/\(id)", body)
                #expect(reply.status == 422, "\(body)")
                #expect(reply.fields == fields, "\(body)")
                // The id is asked first.
                #expect(try await api.patch("/v1/appointments/apt_06aps0ecvrc1ht4jz41b", body).status == 404)
            }
        }
    }

    @Test("The window: calendar days on the portal's clock, by start, without pages", arguments: Backend.available)
    func window(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            func at(_ start: String) async throws -> String {
                let body = APIBench.appointmentBody(from: start, to: "2027-01-01 00:00", more: APIBench.jan)
                return try #require(try await api.post("/v1/appointments", body).text("id"))
            }
            // Now is Monday 2 March 2026, 10:00. Clocks jump on 29 March.
            let later = try await at("2026-03-09 09:59:59")
            let first = try await at("2026-03-02 10:00:00")
            let twin = try await at("2026-03-02 10:00:00")
            _ = try await at("2026-03-02 09:59:59")
            _ = try await at("2026-03-09 10:00:00")
            let spring = try await at("2026-03-29 09:59:59")
            let afterSpring = try await at("2026-03-29 10:00:00")
            #expect(try await api.get("/v1/appointments").ids == [first, twin, later])
            let list = try await api.get("/v1/appointments?days=1")
            #expect(list.ids == [first, twin])
            #expect(list.json?["current_page"] == nil)
            #expect(try await api.get("/v1/appointments?start_at=2026-03-28+10:00&days=1").ids == [spring])
            #expect(try await api.get("/v1/appointments?start_at=2026-03-29T08:00:00Z&days=1").ids == [afterSpring])
            // 02:30 does not exist on the 29th: the window ends an hour later.
            #expect(try await api.get("/v1/appointments?start_at=2026-03-28+02:30&days=1").ids.isEmpty)
            #expect(try await api.get("/v1/appointments?start_at=2026-03-02&days=7").fields == ["start_at"])
            #expect(
                try await api.get("/v1/appointments?start_at=x&days=0&status=y&created_after=z&page=0").fields
                    == ["start_at", "days", "status", "created_after"])
            #expect(try await api.get("/v1/appointments?days=367").fields == ["days"])
            #expect(try await api.get("/v1/appointments?days=366").data.count == 6)
        }
    }

    @Test("Filters: status, customer, day of creation", arguments: Backend.available)
    func filters(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let first = try #require(try await api.appointment(more: #","customerId":"\#(customer)""#).text("id"))
            api.clock.advance(seconds: 3600)
            let second = try #require(try await api.appointment(more: APIBench.jan).text("id"))
            _ = try await api.delete("/v1/appointments/\(second)")
            let third = try await api.requested()
            for (query, ids) in [
                ("status=scheduled", [first]), ("status=canceled", [second]), ("status=pending", [third]),
                ("customerId=\(customer)", [first]), ("customerId=cst_06apczxmqbsaeh9edd1r", []), ("customerId=x", []),
                ("created_before=2026-03-02+10:30", [first]), ("created_after=2026-03-02+10:30", [third, second]),
                ("status=canceled&customerId=\(customer)", []),
            ] {
                #expect(try await api.get("/v1/appointments?days=60&\(query)").ids == ids, "\(query)")
            }
        }
    }

    @Test("Of many who cancel, confirm or move at once, one wins and the others see why", arguments: Backend.available)
    func races(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let canceled = try #require(try await api.appointment(more: APIBench.jan).text("id"))
            let cancels = try await api.concurrently(12) { try await $0.delete("/v1/appointments/\(canceled)") }
            #expect(cancels.map(\.status).sorted() == [200] + Array(repeating: 409, count: 11))

            let pending = try await api.requested()
            let decisions = try await api.concurrently(12) {
                try await $0.patch(
                    "/v1/appointments/\(pending)", #"{"status":"\#(Bool.random() ? "scheduled" : "canceled")"}"#)
            }
            #expect(decisions.count { $0.status == 200 } == 1)
            #expect(decisions.allSatisfy { $0.status == 200 || $0.status == 409 })

            let moving = try #require(try await api.appointment(more: APIBench.jan).text("id"))
            async let move = api.patch(
                "/v1/appointments/\(moving)", #"{"startsAt":"2026-03-21 10:00","endsAt":"2026-03-21 11:00"}"#)
            async let cancel = api.delete("/v1/appointments/\(moving)")
            let (moved, gone) = try await (move, cancel)
            #expect(gone.status == 200)
            // Whichever came first: what is canceled did not move afterwards.
            let end = try await api.get("/v1/appointments/\(moving)")
            #expect(end.text("status") == "canceled")
            #expect((end.text("startsAt") == "2026-03-21T10:00:00+01:00") == (moved.status == 200))
        }
    }

    @Test("A portal sees its own; switched off it is 426")
    func isolation() async throws {
        try await withAPI { api in
            let foreign = try #require(
                try await api.post(
                    "/v1/appointments", APIBench.appointmentBody(more: APIBench.jan), token: api.tokenOfB
                ).text("id"))
            let body = #"{"status":"canceled"}"#
            for reply in [
                try await api.get("/v1/appointments/\(foreign)"), try await api.delete("/v1/appointments/\(foreign)"),
                try await api.patch("/v1/appointments/\(foreign)", body), try await api.get("/v1/appointments/apt_x"),
            ] {
                #expect(reply.status == 404)
                #expect(reply.body == #"{"code":404,"message":"Not found."}"#)
            }
            #expect(try await api.get("/v1/appointments?days=60").ids.isEmpty)
            #expect(
                try await api.get("/v1/appointments/\(foreign)", token: api.tokenOfB).text("status") == "scheduled")
            try await api.expectSwitchedOff(.appointments, "Appointments")
        }
    }

    @Test("No mail leaves a test portal, nor about what is over; the language is the letterhead's, else the owner's")
    func mails() async throws {
        try await withAPI { api in
            _ = try await api.post(
                "/v1/appointments",
                APIBench.appointmentBody(from: "2026-03-01 10:00", to: "2026-03-02 10:00", more: APIBench.jan))
            let outbox = Outbox(database: api.database)
            #expect(try await outbox.list().isEmpty)
            let user: UserID = api.ambient.makeID()
            try await api.database.write { [a = api.a] connection throws(StorageError) in
                try connection.execute(
                    """
                    INSERT INTO users (id, email, email_key, name, language, created_at)
                    VALUES (\(user), 'o@x.nl', 'o@x.nl', 'O', 'nl', 0)
                    """)
                try connection.execute(
                    "INSERT INTO memberships (portal_id, user_id, role, created_at) VALUES (\(a), \(user), 'owner', 0)")
            }
            _ = try await api.appointment(more: APIBench.jan)
            #expect(
                try await outbox.list().map(\.mail.subject) == [
                    "Afspraak met alpha: donderdag 12 maart 2026, 10:00–11:00"
                ])
            _ = try await api.database.write { [a = api.a] connection throws(StorageError) in
                try connection.execute(
                    """
                    INSERT INTO letterheads (portal_id, name, address, zip_code, city, country_code, language)
                    VALUES (\(a), 'alpha', '', '', '', 'NL', 'en')
                    """)
            }
            _ = try await api.appointment(more: APIBench.jan)
            #expect(
                try await outbox.list().map(\.mail.subject).contains(
                    "Appointment with alpha: Thursday 12 March 2026, 10:00–11:00"))
            let developer: DeveloperID = api.ambient.makeID()
            try await api.database.write { [a = api.a] connection throws(StorageError) in
                try connection.execute(
                    """
                    INSERT INTO developers (id, email, email_key, name, password_hash, created_at)
                    VALUES (\(developer), 'd@x.nl', 'd@x.nl', 'D', 'x', 0)
                    """)
                try connection.execute(
                    """
                    INSERT INTO test_portals (developer_id, portal_id, user_id, created_at)
                    VALUES (\(developer), \(a), \(user), 0)
                    """)
            }
            #expect(try await api.appointment(more: APIBench.jan).status == 201)
            #expect(try await outbox.list().count == 2)
        }
    }
}
