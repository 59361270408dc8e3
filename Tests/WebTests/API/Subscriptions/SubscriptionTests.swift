import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Customer subscriptions (contract 4.7)", .timeLimit(.minutes(2)))
struct SubscriptionTests {
    static let path = "/v1/customer-subscriptions"

    static func body(_ customer: String, start: String = "2026-01-31", _ more: String = "") -> String {
        """
        {"customerId":"\(customer)","description":"Hosting","startDate":"\(start)","interval":"1 month","amount":"24.20","vatRate":21\(more)}
        """
    }

    @Test(
        "Begun, read, changed, terminated, deleted; each change is one audit event and one event",
        arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for event in ["created", "updated", "deleted"] { try await api.listen(to: "subscription-\(event)") }
            let customer = try await api.customer()
            // 2 March 2026 in Amsterdam: the terms of 31 January and 28 February are never charged.
            let made = try await api.post(Self.path, Self.body(customer))
            #expect(made.status == 201)
            let id = try #require(made.text("id"))
            #expect(SubscriptionID(id) != nil)
            #expect(made["Location"] == "\(APIBench.origin)\(Self.path)/\(id)")
            #expect(
                made.body == """
                    {"id":"\(id)","createdAt":"2026-03-02T10:00:00+01:00","customerId":"\(customer)",\
                    "description":"Hosting","startsAt":"2026-01-31","interval":"1 month","renewsAt":"2026-03-31",\
                    "currency":"EUR","amount":"24.20","vatRate":21,"status":"in_progress","options":{"createInvoice":false,\
                    "invoiceDescription":null,"createPayment":false,"paymentIntegration":null,\
                    "paymentIntegrationMandateId":null,"followUpFailedPayment":false},"terminatedAt":null}
                    """)
            for version in ["1.0.0", "1.1.0"] {
                #expect(try await api.get("\(Self.path)/\(id)", version: version).body == made.body)
            }
            #expect(try await api.get(Self.path).ids == [id])
            #expect(try await api.delete("\(Self.path)/\(id)").status == 409)

            let changed = try await api.patch(
                "\(Self.path)/\(id)", #"{"description":"Hosting XL","interval":"1 year","amount":"300.00","vatRate":9}"#
            )
            #expect(changed.status == 200)
            #expect(changed.text("interval") == "1 year")
            #expect(changed.text("amount") == "300.00")
            #expect(changed.json?["vatRate"] == .number("9"))
            #expect(changed.text("renewsAt") == "2026-03-31")
            #expect(try await api.patch("\(Self.path)/\(id)", "{}").body == changed.body)
            let terminated = try await api.patch("\(Self.path)/\(id)", #"{"terminatedAt":"2026-03-02 10:00"}"#)
            #expect(terminated.text("status") == "terminated")
            #expect(terminated.text("terminatedAt") == "2026-03-02T10:00:00+01:00")
            #expect(try await api.patch("\(Self.path)/\(id)", #"{"amount":"1.00"}"#).status == 409)
            api.clock.advance(seconds: 29 * 86_400)
            #expect(try await api.get("\(Self.path)/\(id)").text("status") == "ended")
            let late = try await api.patch("\(Self.path)/\(id)", #"{"amount":"1.00"}"#)
            #expect(late.status == 409)
            #expect(late.message == "The subscription is ended.")
            #expect(try await api.delete("\(Self.path)/\(id)").status == 204)
            #expect(try await api.get("\(Self.path)/\(id)").status == 404)
            #expect(
                try await api.auditActions() == [
                    "customer.created", "subscription.created", "subscription.edited", "subscription.terminated",
                    "subscription.deleted",
                ])
            #expect(
                try await api.announced().map(\.type) == [
                    "subscription-created", "subscription-updated", "subscription-updated", "subscription-deleted",
                ])
            #expect(try await api.announced().first?.body.contains(made.body) == true)
        }
    }

    @Test("Every field: what is taken, what is not, all that is wrong at once", arguments: Backend.available)
    func fields(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            func errors(_ body: String) async throws -> [String] { try await api.post(Self.path, body).fields }
            #expect(
                try await errors("{}")
                    == ["customerId", "description", "startDate", "interval", "amount", "vatRate"])
            #expect(
                try await errors(
                    #"""
                    {"customerId":"cst_06apczxmqbsaeh9edd1r","description":"","startDate":"2026-02-30","interval":"3 months",
                    "amount":"0.00","vatRate":"21","createInvoice":"yes","createPayment":true,"followUpFailedPayment":1}
                    """#)
                    == [
                        "description", "startDate", "interval", "amount", "vatRate", "createInvoice",
                        "paymentIntegrationMandateId", "followUpFailedPayment", "customerId",
                    ])
            for (more, fields) in [
                (#","createPayment":true,"paymentIntegrationMandateId":"tr_1""#, ["paymentIntegrationMandateId"]),
                (#","createPayment":true,"paymentIntegrationMandateId":null"#, ["paymentIntegrationMandateId"]),
                // Ignored without: not even looked at.
                (#","paymentIntegrationMandateId":12,"invoiceDescription":12"#, []),
                (#","createInvoice":true,"invoiceDescription":12"#, ["invoiceDescription"]),
            ] { #expect(try await errors(Self.body(customer, more)) == fields, "\(more)") }
            let whole = try await api.post(
                Self.path,
                Self.body(
                    customer,
                    #","createInvoice":true,"invoiceDescription":"H","createPayment":true,"paymentIntegrationMandateId":"mdt_1aB","followUpFailedPayment":true"#
                ))
            #expect(
                whole.json?["options"]
                    == (try JSONValue(
                        parsing: Array(
                            #"{"createInvoice":true,"invoiceDescription":"H","createPayment":true,"paymentIntegration":"sandbox","paymentIntegrationMandateId":"mdt_1aB","followUpFailedPayment":true}"#
                                .utf8))))
            // A portal without a provider takes no payments.
            let till = Till(api)
            let none = try await PaymentSettings.Wish(
                integration: "none", mollieKey: "", chargesFirstTerm: true, present: till.settings.find(in: api.a))
            _ = try await till.settings.change(to: none, in: api.a, by: .commandLine)
            let charged = #","createPayment":true,"paymentIntegrationMandateId":"mdt_1""#
            #expect(try await errors(Self.body(customer, charged)) == ["createPayment"])
            let id = try #require(whole.text("id"))
            let wrong = try await api.patch(
                "\(Self.path)/\(id)",
                #"{"description":null,"interval":1,"amount":"1","vatRate":null,"terminatedAt":"soon"}"#)
            #expect(wrong.fields == ["description", "interval", "amount", "vatRate", "terminatedAt"])
            #expect(try await api.patch("\(Self.path)/sub_06aq50z508b0184sjm6r", #"{"amount":1}"#).status == 404)
            #expect(try await api.get("\(Self.path)/\(id)").body == whole.body)
        }
    }

    @Test("In 1.1.0 the first day is called startsAt, and startDate is unknown", arguments: Backend.available)
    func versions(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let old = Self.body(customer)
            let new = old.replacing("startDate", with: "startsAt")
            for (version, body, status) in [
                ("1.0.0", old, 201), ("1.1.0", new, 201), ("1.0.0", new, 422), ("1.1.0", old, 422),
            ] {
                let reply = try await api.send(.post, Self.path, headers: [("X-VERSION", version)], body: body)
                #expect(reply.status == status)
                if status == 422 { #expect(reply.fields == [version == "1.0.0" ? "startDate" : "startsAt"]) }
            }
        }
    }

    @Test(
        "The first renewal is the first term start that is today or later",
        arguments: [
            ("2026-03-02", "1 month", "2026-03-02"), ("2026-03-01", "14 days", "2026-03-15"),
            ("2025-12-31", "2 months", "2026-04-30"), ("2024-02-29", "1 year", "2027-02-28"),
            ("2030-01-31", "6 months", "2030-01-31"), ("1900-01-01", "14 days", "2026-03-09"),
        ])
    func renewal(start: String, interval: String, renewal: String) async throws {
        try await withAPI { api in
            let customer = try await api.customer()
            let body = Self.body(customer, start: start).replacing("1 month", with: interval)
            let made = try await api.post(Self.path, body)
            #expect(made.text("renewsAt") == renewal)
            #expect(made.text("status") == (start > "2026-03-02" ? "planned" : "in_progress"))
        }
    }

    @Test("Terminated before it began it is ended at once, and can be deleted", arguments: Backend.available)
    func planned(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let id = try #require(try await api.post(Self.path, Self.body(customer, start: "2026-05-01")).text("id"))
            let ended = try await api.patch("\(Self.path)/\(id)", #"{"terminatedAt":"2026-03-02T09:00:00Z"}"#)
            #expect(ended.text("status") == "ended")
            #expect(try await api.delete("\(Self.path)/\(id)").status == 204)
            let planned = try #require(
                try await api.post(Self.path, Self.body(customer, start: "2026-05-01")).text("id"))
            #expect(try await api.delete("\(Self.path)/\(planned)").status == 204)
        }
    }

    @Test("A portal sees its own; the switch answers 426, reads included", arguments: Backend.available)
    func isolation(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let theirs = try await api.customer(token: api.tokenOfB)
            #expect(try await api.post(Self.path, Self.body(theirs)).fields == ["customerId"])
            let foreign = try #require(
                try await api.post(Self.path, Self.body(theirs), token: api.tokenOfB).text("id"))
            for (method, tail, body) in [
                (HTTPRequest.Method.get, "", nil), (.patch, "", #"{"amount":"1.00"}"#), (.delete, "", nil),
                (.get, "/payments", nil as String?),
            ] {
                let reply = try await api.send(method, "\(Self.path)/\(foreign)\(tail)", body: body)
                #expect(reply.status == 404)
                #expect(reply.body == #"{"code":404,"message":"Not found."}"#)
            }
            #expect(try await api.get(Self.path).ids == [])
            let off = api.credentials.mint(
                in: Portal(id: api.a, slug: "alpha", name: "Alpha", featuresOff: [.subscriptions]), .all)
            for operation in APICatalog.operations where operation.group.hasPrefix("Customer Subscription") {
                let reply = try await api.send(
                    operation.method, "/v1\(operation.path)", token: off, body: operation.body == .none ? nil : "{")
                #expect(reply.status == 426, "\(operation.id)")
            }
        }
    }

    @Test("Of many that terminate one subscription at the same time, one does it", arguments: Backend.available)
    func terminating(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let id = try #require(try await api.post(Self.path, Self.body(try await api.customer())).text("id"))
            let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for number in 0..<8 {
                    tasks.addTask {
                        try await api.patch("\(Self.path)/\(id)", "{\"terminatedAt\":\"2026-03-0\(number + 1) 08:00\"}")
                            .status
                    }
                }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }.sorted()
            }
            #expect(statuses == [200] + Array(repeating: 409, count: 7))
        }
    }
}
