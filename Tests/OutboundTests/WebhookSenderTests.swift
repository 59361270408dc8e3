import Foundation
import Kernel
import NIOSSL
import PortalDomain
import Synchronization
import TestSupport
import Testing

@testable import Outbound

@Suite("Webhooks to real servers (contract 6.2, 6.3; invariant 15)", .timeLimit(.minutes(2)))
struct WebhookSenderTests {
    /// Names lead where a test says: one answer after the other, the last one again and again.
    final class FakeResolver: NameResolver {
        private let answers: Mutex<[[String]]>
        private let count = Mutex(0)

        init(_ answers: [String]...) { self.answers = Mutex(answers) }

        var asked: Int { count.withLock { $0 } }

        func addresses(of host: String) async -> [IPAddress] {
            count.withLock { $0 += 1 }
            let texts = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first } ?? []
            return texts.compactMap(IPAddress.init)
        }
    }

    private static let loopback = AllowedAddress(alsoWithin: [AddressRange("127.0.0.1")!])

    private func sender(
        resolver: any NameResolver = FakeResolver(["127.0.0.1"]), allowed: AllowedAddress = loopback,
        allowsPlainLoopback: Bool = false, isTrusted: Bool = true, limits: WebhookSender.Limits = .init()
    ) throws -> WebhookSender {
        WebhookSender(
            receivers: WebhookReceivers(allowed: allowed, allowsPlainLoopback: allowsPlainLoopback, resolver: resolver),
            authorities: isTrusted ? [try WebServer.certificate] : [], limits: limits, ambient: ManualClock().ambient)
    }

    private func call(_ url: String, attempt: Int = 1) throws -> WebhookCall {
        WebhookCall(
            url: try #require(WebhookURL(url)),
            headers: [
                ("Content-Type", "application/json"), ("User-Agent", "Voordeur-Webhooks/1"), ("webhook-id", "evt_1"),
            ],
            body: Array(#"{"id":"evt_1"}"#.utf8), attempt: attempt)
    }

    private func post(_ sender: WebhookSender, _ url: String, attempt: Int = 1) async throws -> WebhookOutcome {
        let call = try call(url, attempt: attempt)
        let line = await sender.open(call.url)
        let outcome = await line.post(call)
        await line.close()
        return outcome
    }

    private static func answer(_ status: String, _ more: String = "", body: String = "") -> WebServer.Behaviour {
        .answer("HTTP/1.1 \(status)\r\n\(more)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    @Test("the request arrives as it was made, and nothing more; the name is resolved once")
    func arrives() async throws {
        try await WebServer.run { server in
            server.behave(Self.answer("204 No Content"))
            let resolver = FakeResolver(["127.0.0.1"], ["10.0.0.1"])
            let outcome = try await post(
                try self.sender(resolver: resolver), "https://client.example:\(server.port)/hook?a=1%2F2")
            #expect(outcome == .answered(status: 204, retryAfter: nil))
            #expect(resolver.asked == 1, "what was checked is what was connected to")
            let request = try #require(server.requests.first)
            #expect(request.hasPrefix("POST /hook?a=1%2F2 HTTP/1.1\r\n"))
            #expect(request.hasSuffix("\r\n\r\n{\"id\":\"evt_1\"}"))
            let lines = request.components(separatedBy: "\r\n\r\n")[0].lowercased().split(separator: "\r\n").dropFirst()
            let names = Set(lines.compactMap { $0.split(separator: ":").first.map(String.init) })
            #expect(
                names.isSubset(of: ["host", "content-type", "content-length", "user-agent", "webhook-id", "connection"])
            )
            #expect(lines.contains("host: client.example:\(server.port)"))
        }
    }

    @Test(
        "every status is told; none is followed",
        arguments: [
            "200 OK", "202 Accepted", "301 Moved", "302 Found", "307 Temporary", "404 Not Found", "410 Gone", "500 Oh",
        ])
    func statuses(_ status: String) async throws {
        try await WebServer.run { server in
            server.behave(Self.answer(status, "Location: http://127.0.0.1/\r\n", body: "x"))
            let outcome = try await post(try self.sender(), "https://client.example:\(server.port)/")
            #expect(outcome == .answered(status: Int(status.prefix(3))!, retryAfter: nil))
            #expect(server.requests.count == 1)
        }
    }

    @Test("Retry-After: seconds, or a date (RFC 9110 §10.2.3)")
    func retryAfter() async throws {
        try await WebServer.run { server in
            for (header, seconds) in [
                ("120", 120), ("0", 0), ("Mon, 02 Mar 2026 09:10:00 GMT", 600), ("Sun, 01 Mar 2026 09:10:00 GMT", 0),
                ("soon", nil), ("-5", nil), ("", nil), ("Mon, 31 Feb 2026 09:10:00 GMT", nil), ("1e3", nil),
                ("99999999999999999999", nil),
            ] as [(String, Int64?)] {
                server.behave(Self.answer("503 Later", "Retry-After: \(header)\r\n"))
                let outcome = try await post(try self.sender(), "https://client.example:\(server.port)/")
                #expect(outcome == .answered(status: 503, retryAfter: seconds), "\(header)")
            }
            server.behave(Self.answer("429 Slow", "Retry-After: 5\r\nRetry-After: 9\r\n"))
            let outcome = try await post(try self.sender(), "https://client.example:\(server.port)/")
            #expect(outcome == .answered(status: 429, retryAfter: nil))
        }
    }

    @Test("224: a receiver that is silent, or stops in the middle of its head, is cut off")
    func silent() async throws {
        var limits = WebhookSender.Limits()
        limits.whole = .milliseconds(300)
        for beginning in ["", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"] {
            try await WebServer.run { server in
                server.behave(.hang(beginning))
                let outcome = try await post(try self.sender(limits: limits), "https://client.example:\(server.port)/")
                #expect(outcome == .failed(.timeout), "\(beginning)")
            }
        }
    }

    @Test("a body that never ends, or is large, changes nothing: the head decides")
    func bodies() async throws {
        var limits = WebhookSender.Limits()
        limits.whole = .milliseconds(500)
        let large = String(repeating: "x", count: 200_000)
        for behaviour in [
            .hang("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nslow"),
            .hang("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nslow!\r\n"),
            .hang("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n\(large)"), Self.answer("200 OK", body: large),
            .answer("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut"),
        ] as [WebServer.Behaviour] {
            try await WebServer.run { server in
                server.behave(behaviour)
                let outcome = try await post(try self.sender(limits: limits), "https://client.example:\(server.port)/")
                #expect(outcome == .answered(status: 200, retryAfter: nil))
            }
        }
    }

    @Test("what is no HTTP, or no connection, is a fault of the connection")
    func broken() async throws {
        try await WebServer.run { server in
            for text in ["", "nonsense\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n"] {
                server.behave(.answer(text))
                let outcome = try await post(try self.sender(), "https://client.example:\(server.port)/")
                #expect(outcome == .failed(.connection), "\(text)")
            }
        }
        // Nobody listens there any more.
        var port = 0
        try await WebServer.run { port = $0.port }
        let sender = try self.sender()
        #expect(try await post(sender, "https://client.example:\(port)/") == .failed(.connection))
        let nameless = try self.sender(resolver: FakeResolver([]))
        #expect(try await post(nameless, "https://client.example/") == .failed(.connection))
    }

    @Test("a certificate that nobody vouches for, or that names another host")
    func certificates() async throws {
        try await WebServer.run { server in
            server.behave(Self.answer("200 OK"))
            let url = "https://client.example:\(server.port)/"
            let trusting = try self.sender()
            let doubting = try self.sender(isTrusted: false)
            #expect(try await post(doubting, url) == .failed(.tls))
            #expect(try await post(trusting, "https://other.example:\(server.port)/") == .failed(.tls))
            #expect(try await post(trusting, "https://127.0.0.1:\(server.port)/") == .failed(.tls))
            #expect(server.requests.isEmpty)
        }
    }

    @Test("225: a name that was public when the webhook was made, and is private when it is called, is not called")
    func rebinding() async throws {
        try await WebServer.run { server in
            server.behave(Self.answer("200 OK"))
            let url = try #require(WebhookURL("https://client.example:\(server.port)/"))
            for inside in [
                "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
                "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
            ] {
                let resolver = FakeResolver(["8.8.8.8"], [inside])
                let receivers = WebhookReceivers(allowed: .publicOnly, allowsPlainLoopback: false, resolver: resolver)
                let sender = WebhookSender(receivers: receivers, ambient: ManualClock().ambient)
                #expect(await receivers.fault(of: url) == nil)
                let line = await sender.open(url)
                #expect(await line.post(try call(url.text)) == .failed(.address), "\(inside)")
                #expect(await receivers.fault(of: url) == .forbidden, "\(inside)")
            }
            // One private address beside a public one is enough.
            let mixed = WebhookReceivers(
                allowed: .publicOnly, allowsPlainLoopback: false, resolver: FakeResolver(["8.8.8.8", "127.0.0.1"]))
            #expect(await mixed.fault(of: url) == .forbidden)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("225: creation: addresses in every spelling, and http; a name that does not resolve passes")
    func creation() async throws {
        let strict = WebhookReceivers(allowsPrivate: false)
        for text in [
            "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://localhost/",
            "https://2130706433/",
            "https://127.1/", "https://0x7f.0.0.1/", "https://10.0.0.1:8443/", "https://0/",
        ] {
            let url = try #require(WebhookURL(text), "\(text)")
            #expect(await strict.fault(of: url) == .forbidden, "\(text)")
        }
        let plain = try #require(WebhookURL("http://8.8.8.8/"))
        #expect(await strict.fault(of: plain) == .notSecure)
        let fine = try #require(WebhookURL("https://8.8.8.8/"))
        #expect(await strict.fault(of: fine) == nil)
        let nameless = WebhookReceivers(allowed: .publicOnly, allowsPlainLoopback: false, resolver: FakeResolver([]))
        let nobody = try #require(WebhookURL("https://nobody.example/"))
        #expect(await nameless.fault(of: nobody) == nil)
        // `WEBHOOK_ALLOW_PRIVATE`: everything over https, and http to loopback only.
        let open = WebhookReceivers(allowsPrivate: true, resolver: FakeResolver(["10.0.0.1"]))
        for text in [
            "https://10.0.0.1/", "https://intern.example/", "http://localhost:9/", "http://127.0.0.1:9/",
            "http://[::1]/",
        ] {
            let url = try #require(WebhookURL(text))
            #expect(await open.fault(of: url) == nil, "\(text)")
        }
        let inside = try #require(WebhookURL("http://10.0.0.1/"))
        #expect(await open.fault(of: inside) == .notSecure)
    }

    @Test("of several addresses the next attempt takes the next one; plain http only to loopback")
    func addresses() async throws {
        try await WebServer.run(isSecure: false) { server in
            server.behave(Self.answer("200 OK"))
            let everywhere = AllowedAddress.everywhere
            let sender = try self.sender(
                resolver: FakeResolver(["127.0.0.2", "127.0.0.1"]), allowed: everywhere, allowsPlainLoopback: true)
            let url = "http://localhost:\(server.port)/"
            #expect(try await post(sender, url, attempt: 1) == .failed(.connection))
            #expect(try await post(sender, url, attempt: 2) == .answered(status: 200, retryAfter: nil))
            #expect(server.requests.count == 1)
            let closed = try self.sender(allowed: everywhere)
            #expect(try await post(closed, url) == .failed(.address))
        }
    }
}
