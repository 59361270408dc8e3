import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Payment links (contract 4.13, 5.2)", .timeLimit(.minutes(2)))
struct PaymentLinkTests {
    static let path = "/v1/payment-links"

    @Test("Made, read, closed; each change is one audit event", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "payment-link-created")
            let created = try await api.post(
                Self.path,
                #"{"description":" Deposit ","amount":"50.00","expiresAt":"2026-03-31","reusable":null,"status":"paid"}"#
            )
            #expect(created.status == 201)
            let id = try #require(created.text("id"))
            #expect(PaymentLinkID(id) != nil)
            #expect(created["Location"] == "\(APIBench.origin)\(Self.path)/\(id)")
            #expect(
                created.body == """
                    {"id":"\(id)","createdAt":"2026-03-02T10:00:00+01:00","description":"Deposit","currency":"EUR",\
                    "amount":"50.00","reusable":false,"expiresAt":"2026-03-31T23:59:59+02:00","status":"open",\
                    "checkoutUrl":"\(APIBench.origin)/payment-link/\(id)"}
                    """)
            for version in ["1.0.0", "1.1.0"] {
                #expect(try await api.get("\(Self.path)/\(id)", version: version).body == created.body)
            }
            #expect(try await api.announced().map(\.body).first?.contains(created.body) == true)
            let closed = try await api.delete("\(Self.path)/\(id)")
            #expect(closed.status == 200)
            #expect(closed.text("status") == "closed")
            #expect(closed.json?["checkoutUrl"] == .null)
            #expect(try await api.get("\(Self.path)/\(id)").body == closed.body)
            let again = try await api.delete("\(Self.path)/\(id)")
            #expect(again.status == 422)
            #expect(again.fields == ["status"])
            #expect(try await api.auditActions() == ["payment_link.created", "payment_link.closed"])
        }
    }

    private static func errors(_ api: APIBench, _ body: String) async throws -> [String] {
        let reply = try await api.post(path, body)
        #expect(reply.status == (reply.fields.isEmpty ? 201 : 422))
        return reply.fields
    }

    @Test("Every field: what is taken, what is not, all that is wrong at once", arguments: Backend.available)
    func fields(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let missing = try await Self.errors(api, "{}")
            #expect(missing == ["description", "amount"])
            #expect(
                try await Self.errors(api, #"{"description":"","amount":12.5,"expiresAt":"2026-02-30","reusable":1}"#)
                    == ["description", "amount", "expiresAt", "reusable"])
            for amount in ["0.00", "1", "1.5", "-1.00", "1,00", "+1.00", " ", "1234567890.00", "1.000"] {
                #expect(
                    try await Self.errors(api, "{\"description\":\"x\",\"amount\":\"\(amount)\"}") == ["amount"],
                    "\(amount)")
            }
            for amount in ["0.01", "999999999.99", "00000001.00"] {
                #expect(
                    try await Self.errors(api, "{\"description\":\"x\",\"amount\":\"\(amount)\"}") == [], "\(amount)")
            }
            // Today in Amsterdam is 2 March.
            for (day, fields) in [
                ("2026-03-01", ["expiresAt"]), ("2026-03-02", []), ("2199-12-31", []), ("morgen", ["expiresAt"]),
            ] {
                let body = "{\"description\":\"x\",\"amount\":\"1.00\",\"expiresAt\":\"\(day)\"}"
                #expect(try await Self.errors(api, body) == fields, "\(day)")
            }
            let long = String(repeating: "é", count: 2000)
            #expect(try await Self.errors(api, "{\"description\":\"\(long)\",\"amount\":\"1.00\"}") == [])
            #expect(try await Self.errors(api, "{\"description\":\"\(long)x\",\"amount\":\"1.00\"}") == ["description"])
            #expect(try await api.get("\(Self.path)?per_page=100").data.count == 6)
        }
    }

    @Test("Filters: status by the clock, created, and what is wrong with them", arguments: Backend.available)
    func filters(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let open = try await till.link().text
            let closed = try await till.link().text
            _ = try await api.delete("\(Self.path)/\(closed)")
            let today = try await till.link(#","expiresAt":"2026-03-02""#)
            let paid = try await till.link()
            try await till.report(.paid, on: till.begin(paid))
            func ids(_ query: String) async throws -> [String] { try await api.get("\(Self.path)?\(query)").ids }
            #expect(try await ids("status=open") == [today.text, open])
            // The last second of its last day, and the one after that.
            api.clock.advance(seconds: 14 * 3600 - 1)
            #expect(try await till.status(of: today) == "open")
            #expect(try await ids("status=open") == [today.text, open])
            api.clock.advance(seconds: 1)
            #expect(try await till.status(of: today) == "expired")
            #expect(try await ids("status=open") == [open])
            #expect(try await ids("status=expired") == [today.text])
            #expect(try await ids("status=closed") == [closed])
            #expect(try await ids("status=paid") == [paid.text])
            #expect(try await ids("created_after=2026-03-03").isEmpty)
            #expect(try await ids("created_before=2026-03-03&status=paid") == [paid.text])
            #expect(try await ids("per_page=1&page=2").count == 1)
            let wrong = try await api.get("\(Self.path)?status=late&page=0&created_after=x")
            #expect(wrong.status == 422)
            #expect(wrong.fields == ["page", "created_after", "status"])
        }
    }

    @Test("Payments through a link: listed and read below their link only", arguments: Backend.available)
    func payments(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let link = try await till.link(#","reusable":true"#)
            let other = try await till.link()
            #expect(try await api.get("\(Self.path)/\(link)/payments").data.isEmpty)
            let first = try await till.begin(link)
            let second = try await till.begin(link)
            #expect(first.id != second.id)
            _ = try await till.payments.choose(.paid, for: second)
            let list = try await api.get("\(Self.path)/\(link)/payments")
            #expect(list.ids == [second.id.text, first.id.text])
            let one = try await api.get("\(Self.path)/\(link)/payments/\(second.id)")
            #expect(
                one.body == """
                    {"id":"\(second.id)","createdAt":"2026-03-02T10:00:00+01:00","paymentLinkId":"\(link)",\
                    "currency":"EUR","amount":"50.00","status":"paid","payersName":"Sandbox","integration":"sandbox",\
                    "integrationId":"\(try #require(second.integrationID))"}
                    """)
            #expect(second.integrationID?.hasPrefix("tr_") == true)
            #expect(try await api.get("\(Self.path)/\(link)/payments?per_page=1&page=2").ids == [first.id.text])
            for path in [
                "\(Self.path)/\(other)/payments/\(second.id)", "\(Self.path)/plk_06ar3291bjayc29vt16f/payments",
                "\(Self.path)/\(link)/payments/plp_06ar62d7cm6b3sjrspgm", "\(Self.path)/\(link)/payments/x",
            ] { #expect(try await api.get(path).status == 404, "\(path)") }
            #expect(try await api.get("\(Self.path)/\(link)/payments?page=0").fields == ["page"])
            #expect(try await api.get("\(Self.path)/plk_x/payments?page=0").status == 404)
        }
    }

    @Test("A portal sees its own; the switch answers 426, reads included", arguments: Backend.available)
    func isolation(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let foreign = try await till.link(token: api.tokenOfB)
            let own = try await till.link()
            #expect(try await api.get(Self.path).ids == [own.text])
            for (method, tail) in [(HTTPRequest.Method.get, ""), (.delete, ""), (.get, "/payments")] {
                let reply = try await api.send(method, "\(Self.path)/\(foreign)\(tail)")
                #expect(reply.status == 404)
                #expect(reply.body == #"{"code":404,"message":"Not found."}"#)
            }
            guard case .notFound = try await till.links.begin(foreign, in: api.a) else {
                Issue.record("a link of another portal can be paid")
                return
            }
            #expect(try await api.get("\(Self.path)/\(foreign)", token: api.tokenOfB).text("status") == "open")
            let off = api.credentials.mint(
                in: Portal(id: api.a, slug: "alpha", name: "Alpha", featuresOff: [.paymentlinks]), .all)
            for operation in APICatalog.operations where operation.group == "Payment Links" {
                let reply = try await api.send(
                    operation.method, "/v1\(operation.path)", token: off, body: operation.body == .none ? nil : "{")
                #expect(reply.status == 426)
                #expect(reply.message == "The feature paymentlinks is switched off for this portal.")
            }
        }
    }

    @Test("Of many that close one link at the same time, one is answered 200", arguments: Backend.available)
    func closing(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let link = try await Till(api).link()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for _ in 0..<8 { tasks.addTask { try await api.delete("\(Self.path)/\(link)").status } }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }.sorted()
            }
            #expect(statuses == [200] + Array(repeating: 422, count: 7))
            #expect(try await api.auditActions() == ["payment_link.created", "payment_link.closed"])
        }
    }
}
