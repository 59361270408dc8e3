import Foundation
import PageAssets
import PortalDomain
import Testing

/// The guide gives a call and code to check it with. Python and JavaScript run in `Tests/Process/test_documentation.py`.
@Suite("Guide about webhooks")
struct WebhookGuideTests {
    private static let secret = "whsec_dm9vcmRldXItZXhhbXBsZS1zZWNyZXQh"

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
    func verification() throws {
        let exchange = try block("http", in: "en/webhooks")
        let parts = try #require(exchange.firstRange(of: "\n\n"))
        let body = Data(exchange[parts.upperBound...].utf8)
        var headers: [String: String] = [:]
        for line in exchange[..<parts.lowerBound].split(separator: "\n").dropFirst() {
            let name = line.prefix { $0 != ":" }
            headers[name.lowercased()] = String(line.dropFirst(name.count + 2))
        }
        let sent = Date(timeIntervalSince1970: 1_741_181_400)
        #expect(isGenuine(headers: headers, body: body, signingSecret: Self.secret, now: sent))
        #expect(isGenuine(headers: headers, body: body, signingSecret: Self.secret, now: sent + 300))
        #expect(!isGenuine(headers: headers, body: body, signingSecret: Self.secret, now: sent + 301))
        #expect(!isGenuine(headers: headers, body: body, signingSecret: Self.secret, now: sent - 301))
        #expect(!isGenuine(headers: headers, body: body + Data(" ".utf8), signingSecret: Self.secret, now: sent))
        #expect(!isGenuine(headers: headers, body: body, signingSecret: "whsec_AAAA", now: sent))
        for (name, value) in [
            ("webhook-id", "evt_06ary3eqnpq9ff8eva1g"), ("webhook-timestamp", "1741181401"),
            ("webhook-signature", "v1,AAAA"), ("webhook-signature", ""),
        ] {
            var changed = headers
            changed[name] = value
            #expect(!isGenuine(headers: changed, body: body, signingSecret: Self.secret, now: sent), "\(name)")
        }
        var several = headers
        several["webhook-signature", default: ""] += " v1,AAAA"
        #expect(isGenuine(headers: several, body: body, signingSecret: Self.secret, now: sent))
    }

    @Test("every type of event is in the guide", arguments: ["en", "nl"])
    func types(language: String) throws {
        let guide = try #require(EmbeddedGuides.all["\(language)/webhooks"])
        for type in EventType.allCases { #expect(guide.contains("`\(type.rawValue)`"), "\(type.rawValue)") }
    }
}
