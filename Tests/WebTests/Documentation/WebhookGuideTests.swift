import Background
import Foundation
import HTTPTypes
import Kernel
import Logging
import PageAssets
import PortalDomain
import TestSupport
import Testing
import Web

/// The guide gives a call and code to check it with. The other languages run in `Tests/Process/test_verification.py`.
@Suite("Guide about webhooks", .timeLimit(.minutes(2)))
struct WebhookGuideTests {
    /// The block of code in a language, or the exchange for `http`.
    private func block(_ language: String, in guide: String) throws -> String {
        let text = try #require(EmbeddedGuides.all[guide])
        let start = try #require(text.firstRange(of: "```\(language)\n"))
        let end = try #require(text[start.upperBound...].firstRange(of: "\n```"))
        return String(text[start.upperBound..<end.lowerBound])
    }

    @Test("the Swift code is what is tested here, and in both languages the same", arguments: ["en", "nl"])
    func sameCode(language: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "WebhookVerification.swift")
        let tested = try String(contentsOf: file, encoding: .utf8)
        #expect(tested.hasSuffix("\n\(try block("swift", in: "\(language)/webhooks"))\n"))
        for other in ["python", "javascript", "php", "csharp", "http"] {
            #expect(try block(other, in: "\(language)/webhooks") == block(other, in: "en/webhooks"))
        }
    }

    @Test("the Swift code believes the call of the guide, and nothing near it")
    func example() throws {
        let exchange = try block("http", in: "en/webhooks")
        let parts = try #require(exchange.firstRange(of: "\n\n"))
        var headers: [String: String] = [:]
        for line in exchange[..<parts.lowerBound].split(separator: "\n").dropFirst() {
            let name = line.prefix { $0 != ":" }
            headers[name.lowercased()] = String(line.dropFirst(name.count + 2))
        }
        try expectVerified(headers, Data(exchange[parts.upperBound...].utf8), "whsec_dm9vcmRldXItZXhhbXBsZS1zZWNyZXQh")
    }

    @Test("the Swift code believes what a server sends, and nothing near it", arguments: Backend.available)
    func delivery(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let scopes = ["customers.read", "customers.write", "webhooks.read", "webhooks.write"]
            let key = try await KeyDesk(server).make(scopes: scopes).key
            let webhook = try await server.api(
                "/v1/webhooks", key, method: .post,
                json: #"{"url":"https://example.nl/hook","type":"customer-created"}"#)
            _ = try await server.api(
                "/v1/customers", key, method: .post,
                json: """
                    {"companyName":"Café €","address":"Kade 1","zipCode":"1000AA","city":"Ede","primaryEmail":"a@x.example"}
                    """)
            let receiver = FakeWebhookTransport()
            try await WebhookDeliverer(
                queue: server.server.webhookQueue, database: server.database, transport: receiver,
                tally: WebhookTally(),
                ambient: server.clock.ambient, logger: Logger(label: "test") { _ in server.logs.handler }
            ).sweep()
            let call = try #require(receiver.calls.first)
            let headers = Dictionary(uniqueKeysWithValues: call.headers.map { ($0.name.lowercased(), $0.value) })
            try expectVerified(headers, Data(call.body), try #require(webhook.json?["signingSecret"]?.text))
        }
    }

    /// Expects that a genuine call is believed, and none of those that differ a little.
    private func expectVerified(_ headers: [String: String], _ body: Data, _ secret: String) throws {
        let timestamp = try #require(headers["webhook-timestamp"])
        let sent = Date(timeIntervalSince1970: try #require(Double(timestamp)))
        #expect(isGenuine(headers: headers, body: body, signingSecret: secret, now: sent))
        #expect(isGenuine(headers: headers, body: body, signingSecret: secret, now: sent + 300))
        #expect(!isGenuine(headers: headers, body: body, signingSecret: secret, now: sent + 301))
        #expect(!isGenuine(headers: headers, body: body, signingSecret: secret, now: sent - 301))
        #expect(!isGenuine(headers: headers, body: body + Data(" ".utf8), signingSecret: secret, now: sent))
        #expect(!isGenuine(headers: headers, body: body, signingSecret: "whsec_AAAA", now: sent))
        for (name, value) in [
            ("webhook-id", "evt_06ary3eqnpq9ff8eva1g"), ("webhook-id", nil), ("webhook-timestamp", "\(timestamp).5"),
            ("webhook-timestamp", "soon"), ("webhook-timestamp", nil), ("webhook-signature", "v1,AAAA"),
            ("webhook-signature", ""), ("webhook-signature", nil),
        ] {
            var changed = headers
            changed[name] = value
            #expect(!isGenuine(headers: changed, body: body, signingSecret: secret, now: sent), "\(name)")
        }
        var several = headers
        several["webhook-signature", default: ""] += " v1,AAAA"
        #expect(isGenuine(headers: several, body: body, signingSecret: secret, now: sent))
    }

    @Test("every type of event is in the guide", arguments: ["en", "nl"])
    func types(language: String) throws {
        let guide = try #require(EmbeddedGuides.all["\(language)/webhooks"])
        for type in EventType.allCases { #expect(guide.contains("`\(type.rawValue)`"), "\(type.rawValue)") }
    }
}
