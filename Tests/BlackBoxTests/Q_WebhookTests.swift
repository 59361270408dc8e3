import Background
import Crypto
import HTTPTypes
import Kernel
import Logging
import Persistence
import PortalDomain
import Synchronization
import TestSupport
import Testing
import Web

@Suite("Q. Webhooks: delivery (contract 6.2)", .timeLimit(.minutes(4)))
struct WebhookDeliveryTests {
    /// A server, a key of portal A that may do everything, and a receiver.
    struct Scene: Sendable {
        let server: ServerUnderTest
        let key: String
        let receiver: FakeWebhookTransport
        let tally = WebhookTally()

        func node(_ name: String = "the node") -> WebhookDeliverer {
            WebhookDeliverer(
                queue: server.server.webhookQueue, database: server.database, transport: receiver, tally: tally,
                node: name, ambient: server.clock.ambient, logger: Logger(label: "test") { _ in server.logs.handler })
        }

        func call(_ method: HTTPRequest.Method, _ path: String, _ body: String? = nil) async throws -> Answer {
            try await server.api(path, key, method: method, json: body)
        }

        func webhook(
            _ type: String = "customer-created", url: String = "https://example.nl/hook", more: String = ""
        ) async throws -> (id: String, secret: String, signing: String) {
            let answer = try await call(.post, "/v1/webhooks", #"{"url":"\#(url)","type":"\#(type)"\#(more)}"#)
            let json = answer.json
            return (
                try #require(json?.text("id")), try #require(json?.text("secret")),
                try #require(json?.text("signingSecret"))
            )
        }

        @discardableResult
        func customer(_ name: String = "A") async throws -> String {
            let body = """
                {"companyName":"\(name)","address":"Kade 1","zipCode":"1000AA","city":"Amsterdam","primaryEmail":"a@x.example"}
                """
            return try #require(try await call(.post, "/v1/customers", body).json?.text("id"))
        }

        func delivery(of webhook: String) async throws -> JSONValue {
            try #require(try await deliveries(of: webhook).first)
        }

        func deliveries(of webhook: String) async throws -> [JSONValue] {
            let json = try await call(.get, "/v1/webhooks/\(webhook)/deliveries?per_page=100").json
            guard case .array(let list)? = json?["data"] else { return [] }
            return list
        }

        func isActive(_ webhook: String) async throws -> Bool {
            try await call(.get, "/v1/webhooks/\(webhook)").json?["active"] == .bool(true)
        }

        func actions() async throws -> [String] {
            try await server.database.rows(
                "SELECT action FROM audit_events WHERE portal_id = \(server.cast.a.id) AND object_kind = 'webhook' ORDER BY id"
            ).map { try $0.text("action") }
        }
    }

    static func scene(on backend: Backend, _ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            let scopes = ["customers.read", "customers.write", "webhooks.read", "webhooks.write"]
            let key = try await desk.make(scopes: scopes)
            try await body(Scene(server: server, key: key.key, receiver: FakeWebhookTransport()))
        }
    }

    @Test("222: one signed request for each event; the published secret never signs", arguments: Backend.available)
    func signed(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook()
            let quiet = try await scene.webhook(more: #","sendSecretHeader":false"#)
            let customer = try await scene.customer()
            scene.server.clock.advance(seconds: 3)
            try await scene.node().sweep()
            try await scene.node().sweep()
            let calls = scene.receiver.calls
            #expect(calls.count == 2)
            let call = try #require(calls.first { $0.header("X-Webhook-Signature") != nil })
            #expect(call.url.text == "https://example.nl/hook")
            #expect(call.header("X-Webhook-Signature") == webhook.secret)
            #expect(calls.count { $0.header("X-Webhook-Signature") == nil } == 1)
            #expect(call.header("Content-Type") == "application/json")
            #expect(call.header("User-Agent") == "Voordeur-Webhooks/1")
            #expect(call.header("webhook-timestamp") == "\(scene.server.clock.now.seconds)")
            let body = try JSONValue(parsing: call.body)
            #expect(call.header("webhook-id") == body.text("id"))
            #expect(body["data"]?.text("id") == customer)
            let signed = "\(try #require(body.text("id"))).\(scene.server.clock.now.seconds).\(call.text)"
            let key = try #require(Base64.decode(webhook.signing.dropFirst(6).utf8))
            let expected = Base64.encode(
                HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: SymmetricKey(data: key)))
            #expect(call.header("webhook-signature") == "v1,\(expected)")
            for id in [webhook.id, quiet.id] {
                let delivery = try await scene.delivery(of: id)
                #expect(delivery.text("status") == "delivered")
                #expect(delivery["attempts"] == .number("1"))
                #expect(delivery["responseStatus"] == .number("204"))
                #expect(delivery["nextAttemptAt"] == .null && delivery["error"] == .null)
            }
            #expect(scene.tally.counts == .init(delivered: 2))
            #expect(!scene.server.logs.text.contains(webhook.secret))
        }
    }

    @Test(
        "224: ten attempts on the schedule, each a tenth more or less, with the same bytes",
        arguments: Backend.available)
    func schedule(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook()
            try await scene.customer()
            scene.receiver.always(.answered(status: 500, retryAfter: nil))
            let node = scene.node()
            for (position, pause) in RetrySchedule.standard.pauses.enumerated() {
                try await node.sweep()
                #expect(scene.receiver.calls.count == position + 1)
                let delivery = try await scene.delivery(of: webhook.id)
                #expect(delivery.text("status") == "pending")
                #expect(delivery["responseStatus"] == .number("500"))
                #expect(delivery.text("error") == "status")
                // A second before the earliest moment nothing happens, at the latest it does.
                scene.server.clock.advance(seconds: Int(pause - pause / 10 - 1))
                try await node.sweep()
                #expect(scene.receiver.calls.count == position + 1, "too early after \(pause) s")
                scene.server.clock.advance(seconds: Int(pause / 10 * 2 + 1))
            }
            try await node.sweep()
            #expect(scene.receiver.calls.count == 10)
            let delivery = try await scene.delivery(of: webhook.id)
            #expect(delivery.text("status") == "failed")
            #expect(delivery["attempts"] == .number("10"))
            #expect(delivery["nextAttemptAt"] == .null)
            #expect(Set(scene.receiver.calls.map(\.text)).count == 1)
            #expect(Set(scene.receiver.calls.compactMap { $0.header("webhook-id") }).count == 1)
            #expect(Set(scene.receiver.calls.compactMap { $0.header("webhook-timestamp") }).count == 10)
            #expect(Set(scene.receiver.calls.compactMap { $0.header("webhook-signature") }).count == 10)
            #expect(scene.tally.counts == .init(failed: 1, postponed: 9))
            // One event alone does not end a webhook.
            #expect(try await scene.isActive(webhook.id))
            scene.server.clock.advance(seconds: 90_000)
            try await node.sweep()
            #expect(scene.receiver.calls.count == 10)
        }
    }

    @Test(
        "224: what fails, and what is told of it",
        arguments: [
            (.answered(status: 301, retryAfter: nil), "redirect", "301"),
            (.answered(status: 404, retryAfter: nil), "status", "404"),
            (.answered(status: 199, retryAfter: nil), "status", "199"), (.failed(.timeout), "timeout", nil),
            (.failed(.connection), "connection", nil), (.failed(.tls), "tls", nil), (.failed(.address), "address", nil),
        ] as [(WebhookOutcome, String, String?)])
    func faults(_ outcome: WebhookOutcome, _ error: String, _ status: String?) async throws {
        try await Self.scene(on: .sqlite) { scene in
            let webhook = try await scene.webhook()
            try await scene.customer()
            scene.receiver.answer(outcome)
            try await scene.node().sweep()
            var delivery = try await scene.delivery(of: webhook.id)
            #expect(delivery.text("error") == error)
            #expect(delivery["responseStatus"] == status.map(JSONValue.number) ?? .null)
            #expect(delivery.text("nextAttemptAt") == "2026-03-02T10:00:05+01:00")
            scene.server.clock.advance(seconds: 5)
            try await scene.node().sweep()
            delivery = try await scene.delivery(of: webhook.id)
            #expect(delivery.text("status") == "delivered")
            #expect(delivery["attempts"] == .number("2"))
            #expect(delivery["error"] == .null && delivery["responseStatus"] == .number("204"))
        }
    }

    @Test("224: a longer Retry-After is kept to, up to a day; a shorter one is not", arguments: Backend.available)
    func retryAfter(on backend: Backend) async throws {
        for (asked, next) in [
            (Int64(3600), "2026-03-02T11:00:00"), (1, "2026-03-02T10:00:05"), (999_999, "2026-03-03T10:00:00"),
        ] {
            try await Self.scene(on: backend) { scene in
                let webhook = try await scene.webhook()
                try await scene.customer()
                scene.receiver.answer(.answered(status: 429, retryAfter: asked))
                try await scene.node().sweep()
                #expect(try await scene.delivery(of: webhook.id).text("nextAttemptAt") == "\(next)+01:00")
            }
        }
    }

    @Test("224: 410 ends the webhook at once, and all that waits for it", arguments: Backend.available)
    func gone(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook()
            let other = try await scene.webhook(url: "https://other.example/")
            for number in 0..<9 { try await scene.customer("C\(number)") }
            scene.receiver.state.withLock { $0.byHost["example.nl"] = .answered(status: 410, retryAfter: 60) }
            try await scene.node().sweep()
            #expect(try await scene.isActive(webhook.id) == false)
            #expect(try await scene.deliveries(of: webhook.id).allSatisfy { $0.text("status") == "failed" })
            let tried = scene.receiver.calls.count { $0.url.host == "example.nl" }
            #expect((1...4).contains(tried), "those that were under way at the same time")
            #expect(try await scene.deliveries(of: other.id).allSatisfy { $0.text("status") == "delivered" })
            try await scene.customer("later")
            #expect(try await scene.deliveries(of: webhook.id).count == 9)
            #expect(try await scene.actions().filter { $0 == "webhook.deactivated" }.count == 1)
        }
    }

    @Test(
        "Redelivery: one attempt with the same event, bytes and id, also to an inactive webhook",
        arguments: Backend.available)
    func redelivery(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook()
            try await scene.customer()
            scene.receiver.answer(.answered(status: 410, retryAfter: nil))
            try await scene.node().sweep()
            let id = try #require(try await scene.delivery(of: webhook.id).text("id"))
            let path = "/v1/webhooks/\(webhook.id)/deliveries/\(id)/redeliver"
            scene.server.clock.advance(seconds: 60)
            let begun = try await scene.call(.post, path)
            #expect(begun.status == .ok)
            #expect(begun.json?.text("status") == "pending")
            #expect(try await scene.call(.post, path).status == .conflict)
            scene.receiver.answer(.answered(status: 500, retryAfter: nil))
            try await scene.node().sweep()
            // No retries.
            #expect(try await scene.delivery(of: webhook.id).text("status") == "failed")
            #expect(try await scene.call(.post, path).status == .ok)
            try await scene.node().sweep()
            let delivery = try await scene.delivery(of: webhook.id)
            #expect(delivery.text("status") == "delivered")
            #expect(delivery["attempts"] == .number("3"))
            #expect(try await scene.deliveries(of: webhook.id).count == 1)
            #expect(Set(scene.receiver.calls.map(\.text)).count == 1)
            #expect(Set(scene.receiver.calls.compactMap { $0.header("webhook-id") }).count == 1)
            #expect(Set(scene.receiver.calls.compactMap { $0.header("webhook-timestamp") }).count == 2)
        }
    }

    @Test("A test is one attempt, also to an inactive webhook", arguments: Backend.available)
    func test(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook("invoice-paid")
            scene.receiver.answer(.failed(.timeout))
            _ = try await scene.call(.post, "/v1/webhooks/\(webhook.id)/test")
            try await scene.node().sweep()
            #expect(try await scene.delivery(of: webhook.id).text("status") == "failed")
            scene.receiver.answer(.answered(status: 410, retryAfter: nil))
            _ = try await scene.call(.post, "/v1/webhooks/\(webhook.id)/test")
            try await scene.node().sweep()
            #expect(try await scene.isActive(webhook.id) == false)
            _ = try await scene.call(.post, "/v1/webhooks/\(webhook.id)/test")
            try await scene.node().sweep()
            #expect(try await scene.delivery(of: webhook.id).text("status") == "delivered")
            #expect(scene.receiver.calls.count == 3)
        }
    }

    @Test(
        "After five days without one success the webhook is paused, and the owners are told once",
        arguments: Backend.available)
    func pause(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook()
            let fine = try await scene.webhook(url: "https://fine.example/")
            scene.receiver.state.withLock { $0.byHost["example.nl"] = .failed(.connection) }
            for day in 0..<6 {
                try await scene.customer("day \(day)")
                try await scene.node().sweep()
                #expect(try await scene.isActive(webhook.id) == (day < 5), "day \(day)")
                if day < 5 { scene.server.clock.advance(seconds: 86_400) }
            }
            #expect(try await scene.isActive(fine.id))
            #expect(try await scene.deliveries(of: webhook.id).allSatisfy { $0.text("status") == "failed" })
            let mails = try await scene.server.server.useCases.outbox.list().filter {
                $0.mail.subject.contains("paused")
            }
            #expect(
                mails.map(\.mail.recipient).sorted()
                    == [scene.server.cast.both.email, scene.server.cast.u1.email].sorted())
            #expect(mails.allSatisfy { $0.mail.body.contains("example.nl") && !$0.mail.body.contains("/hook") })
            #expect(try await scene.actions().filter { $0 == "webhook.deactivated" }.count == 1)
        }
    }

    @Test(
        "A receiver that was repaired and had nothing to receive for a month survives one transient failure",
        arguments: Backend.available)
    func quiet(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook()
            try await scene.customer("before")
            scene.receiver.always(.answered(status: 503, retryAfter: nil))
            for pause in [0] + RetrySchedule.standard.pauses {
                scene.server.clock.advance(seconds: Int(pause + pause / 10))
                try await scene.node().sweep()
            }
            #expect(try await scene.delivery(of: webhook.id)["attempts"] == .number("10"))
            #expect(try await scene.delivery(of: webhook.id).text("status") == "failed")
            #expect(try await scene.isActive(webhook.id))

            scene.server.clock.advance(seconds: 30 * 86_400)
            try await scene.customer("after")
            try await scene.node().sweep()
            #expect(try await scene.isActive(webhook.id))
            #expect(try await scene.delivery(of: webhook.id).text("status") == "pending")
            scene.receiver.always(.answered(status: 200, retryAfter: nil))
            scene.server.clock.advance(seconds: 6)
            try await scene.node().sweep()
            #expect(try await scene.delivery(of: webhook.id).text("status") == "delivered")
            #expect(try await scene.actions() == ["webhook.created"])
        }
    }

    @Test("One success begins the five days anew", arguments: Backend.available)
    func success(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook()
            for day in 0..<9 {
                scene.receiver.always(day == 4 ? .answered(status: 200, retryAfter: nil) : .failed(.timeout))
                try await scene.customer("day \(day)")
                try await scene.node().sweep()
                scene.server.clock.advance(seconds: 86_400)
            }
            #expect(try await scene.isActive(webhook.id))
        }
    }

    @Test(
        "216: an app that is withdrawn or suspended gets nothing more, not even what waited",
        arguments: Backend.available)
    func apps(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let server = scene.server
            var made: [(app: Cast.TestApp, webhook: WebhookID)] = []
            let apps = [server.cast.c1, server.cast.c2, server.cast.s1]
            for app in apps {
                _ = try await server.tokens(app)
                let url = try #require(WebhookURL("https://\(app.id.text.replacing("_", with: "-")).example/"))
                let creation = try await server.server.useCases.webhooks.create(
                    NewWebhook(type: .customerCreated, url: url, sendsSecret: true, version: "1.0.0", isWhole: true),
                    in: server.cast.a.id, by: .init(kind: .app, id: app.id.text, name: "App", address: ""))
                guard case .created(let issued) = creation else {
                    Issue.record("refused")
                    return
                }
                made.append((app, issued.webhook.id))
            }
            let mine = try await scene.webhook()
            scene.receiver.always(.failed(.timeout))
            try await scene.customer("before")
            try await scene.node().sweep()
            let browser = try await server.managing(as: server.cast.u1)
            for (app, verb) in [(apps[0], "revoke"), (apps[1], "suspend")] {
                let path = "\(ServerUnderTest.appsPath)/\(app.id)"
                #expect(try await server.press("\(path)/\(verb)", from: path, browser).status == .seeOther)
            }
            // The third loses its grants in another way: found by the deliverer's round.
            _ = try await server.database.write { connection throws(StorageError) in
                try connection.execute(
                    "UPDATE grants SET revoked_at = 1 WHERE portal_id = \(server.cast.a.id) AND app_id = \(apps[2].id)")
            }
            for (_, webhook) in made { #expect(try await scene.isActive(webhook.text) == false) }
            #expect(try await scene.isActive(mine.id))
            scene.receiver.always(.answered(status: 200, retryAfter: nil))
            scene.server.clock.advance(seconds: 3600)
            try await scene.customer("after")
            let before = scene.receiver.calls.count
            try await scene.node().sweep()
            #expect(scene.receiver.calls.count == before + 2, "mine alone: what waited, and the new one")
            for (_, webhook) in made {
                let deliveries = try await scene.deliveries(of: webhook.text)
                #expect(deliveries.map { $0.text("status") } == ["failed"])
            }
            #expect(try await scene.actions().filter { $0 == "webhook.deactivated" }.count == 3)
            // They stay inactive when the app comes back.
            let path = "\(ServerUnderTest.appsPath)/\(apps[1].id)"
            _ = try await server.press("\(path)/reinstate", from: path, browser)
            _ = try await server.tokens(apps[0])
            for (_, webhook) in made { #expect(try await scene.isActive(webhook.text) == false) }
        }
    }

    @Test(
        "A portal that the operator stopped sends nothing, and goes on where it stopped", arguments: Backend.available)
    func stopped(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            _ = try await scene.webhook()
            try await scene.customer()
            let portals = scene.server.server.useCases.portals
            #expect(try await portals.suspend(scene.server.cast.a, by: .commandLine))
            try await scene.node().sweep()
            scene.server.clock.advance(seconds: 700)
            try await scene.node().sweep()
            #expect(scene.receiver.calls.isEmpty)
            #expect(try await portals.reinstate(scene.server.cast.a, by: .commandLine))
            scene.server.clock.advance(seconds: 700)
            try await scene.node().sweep()
            #expect(scene.receiver.calls.count == 1)
        }
    }

    @Test("A receiver that hangs holds up nobody else, however much waits for it", arguments: Backend.available)
    func lines(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let slow = try await scene.webhook(url: "https://slow.example/")
            let other = try await scene.webhook(url: "https://fine.example/")
            scene.receiver.state.withLock { $0.byHost["slow.example"] = .failed(.timeout) }
            for number in 0..<30 { try await scene.customer("C\(number)") }
            try await scene.node().sweep()
            #expect(try await scene.deliveries(of: other.id).allSatisfy { $0.text("status") == "delivered" })
            #expect(try await scene.deliveries(of: slow.id).allSatisfy { $0.text("status") == "pending" })
            #expect(scene.receiver.state.withLock { $0.opened }.sorted() == ["fine.example", "slow.example"])
        }
    }

    @Test(
        "227: a node that dies with deliveries in its hands leaves them to the next one, with the same bytes",
        arguments: Backend.available)
    func crash(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook()
            for number in 0..<6 { try await scene.customer("C\(number)") }
            let queue = scene.server.server.webhookQueue
            let receiver = try #require(try await queue.dueReceivers().first)
            let held = try await queue.claim(from: receiver, atMost: 4).deliveries
            #expect(held.count == 4)
            try await scene.node("two").sweep()
            #expect(scene.receiver.calls.count == 2, "the others are in the hands of the first")
            scene.server.clock.advance(seconds: Int(WebhookQueue.claim))
            try await scene.node("two").sweep()
            #expect(scene.receiver.calls.count == 6)
            #expect(try await scene.deliveries(of: webhook.id).allSatisfy { $0.text("status") == "delivered" })
            // The first one comes back from the dead with an answer: it is too late to say anything.
            for delivery in held {
                #expect(try await queue.finish(delivery, .answered(status: 500, retryAfter: nil)) == .lost)
            }
            #expect(try await scene.deliveries(of: webhook.id).allSatisfy { $0.text("status") == "delivered" })
        }
    }

    @Test("Two nodes send each delivery once", arguments: Backend.available)
    func nodes(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook()
            for number in 0..<40 { try await scene.customer("C\(number)") }
            let nodes = [scene.node("one"), scene.node("two"), scene.node("three")]
            for _ in 0..<3 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for node in nodes { group.addTask { try await node.sweep() } }
                    try await group.waitForAll()
                }
                scene.server.clock.advance(seconds: 31)
            }
            #expect(scene.receiver.calls.count == 40)
            #expect(Set(scene.receiver.calls.compactMap { $0.header("webhook-id") }).count == 40)
            #expect(try await scene.deliveries(of: webhook.id).allSatisfy { $0["attempts"] == .number("1") })
        }
    }

    @Test("Many ask for one redelivery at the same time: one is begun", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook()
            try await scene.customer()
            try await scene.node().sweep()
            let id = try #require(try await scene.delivery(of: webhook.id).text("id"))
            let path = "/v1/webhooks/\(webhook.id)/deliveries/\(id)/redeliver"
            let answers = try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
                for _ in 0..<8 { group.addTask { try await scene.call(.post, path).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0 == .ok } == 1)
            #expect(answers.count { $0 == .conflict } == 7)
        }
    }

    @Test("Records go 30 days after their last attempt; what waits stays", arguments: Backend.available)
    func pruning(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let webhook = try await scene.webhook()
            let waiting = try await scene.webhook(url: "https://down.example/")
            try await scene.customer()
            scene.receiver.state.withLock { $0.byHost["down.example"] = .failed(.timeout) }
            try await scene.node().sweep()
            let pruner = Pruner(
                database: scene.server.database, ambient: scene.server.clock.ambient, longestAccessToken: 120,
                logger: Logger(label: "test"))
            scene.server.clock.advance(seconds: 30 * 86_400 - 1)
            try await pruner.sweep(at: scene.server.clock.now)
            #expect(try await scene.deliveries(of: webhook.id).count == 1)
            let patient = Pruner(
                database: scene.server.database, ambient: scene.server.clock.ambient, longestAccessToken: 120,
                deliveryRecords: 31 * 86_400, logger: Logger(label: "test"))
            scene.server.clock.advance(seconds: 1)
            try await patient.sweep(at: scene.server.clock.now)
            #expect(try await scene.deliveries(of: webhook.id).count == 1)
            try await pruner.sweep(at: scene.server.clock.now)
            #expect(try await scene.deliveries(of: webhook.id).isEmpty)
            #expect(try await scene.deliveries(of: waiting.id).count == 1)
        }
    }

    @Test("/metrics counts attempts, and what waits")
    func metrics() async throws {
        try await Self.scene(on: .sqlite) { scene in
            _ = try await scene.webhook()
            try await scene.customer()
            var text = try await scene.server.browser().get("/metrics").body
            #expect(text.contains("voordeur_webhook_deliveries_waiting 1\n"))
            #expect(text.contains("voordeur_webhook_attempts_total{result=\"delivered\"} 0\n"))
            try await WebhookDeliverer(
                queue: scene.server.server.webhookQueue, database: scene.server.database, transport: scene.receiver,
                tally: scene.server.server.webhookTally, ambient: scene.server.clock.ambient,
                logger: Logger(label: "test")
            ).sweep()
            text = try await scene.server.browser().get("/metrics").body
            #expect(text.contains("voordeur_webhook_deliveries_waiting 0\n"))
            #expect(text.contains("voordeur_webhook_attempts_total{result=\"delivered\"} 1\n"))
        }
    }
}

extension JSONValue {
    fileprivate func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }
}
