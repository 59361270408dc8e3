import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Settings → Webhooks", .timeLimit(.minutes(2)))
struct WebhookPageTests {
    static let path = "/manage/settings/webhooks"

    private func make(
        _ browser: Browser,
        _ fields: [(String, String)] = [("type", "customer-created"), ("url", "https://example.nl/hook")]
    ) async throws -> Answer {
        let page = try await browser.get("\(Self.path)/new")
        var form = try #require(page.form(Self.path))
        for (name, value) in fields { form.set(name, value) }
        return try await browser.submit(form)
    }

    @Test(
        "made, tested, sent again and deleted, in a browser; the signing secret is shown once",
        arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.managing(as: server.cast.u1)
            #expect(try await browser.get(Self.path).body.contains("No webhooks yet"))
            let made = try await make(browser)
            #expect(made.status == .ok)
            let secret = try #require(made.body.secret("signing-secret"))
            #expect(secret.hasPrefix("whsec_"))
            let id = try #require(made.body.components(between: "href=\"\(Self.path)/wbh_", and: "\"").first)
            let path = "\(Self.path)/wbh_\(id)"
            var page = try await browser.get(path)
            for text in [
                "customer-created", "https://example.nl/hook", server.cast.u1.email, "the whole entity", "Active",
            ] {
                #expect(page.body.contains(text), "\(text)")
            }
            #expect(!page.body.contains(secret))
            #expect(try await browser.get(Self.path).body.contains("example.nl"))

            let tested = try await server.press("\(path)/test", from: path, browser)
            #expect(tested.location == "\(path)?done=test")
            page = try await browser.get(path)
            #expect(page.body.contains("webhook-test") && page.body.contains("Waiting"))
            let delivery = try #require(page.body.components(between: "href=\"\(path)/deliveries/", and: "\"").first)
            let detail = "\(path)/deliveries/\(delivery)"
            #expect(try await browser.get(detail).form("\(detail)/redeliver") == nil, "it waits")
            let queue = server.server.webhookQueue
            let claim = try await queue.claim(from: try #require(try await queue.dueReceivers().first), atMost: 9)
            for claimed in claim.deliveries { _ = try await queue.finish(claimed, .failed(.tls)) }
            #expect(try await browser.get(detail).body.contains("the certificate is wrong"))
            let again = try await server.press("\(detail)/redeliver", from: detail, browser)
            #expect(again.location == "\(detail)?done=redeliver")
            #expect(try await browser.get(detail).body.contains("Waiting"))

            let deleted = try await server.press("\(path)/delete", from: path, browser)
            #expect(deleted.location == "\(Self.path)?done=deleted")
            for gone in [path, detail] { #expect(try await browser.get(gone).status == .notFound) }
            let audit = try await browser.get("/manage/settings/audit").body
            for text in ["made a webhook", "tested a webhook", "deleted a webhook"] { #expect(audit.contains(text)) }
        }
    }

    @Test("what is wrong stands at its field, and nothing is made")
    func wrong() async throws {
        try await withServer(on: .sqlite) { server in
            let browser = try await server.managing(as: server.cast.u1)
            for (fields, text) in [
                ([("type", "customer-created"), ("url", "http://example.nl/")], "must begin with https://"),
                ([("type", "customer-created"), ("url", "https://inside.example/")], "may not reach"),
                ([("type", "customer-created"), ("url", "https://u@example.nl/")], "without user name"),
                ([("type", "webhook-test"), ("url", "https://example.nl/")], "type-error"),
            ] {
                let answer = try await make(browser, fields)
                #expect(answer.status == .unprocessableContent)
                #expect(answer.body.contains(text), "\(text)")
            }
            #expect(try await browser.get(Self.path).body.contains("No webhooks yet"))
        }
    }

    @Test("employees and other portals see nothing of it", arguments: Backend.available)
    func foreign(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.managing(as: server.cast.u1)
            let made = try await make(browser)
            let id = try #require(made.body.components(between: "href=\"\(Self.path)/wbh_", and: "\"").first)
            let path = "\(Self.path)/wbh_\(id)"
            let employee = try await server.managing(as: server.cast.e1)
            for address in [Self.path, "\(Self.path)/new", path] {
                #expect(try await employee.get(address).status == .forbidden)
            }
            let stranger = try await server.managing(as: server.cast.u2)
            #expect(try await stranger.get(path).status == .notFound)
            #expect(try await stranger.get(Self.path).body.contains("No webhooks yet"))
        }
    }

    @Test("in Dutch too")
    func dutch() async throws {
        try await withServer(on: .sqlite) { server in
            let browser = server.browser(language: "nl")
            try await server.signIn(browser, as: server.cast.u1)
            #expect(try await browser.get(Self.path).body.contains("Nog geen webhooks"))
            #expect(try await browser.get("\(Self.path)/new").body.contains("Gebeurtenis"))
        }
    }
}
