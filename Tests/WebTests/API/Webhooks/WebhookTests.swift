import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing

@Suite("Webhooks (contract 4.16)", .timeLimit(.minutes(2)))
struct WebhookTests {
    static let path = "/v1/webhooks"

    static func body(
        _ url: String = "https://example.nl/hook", type: String = "customer-created", more: String = ""
    ) -> String {
        #"{"url":"\#(url)","type":"\#(type)"\#(more)}"#
    }

    @Test("Made, read, listed, deleted; the signing secret is shown once", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let made = try await api.post(Self.path, Self.body())
            #expect(made.status == 201)
            let (id, secret) = (try #require(made.text("id")), try #require(made.text("secret")))
            let signing = try #require(made.text("signingSecret"))
            #expect(made["Location"] == "\(APIBench.origin)/v1/webhooks/\(id)")
            #expect(secret.utf8.count == 20 && secret.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
            #expect(signing.hasPrefix("whsec_"))
            #expect(Base64.decode(signing.dropFirst(6).utf8)?.count == 32)
            let read = """
                {"id":"\(id)","createdAt":"2026-03-02T10:00:00+01:00","type":"customer-created",\
                "url":"https://example.nl/hook","secret":"\(secret)","sendSecretHeader":true,"apiVersion":"1.0.0","active":true}
                """
            #expect(made.body == read.replacing("\"sendSecret", with: "\"signingSecret\":\"\(signing)\",\"sendSecret"))
            #expect(try await api.get("\(Self.path)/\(id)").body == read)
            let second = try await api.post(
                Self.path, Self.body(more: #","sendSecretHeader":false,"apiVersion":"1.1.0""#))
            let other = try #require(second.text("id"))
            #expect(second.json?["sendSecretHeader"] == .bool(false))
            #expect(second.text("apiVersion") == "1.1.0")
            #expect(second.text("secret") != secret && second.text("signingSecret") != signing)
            let list = try await api.get("\(Self.path)?per_page=1")
            #expect(list.ids == [other])
            #expect(!list.body.contains("signingSecret"))

            #expect(try await api.delete("\(Self.path)/\(id)").status == 204)
            #expect(try await api.delete("\(Self.path)/\(id)").status == 404)
            #expect(try await api.get("\(Self.path)/\(id)").status == 404)
            #expect(try await api.auditActions() == ["webhook.created", "webhook.created", "webhook.deleted"])
        }
    }

    @Test(
        "Neither secret can be read in the database, nor in what is kept for an Idempotency-Key",
        arguments: Backend.available)
    func stored(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let made = try await api.post(Self.path, Self.body(), key: "k1")
            #expect(made.status == 201)
            let again = try await api.post(Self.path, Self.body(), key: "k1")
            #expect(again["Idempotent-Replayed"] == "true")
            #expect(again.body == made.body)
            #expect(again["Location"] == made["Location"])
            #expect(try await api.get(Self.path).ids.count == 1)
            var stored = ""
            for table in ["webhooks", "idempotency_records", "audit_events"] {
                for row in try await api.database.rows(SQL.everything(in: table, of: api.a)) { stored += "\(row)" }
            }
            #expect(stored.contains("https://example.nl/hook"))
            for name in ["secret", "signingSecret"] {
                let secret = try #require(made.text(name))
                #expect(!stored.contains(secret.replacing("whsec_", with: "")), "\(name)")
            }
        }
    }

    @Test("A portal has at most 100 active webhooks, whoever comes at the same time", arguments: Backend.available)
    func ceiling(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for _ in 0..<99 { #expect(try await api.post(Self.path, Self.body()).status == 201) }
            async let first = api.post(Self.path, Self.body())
            async let second = api.post(Self.path, Self.body())
            let replies = try await [first, second]
            #expect(replies.map(\.status).sorted() == [201, 409])
            let refused = try #require(replies.first { $0.status == 409 })
            #expect(refused.text("message") == "The portal has 100 active webhooks already.")
            #expect(try await api.auditActions().count == 100)
            // Another portal's do not count, and neither do those that ended.
            #expect(try await api.post(Self.path, Self.body(), token: api.tokenOfB).status == 201)
            _ = try await api.database.write { connection throws(StorageError) in
                try connection.execute(
                    """
                    UPDATE webhooks SET inactive_at = 1, inactive_reason = 'gone' WHERE portal_id = \(api.a) AND id = (
                        SELECT MIN(id) FROM webhooks WHERE portal_id = \(api.a))
                    """)
            }
            #expect(try await api.post(Self.path, Self.body()).status == 201)
            #expect(try await api.post(Self.path, Self.body()).status == 409)
        }
    }

    @Test("All invalid fields at once, and nothing written", arguments: Backend.available)
    func invalid(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let wrong = #"{"url":"http://example.nl/","type":"webhook-test","sendSecretHeader":1,"apiVersion":"2.0.0"}"#
            let refused = try await api.post(Self.path, wrong)
            #expect(refused.status == 422)
            #expect(Set(refused.fields) == ["url", "type", "sendSecretHeader", "apiVersion"])
            #expect(try await api.post(Self.path, "{}").fields.sorted() == ["type", "url"])
            for url in [
                "", "example.nl", "ftp://example.nl/", "https://", "https://user@example.nl/",
                "https://u:p@example.nl/",
                "https://example.nl/#top", "https://example.nl:0/", "https://example.nl:99999/", "https://exa mple.nl/",
                "https://exämple.nl/", "https://example.nl/%zz", "https://[::1/", "https://ex_ample.nl/",
                "https://inside.example/", "http://localhost/",
                "https://example.nl/" + String(repeating: "x", count: 2048),
            ] { #expect(try await api.post(Self.path, Self.body(url)).fields == ["url"], "\(url.prefix(40))") }
            for body in [#"{"url":7,"type":"invoice-paid"}"#, #"{"url":null,"type":"invoice-paid"}"#] {
                #expect(try await api.post(Self.path, body).fields == ["url"])
            }
            #expect(try await api.post(Self.path, Self.body(type: "Customer-Created")).fields == ["type"])
            #expect(try await api.post(Self.path, "").status == 400)
            #expect(try await api.get(Self.path).ids == [])
            let longest = "https://example.nl/" + String(repeating: "x", count: 2029)
            #expect(longest.utf8.count == 2048)
            #expect(try await api.post(Self.path, Self.body(longest)).status == 201)
            #expect(
                try await api.post(Self.path, Self.body("  https://example.nl/a?b=%2F#{x}".replacing("#{x}", with: "")))
                    .status == 201)
            #expect(
                try await api.post(Self.path, Self.body(more: #","sendSecretHeader":null,"apiVersion":null"#)).status
                    == 201)
        }
    }

    @Test(
        "Every type of 6.1 can be subscribed to; the version is that of the request unless named",
        arguments: Backend.available)
    func types(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for type in EventType.allCases {
                #expect(try await api.post(Self.path, Self.body(type: type.rawValue)).text("type") == type.rawValue)
            }
            let newer = try await api.send(.post, Self.path, headers: [("X-VERSION", "1.1.0")], body: Self.body())
            #expect(newer.text("apiVersion") == "1.1.0")
        }
    }

    @Test(
        "Scopes: .write does not read, and a maker without the area's .read gets ids only", arguments: Backend.available
    )
    func scopes(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let portal = Portal(id: api.a, slug: "alpha", name: "Alpha")
            let writer = api.credentials.mint(in: portal, [.webhooksWrite])
            let reader = api.credentials.mint(in: portal, [.webhooksRead])
            let both = api.credentials.mint(in: portal, [.webhooksWrite, .customersRead])
            let narrow = try #require(try await api.post(Self.path, Self.body(), token: writer).text("id"))
            let whole = try #require(try await api.post(Self.path, Self.body(), token: both).text("id"))
            for path in [Self.path, "\(Self.path)/\(narrow)", "\(Self.path)/\(narrow)/deliveries"] {
                #expect(try await api.get(path, token: writer).status == 403)
                #expect(try await api.get(path, token: reader).status == 200)
            }
            #expect(try await api.post(Self.path, Self.body(), token: reader).status == 403)
            #expect(try await api.delete("\(Self.path)/\(narrow)", token: reader).status == 403)
            #expect(try await api.post("\(Self.path)/\(narrow)/test", "", token: reader).status == 403)

            let customer = try await api.customer()
            let told = Dictionary(uniqueKeysWithValues: try await api.announced().map { ($0.webhook.text, $0.body) })
            #expect(told[narrow]?.hasSuffix(#""data":{"id":"\#(customer)"}}"#) == true)
            #expect(told[whole]?.contains(#""companyName""#) == true)
        }
    }

    @Test("Another portal's webhooks and deliveries are not there", arguments: Backend.available)
    func tenants(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let id = try #require(try await api.post(Self.path, Self.body()).text("id"))
            let delivery = try #require(try await api.post("\(Self.path)/\(id)/test", "").text("id"))
            let other = try #require(try await api.post(Self.path, Self.body(), token: api.tokenOfB).text("id"))
            #expect(try await api.get(Self.path, token: api.tokenOfB).ids == [other])
            for path in ["\(Self.path)/\(id)", "\(Self.path)/\(id)/deliveries"] {
                #expect(try await api.get(path, token: api.tokenOfB).status == 404)
            }
            #expect(try await api.delete("\(Self.path)/\(id)", token: api.tokenOfB).status == 404)
            #expect(try await api.post("\(Self.path)/\(id)/test", "", token: api.tokenOfB).status == 404)
            for (webhook, token) in [(id, api.tokenOfB), (other, api.tokenOfB), (other, api.token)] {
                let path = "\(Self.path)/\(webhook)/deliveries/\(delivery)/redeliver"
                #expect(try await api.post(path, "", token: token).status == 404)
            }
            #expect(try await api.get("\(Self.path)/nonsense").status == 404)
            #expect(try await api.get("\(Self.path)/nonsense/deliveries?page=0").status == 404)
            #expect(try await api.get("\(Self.path)/\(id)/deliveries?page=0").fields == ["page"])
        }
    }

    @Test("A test is one delivery whose data is the webhook without its secrets", arguments: Backend.available)
    func test(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let made = try await api.post(Self.path, Self.body(type: "invoice-paid"))
            let id = try #require(made.text("id"))
            let answer = try await api.post("\(Self.path)/\(id)/test", "", key: "t")
            #expect(answer.status == 200)
            let (delivery, event) = (try #require(answer.text("id")), try #require(answer.text("eventId")))
            #expect(
                answer.body == """
                    {"id":"\(delivery)","createdAt":"2026-03-02T10:00:00+01:00","webhookId":"\(id)","eventId":"\(event)",\
                    "type":"webhook-test","status":"pending","attempts":0,"lastAttemptAt":null,\
                    "nextAttemptAt":"2026-03-02T10:00:00+01:00","responseStatus":null,"error":null}
                    """)
            #expect(try await api.post("\(Self.path)/\(id)/test", "", key: "t").body == answer.body)
            let list = try await api.get("\(Self.path)/\(id)/deliveries")
            #expect(list.ids == [delivery])
            let sent = try #require(try await api.announced().first)
            #expect(
                sent.body == """
                    {"id":"\(event)","type":"webhook-test","createdAt":"2026-03-02T10:00:00+01:00","apiVersion":"1.0.0",\
                    "data":{"id":"\(id)","createdAt":"2026-03-02T10:00:00+01:00","type":"invoice-paid",\
                    "url":"https://example.nl/hook","sendSecretHeader":true,"apiVersion":"1.0.0","active":true}}
                    """)
            #expect(try await api.auditActions() == ["webhook.created", "webhook.tested"])
            // While it waits it cannot be sent again.
            let path = "\(Self.path)/\(id)/deliveries/\(delivery)/redeliver"
            #expect(try await api.post(path, "").status == 409)
            #expect(try await api.delete("\(Self.path)/\(id)").status == 204)
            #expect(try await api.announced().isEmpty)
        }
    }

    @Test("Deliveries are paged like every list, by page and by cursor", arguments: Backend.available)
    func pages(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let id = try #require(try await api.post(Self.path, Self.body()).text("id"))
            for number in 0..<5 { _ = try await api.customer("C\(number)") }
            let path = "\(Self.path)/\(id)/deliveries"
            let all = try await api.get("\(path)?per_page=100").ids
            #expect(all.count == 5 && all == all.sorted(by: >))
            #expect(try await api.get("\(path)?per_page=2&page=2").ids == Array(all[2..<4]))
            let cursor = try #require(try await api.get("\(path)?per_page=2").text("next_cursor"))
            #expect(try await api.get("\(path)?per_page=2&cursor=\(cursor)").ids == Array(all[2..<4]))
        }
    }
}

extension SQL {
    /// Every column of a tenant table, for looking into what is stored.
    fileprivate static func everything(in table: String, of portal: PortalID) -> SQL {
        switch table {
        case "webhooks": "SELECT * FROM webhooks WHERE portal_id = \(portal)"
        case "idempotency_records": "SELECT * FROM idempotency_records WHERE portal_id = \(portal)"
        default: "SELECT * FROM audit_events WHERE portal_id = \(portal)"
        }
    }
}
