import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Tickets (contract 4.15)", .timeLimit(.minutes(2)))
struct TicketTests {
    @Test("Opened, answered, closed, opened again by an answer; one audit event each", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for type in ["ticket-created", "ticket-reply-employee", "ticket-reply-customer"] {
                try await api.listen(to: type)
            }
            let customer = try await api.customer()
            let created = try await api.post(
                "/v1/tickets",
                #"{"title":" Login ","message":"<p>Since <i>today</i></p>","customerId":"\#(customer)","source":"chat"}"#
            )
            #expect(created.status == 201)
            let id = try #require(created.text("id"))
            let path = "/v1/tickets/\(id)"
            #expect(created["Location"] == "\(APIBench.origin)\(path)")
            let first = try #require(created.messageIDs.first)
            let ticket = """
                {"id":"\(id)","createdAt":"2026-03-02T10:00:00+01:00","customerId":"\(customer)","title":"Login",\
                "source":"portal","status":"open"
                """
            #expect(
                created.body == """
                    \(ticket),"messages":[{"id":"\(first)","postedBy":"Sync","isPostedByCustomer":false,\
                    "message":"<p>Since <i>today</i></p>","postedAt":"2026-03-02T10:00:00+01:00","attachments":[]}]}
                    """)
            #expect(try await api.get(path).body == created.body)
            // In lists without messages.
            #expect(try await api.get("/v1/tickets").body.contains("\"data\":[\(ticket)}]"))

            api.clock.advance(seconds: 60)
            let answered = try await api.post(path, #"{"message":"Try again & tell us"}"#)
            #expect(answered.status == 201)
            #expect(answered["Location"] == "\(APIBench.origin)\(path)")
            #expect(answered.messageIDs.first == first)
            #expect(answered.messageIDs.count == 2)
            #expect(
                answered.body.contains(#""message":"Try again &amp; tell us","postedAt":"2026-03-02T10:01:00+01:00""#))

            let closed = try await api.send(.patch, path)
            #expect(closed.status == 200)
            #expect(closed.body == answered.body.replacing(#""status":"open""#, with: #""status":"closed""#))
            let again = try await api.send(.patch, path)
            #expect(again.status == 422)
            #expect(again.fields == ["status"])
            #expect(try await api.post(path, #"{"message":"One more"}"#).text("status") == "open")
            // A body is not looked at.
            #expect(try await api.patch(path, "{").status == 200)

            #expect(
                try await api.auditActions().dropFirst() == [
                    "ticket.created", "ticket.replied", "ticket.closed", "ticket.replied", "ticket.closed",
                ])
            let told = try await api.announced()
            #expect(told.map(\.type) == ["ticket-created", "ticket-reply-employee", "ticket-reply-employee"])
            #expect(told.first?.body.contains(created.body) == true)
            #expect(told.dropFirst().first?.body.contains(answered.body) == true)

            #expect(try await api.delete("/v1/customers/\(customer)").status == 204)
            #expect(try await api.get(path).status == 404)
            #expect(
                try await api.database.rows("SELECT id FROM ticket_messages WHERE portal_id = \(api.a)").isEmpty)
        }
    }

    @Test("Who wrote it: the app, the key, the customer", arguments: Backend.available)
    func authors(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "ticket-reply-customer")
            let thread = try await api.ticket(from: .email)
            let tickets = api.tickets
            let replied = try await tickets.reply(
                to: TicketID(thread)!, MessageHTML(plain: "Thanks")!, from: .customer(named: "Jan Bos"), in: api.a,
                by: .system)
            guard case .done = replied else {
                Issue.record("not as expected")
                return
            }
            let read = try await api.get("/v1/tickets/\(thread)")
            #expect(read.text("source") == "email")
            #expect(read.body.contains(#""postedBy":"Jan Bos","isPostedByCustomer":true,"message":"Thanks""#))
            #expect(try await api.announced().map(\.type) == ["ticket-reply-customer"])
        }
    }

    @Test("A ticket from the chat is answered there: 409; it can be closed", arguments: Backend.available)
    func chat(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let id = try await api.ticket(from: .chat)
            #expect(try await api.post("/v1/tickets/\(id)", #"{"message":"x"}"#).status == 409)
            #expect(try await api.send(.patch, "/v1/tickets/\(id)").status == 200)
            #expect(try await api.post("/v1/tickets/\(id)", #"{"message":"x"}"#).status == 409)
            #expect(try await api.get("/v1/tickets/\(id)").messageIDs.count == 1)
        }
    }

    @Test("All invalid fields at once; ids before fields; a message without text is none")
    func invalid() async throws {
        try await withAPI { api in
            let foreign = try await api.customer(token: api.tokenOfB)
            let long = String(repeating: "x", count: 65_536)
            for (body, fields) in [
                ("{}", ["title", "message"]), (#"{"title":null,"message":7}"#, ["title", "message"]),
                (#"{"title":"\#(String(repeating: "x", count: 256))","message":"\#(long)"}"#, ["title", "message"]),
                (#"{"title":"x","message":"<p><script>alert(1)</script></p>"}"#, ["message"]),
                (#"{"title":"x","message":"<!-- <p>--><br>"}"#, ["message"]),
                (#"{"title":"x","message":"y","customerId":"x"}"#, ["customerId"]),
                (#"{"title":"x","message":"y","customerId":"\#(foreign)"}"#, ["customerId"]),
            ] {
                let reply = try await api.post("/v1/tickets", body)
                #expect(reply.status == 422)
                #expect(reply.fields == fields, "\(body.prefix(80))")
            }
            #expect(try await api.auditActions() == [])
            let id = try await api.ticket()
            for body in ["{}", #"{"message":""}"#, #"{"message":"\#(long)"}"#, #"{"message":"<b> </b>"}"#] {
                #expect(try await api.post("/v1/tickets/\(id)", body).fields == ["message"])
                #expect(try await api.post("/v1/tickets/tic_06arf2ssg0h1ffdw95pb", body).status == 404)
            }
            let most = String(repeating: "é", count: 65_535)
            #expect(try await api.post("/v1/tickets/\(id)", #"{"message":"\#(most)"}"#).status == 201)
            // The two dots are one scalar, and the text came back whole.
            #expect(try await api.get("/v1/tickets/\(id)").body.contains(most))
        }
    }

    @Test("A ticket holds at most 1,000 messages: 409, and a closed one stays closed", arguments: Backend.available)
    func messageCeiling(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let ticket = try await api.ticket()
            let ids: [TicketMessageID] = (0..<998).map { _ in api.ambient.makeID() }
            try await api.database.write { connection throws(StorageError) in
                for id in ids {
                    try connection.execute(
                        """
                        INSERT INTO ticket_messages (portal_id, id, ticket_id, posted_by, is_by_customer, message, posted_at)
                        VALUES (\(api.a), \(id), \(ticket), 'Jan', TRUE, 'x', 0)
                        """)
                }
            }
            let path = "/v1/tickets/\(ticket)"
            let last = try await api.post(path, #"{"message":"y"}"#)
            #expect(last.status == 201)
            #expect(last.messageIDs.count == 1000)
            #expect(try await api.get(path).body == last.body)
            #expect(try await api.send(.patch, path).status == 200)
            let refused = try await api.post(path, #"{"message":"z"}"#)
            #expect(refused.status == 409)
            #expect(refused.text("message") == "The ticket holds 1000 messages already; open a new one.")
            #expect(try await api.get(path).text("status") == "closed")
            #expect(try await api.get(path).messageIDs.count == 1000)
        }
    }

    @Test("The messages of a ticket hold at most 2 MB together: 409", arguments: Backend.available)
    func sizeCeiling(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let path = "/v1/tickets/\(try await api.ticket())"
            // Six bytes each, as `&quot;`.
            let quotes = String(repeating: #"\""#, count: 65_535)
            for _ in 0..<5 { #expect(try await api.post(path, #"{"message":"\#(quotes)"}"#).status == 201) }
            let refused = try await api.post(path, #"{"message":"\#(quotes)"}"#)
            #expect(refused.status == 409)
            #expect(refused.text("message") == "The messages of a ticket hold at most 2 MB; open a new one.")
            #expect(try await api.post(path, #"{"message":"A short one still fits."}"#).status == 201)
        }
    }

    @Test("Filters: status, customer, day of creation", arguments: Backend.available)
    func filters(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let first = try await api.ticket(more: #","customerId":"\#(customer)""#)
            api.clock.advance(seconds: 3600)
            let second = try await api.ticket()
            _ = try await api.send(.patch, "/v1/tickets/\(second)")
            for (query, ids) in [
                ("", [second, first]), ("status=open", [first]), ("status=closed", [second]),
                ("customerId=\(customer)", [first]), ("customerId=\(customer)&status=closed", []), ("customerId=x", []),
                ("created_after=2026-03-02+10:30", [second]), ("created_before=2026-03-02+10:30", [first]),
                ("per_page=1&page=2", [first]), ("page=3", []),
            ] {
                #expect(try await api.get("/v1/tickets?\(query)").ids == ids, "\(query)")
            }
            #expect(
                try await api.get("/v1/tickets?status=pending&created_after=x&per_page=0").fields
                    == ["per_page", "status", "created_after"])
            let cursor = try #require(try await api.get("/v1/tickets?per_page=1").text("next_cursor"))
            #expect(try await api.get("/v1/tickets?per_page=1&cursor=\(cursor)").ids == [first])
        }
    }

    @Test("Of many who close at once one does, and the others get 422", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let id = try await api.ticket()
            let closed = try await api.concurrently(12) { try await $0.send(.patch, "/v1/tickets/\(id)") }
            #expect(closed.map(\.status).sorted() == [200] + Array(repeating: 422, count: 11))
            // All answers are there, in one order.
            let answered = try await api.concurrently(8) { try await $0.post("/v1/tickets/\(id)", #"{"message":"x"}"#) }
            #expect(answered.allSatisfy { $0.status == 201 })
            let thread = try await api.get("/v1/tickets/\(id)")
            #expect(thread.messageIDs.count == 9)
            #expect(thread.messageIDs == thread.messageIDs.sorted())
            #expect(thread.text("status") == "open")
        }
    }

    @Test("A portal sees its own; switched off it is 426")
    func isolation() async throws {
        try await withAPI { api in
            let foreign = try await api.ticket(token: api.tokenOfB)
            for reply in [
                try await api.get("/v1/tickets/\(foreign)"), try await api.send(.patch, "/v1/tickets/\(foreign)"),
                try await api.post("/v1/tickets/\(foreign)", #"{"message":"x"}"#), try await api.get("/v1/tickets/x"),
            ] {
                #expect(reply.status == 404)
                #expect(reply.body == #"{"code":404,"message":"Not found."}"#)
            }
            #expect(try await api.get("/v1/tickets").ids.isEmpty)
            #expect(try await api.get("/v1/tickets/\(foreign)", token: api.tokenOfB).text("status") == "open")
            try await api.expectSwitchedOff(.ticketing, "Tickets")
        }
    }
}

extension APIBench {
    var tickets: Tickets {
        Tickets(database: database, journal: Journal(ambient: ambient, renderer: .payloads), ambient: ambient)
    }

    /// A new ticket's id.
    func ticket(more: String = "", token: String? = nil) async throws -> String {
        let reply = try await post("/v1/tickets", #"{"title":"Login","message":"Help"\#(more)}"#, token: token)
        return try #require(reply.text("id"))
    }

    /// One that came in otherwise.
    func ticket(from source: Ticket.Source) async throws -> String {
        let message = try #require(MessageHTML(plain: "Help"))
        let new = NewTicket(title: "Login", message: message, source: source)
        let made = try await tickets.create(new, from: .customer(named: "Jan"), in: a, by: .system)
        guard case .created(let thread) = made else { throw Unexpected() }
        return thread.ticket.id.text
    }
}

extension Reply {
    /// The ids of a ticket's messages.
    var messageIDs: [String] {
        guard case .array(let messages)? = json?["messages"] else { return [] }
        return messages.compactMap { if case .string(let id)? = $0["id"] { id } else { nil } }
    }
}
