import Background
import HTTPTypes
import Kernel
import Logging
import OAuth
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Idempotency-Key (checklist 229, contract 2.7)", .timeLimit(.minutes(2)))
struct IdempotencyTests {
    @Test(
        "A repetition gets the stored answer, and nothing is done twice: every POST of the table",
        arguments: Backend.available)
    func repetition(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let group = try await api.group()
            let package = try await api.package()
            let appointment =
                #"{"name":"x","startsAt":"2026-04-01 10:00","endsAt":"2026-04-01 11:00","customerId":"\#(customer)"}"#
            let card = try await api.punchCard()
            let issued = try await api.issuedPunchCard(card, to: customer)
            let ticket = try await api.ticket()
            let directory = try await api.directory()
            let receiver = #"{"url":"https://example.nl/hook","type":"customer-created"}"#
            let webhook = try #require(try await api.post("/v1/webhooks", receiver).text("id"))
            let delivery = try #require(try await api.post("/v1/webhooks/\(webhook)/test", "").text("id"))
            _ = try await api.database.write { [portal = api.a] connection throws(StorageError) in
                try connection.execute(
                    """
                    UPDATE webhook_deliveries SET status = 'delivered', due_at = NULL, next_attempt_at = NULL
                    WHERE portal_id = \(portal)
                    """)
            }
            let ids = [
                "webhookId": webhook, "deliveryId": delivery,
                "customerGroupId": group, "punchCardId": card, "issuedPunchCardId": issued, "ticketId": ticket,
                "packageId": package,
            ]
            let bodies = [
                "schedule-appointment": appointment, "create-punch-card": APIBench.punchCardBody(),
                "issue-punch-card": #"{"customerId":"\#(customer)"}"#, "stamp-bought-punch-card": "{}",
                "create-webhook": receiver, "redeliver-webhook-delivery": "", "test-webhook": "",
                "create-ticket": #"{"title":"x","message":"y"}"#, "add-ticket-message": #"{"message":"y"}"#,
                "create-customer": APIBench.customerBody(), "create-customer-group": #"{"name":"Dealers"}"#,
                "create-customer-subscription": SubscriptionTests.body(customer),
                "create-customer-subscription-package": SubscriptionPackageTests.body,
                "sign-up-customer-subscription-package": #"{"customerId":"\#(customer)","startDate":"2026-06-01"}"#,
                "sign-up-customer-subscription-package-to-non-customer": SubscriptionPackageTests.applicant,
                "create-payment-link": #"{"description":"Deposit","amount":"50.00"}"#,
                "add-customers-to-customer-group": #"{"customers":["\#(customer)"]}"#,
                "post-files": #"{"name":"x"}"#, "create-file-share": #"{"content":["\#(directory)"]}"#,
                "create-file-request": #"{"name":"x","requestedFiles":[{"name":"y"}]}"#,
                "create-customer-invoice-manual": api.manualInvoice(customer),
                "create-customer-offer-manual": api.manualOffer(customer),
            ]
            let paper = FormBody.field("customerId", customer).field("issuedAt", "2026-03-02").field("amount", "12.95")
                .file("pdf", "paper.pdf", Array("%PDF-1.7".utf8))
            let forms = [
                "create-customer-invoice": paper.field("invoiceNumber", "1"),
                "create-customer-offer": paper.field("offerNumber", "1").field("expiresAt", "2026-03-31"),
            ]
            for operation in APICatalog.operations where operation.method == .post {
                // Other forms with files: beside the tests of their areas.
                if case .multipart = operation.body, forms[operation.id] == nil { continue }
                let path = ids.reduce("/v1\(operation.path)") { $0.replacing("{\($1.key)}", with: $1.value) }
                func post() async throws -> Reply {
                    if let form = forms[operation.id] { return try await api.upload(path, form, key: operation.id) }
                    let body = try #require(bodies[operation.id], "a new POST needs a body here")
                    return try await api.post(path, body, key: operation.id)
                }
                let before = try await api.auditActions().count
                let first = try await post()
                #expect(first.status < 300)
                #expect(first["Idempotent-Replayed"] == nil)
                api.clock.advance(seconds: 86_399)
                let second = try await post()
                #expect(second.status == first.status)
                #expect(second.body == first.body)
                #expect(second["Location"] == first["Location"])
                #expect(second["Content-Type"] == "application/json")
                #expect(second["Idempotent-Replayed"] == "true")
                #expect(second["X-Request-Id"] != first["X-Request-Id"])
                #expect(try await api.auditActions().count == before + 1)
            }
        }
    }

    @Test(
        "Another request with the key is 422: other body, path, query, version; the key's holder is another",
        arguments: Backend.available)
    func another(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let body = APIBench.customerBody()
            #expect(try await api.post("/v1/customers", body, key: "k").status == 201)
            let others: [(String, String, [(String, String)])] = [
                ("/v1/customers", body + " ", []), ("/v1/customers?x=1", body, []), ("/v1/customer-groups", body, []),
                ("/v1/customers", body, [("X-VERSION", "1.1.0")]), ("/v1/customers", "{}", []),
            ]
            for (path, body, headers) in others {
                let reply = try await api.send(.post, path, headers: headers + [("Idempotency-Key", "k")], body: body)
                #expect(reply.status == 422)
                #expect(reply.fields == ["Idempotency-Key"])
                #expect(reply.message?.contains("Idempotency-Key") == true)
            }
            #expect(try await api.post("/v1/customers", body, key: "k", token: api.tokenOfB).status == 201)
            #expect(try await api.post("/v1/customers", body, key: "K").status == 201)
            #expect(try await api.get("/v1/customers").data.count == 2)
        }
    }

    @Test("An app is recognised after its token was refreshed; an API key of the portal is somebody else")
    func holder() async throws {
        try await withAPI { api in
            let portal = Portal(id: api.a, slug: "alpha", name: "Alpha")
            let app = credentials("app_06as43q3qy93myae7fwh")
            let other = credentials("app_06as43q3qy93myae7fwj")
            let body = APIBench.customerBody()
            let first = try await api.post(
                "/v1/customers", body, key: "k", token: api.credentials.mint(in: portal, .all, app: app))
            let again = try await api.post(
                "/v1/customers", body, key: "k", token: api.credentials.mint(in: portal, .all, app: app))
            #expect(again.body == first.body)
            #expect(again["Idempotent-Replayed"] == "true")
            let stranger = try await api.post(
                "/v1/customers", body, key: "k", token: api.credentials.mint(in: portal, .all, app: other))
            #expect(stranger["Idempotent-Replayed"] == nil)
            #expect(try await api.post("/v1/customers", body, key: "k")["Idempotent-Replayed"] == nil)
            // The scope is asked before the key.
            let reader = api.credentials.mint(in: portal, .customersRead, app: app)
            #expect(try await api.post("/v1/customers", body, key: "k", token: reader).status == 403)
        }
    }

    private func credentials(_ id: String) -> Principal.AppSummary { .init(id: AppID(id)!, name: "Sync") }

    @Test("A malformed key is 400", arguments: ["", "a b", "é", String(repeating: "x", count: 256), "a\tb"])
    func malformed(_ key: String) async throws {
        try await withAPI { api async throws in
            #expect(try await api.post("/v1/customers", APIBench.customerBody(), key: key).status == 400)
            #expect(try await api.get("/v1/customers").data.isEmpty)
        }
    }

    @Test("Twice is malformed; 255 characters are fine; other methods ignore it")
    func form() async throws {
        try await withAPI { api async throws in
            let twice = [("Idempotency-Key", "a"), ("Idempotency-Key", "a")]
            #expect(
                try await api.send(.post, "/v1/customers", headers: twice, body: APIBench.customerBody()).status == 400)
            let long = String(repeating: "~", count: 255)
            #expect(try await api.post("/v1/customers", APIBench.customerBody(), key: long).status == 201)
            #expect(try await api.send(.get, "/v1/customers", headers: [("Idempotency-Key", "a b")]).status == 200)
        }
    }

    @Test("After a refusal the key is free again; after 24 hours too", arguments: Backend.available)
    func free(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            #expect(try await api.post("/v1/customers", "{}", key: "k").status == 422)
            #expect(try await api.post("/v1/customers", "{", key: "k").status == 400)
            let first = try await api.post("/v1/customers", APIBench.customerBody(), key: "k")
            #expect(first.status == 201)
            api.clock.advance(seconds: 86_400)
            let second = try await api.post("/v1/customers", APIBench.customerBody("Other"), key: "k")
            #expect(second.status == 201)
            #expect(second["Idempotent-Replayed"] == nil)
            let pruner = Pruner(
                database: api.database, ambient: api.ambient, longestAccessToken: 3600, logger: Logger(label: "test"))
            #expect(try await pruner.sweep(at: api.clock.now) == 0)
            #expect(try await pruner.sweep(at: api.clock.now + 86_400) == 1)
        }
    }

    @Test("Many at once: done once; the others wait for it or get its answer", arguments: Backend.available)
    func concurrent(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<30 {
                    group.addTask { try await api.post("/v1/customers", APIBench.customerBody(), key: "k") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.count { $0.status == 201 && $0["Idempotent-Replayed"] == nil } == 1)
            for reply in replies where reply.status != 201 {
                #expect(reply.status == 409)
                #expect(reply["Retry-After"] == "1")
            }
            #expect(Set(replies.filter { $0.status == 201 }.map(\.body)).count == 1)
            #expect(try await api.get("/v1/customers").data.count == 1)
            #expect(try await api.auditActions() == ["customer.created"])
        }
    }

    @Test(
        "Two nodes at once: the primary key lets one change through, and the other answers with it",
        arguments: Backend.available)
    func nodes(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            // A second node is a second pipeline on the same database, with its own list of running requests.
            try await withSecondNode(of: api) { other in
                for round in 0..<10 {
                    let body = APIBench.customerBody("C\(round)")
                    let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                        for node in [api, other] {
                            group.addTask { try await node.post("/v1/customers", body, key: "k\(round)") }
                        }
                        return try await group.reduce(into: []) { $0.append($1) }
                    }
                    #expect(replies.allSatisfy { $0.status == 201 })
                    #expect(Set(replies.map(\.body)).count == 1)
                    #expect(replies.count { $0["Idempotent-Replayed"] == "true" } == 1)
                }
                #expect(try await api.get("/v1/customers?per_page=100").data.count == 10)
                #expect(try await api.auditActions().count == 10)
            }
        }
    }
}
