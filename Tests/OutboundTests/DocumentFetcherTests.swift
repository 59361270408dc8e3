import Kernel
import NIOSSL
import Outbound
import PortalDomain
import Synchronization
import Testing

@Suite("Documents of apps, from real servers (invariant 15)", .timeLimit(.minutes(2)))
struct DocumentFetcherTests {
    /// Says what a test wants, and how often it was asked.
    private final class FakeResolver: NameResolver {
        private let addresses: Mutex<[String]>
        private let count = Mutex(0)

        /// - Parameter addresses: one after the other; the last one again and again.
        init(_ addresses: String...) { self.addresses = Mutex(addresses) }

        var asked: Int { count.withLock { $0 } }

        func addresses(of host: String) async -> [IPAddress] {
            count.withLock { $0 += 1 }
            let text = addresses.withLock { $0.count > 1 ? $0.removeFirst() : $0.first }
            return text.flatMap(IPAddress.init).map { [$0] } ?? []
        }
    }

    private static let loopback = AllowedAddress(alsoWithin: [AddressRange("127.0.0.1")!])

    private func fetcher(
        _ server: WebServer, allowed: AllowedAddress = loopback, resolver: any NameResolver = FakeResolver("127.0.0.1"),
        isTrusted: Bool = true, limits: DocumentFetcher.Limits = .init()
    ) throws -> DocumentFetcher {
        DocumentFetcher(
            allowed: allowed, resolver: resolver, authorities: isTrusted ? [try WebServer.certificate] : [],
            port: server.port, limits: limits)
    }

    private static func answer(
        _ body: String, status: String = "200 OK", type: String? = "application/json", _ more: String = ""
    ) -> WebServer.Behaviour {
        let type = type.map { "Content-Type: \($0)\r\n" } ?? ""
        return .answer("HTTP/1.1 \(status)\r\n\(type)\(more)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    private func fault(
        _ fetcher: DocumentFetcher, _ url: String = "https://client.example/app.json"
    ) async throws -> String? {
        let url = try #require(ClientIDURL(url))
        do {
            _ = try await fetcher.fetch(url)
            return nil
        } catch { return error.reason }
    }

    @Test("a document arrives, by one request that says little; the name is resolved once")
    func good() async throws {
        try await WebServer.run { server in
            let resolver = FakeResolver("127.0.0.1", "10.0.0.1")
            let fetcher = try fetcher(server, resolver: resolver)
            let url = try #require(ClientIDURL("https://client.example/app.json?v=1"))
            server.behave(Self.answer("{}"))
            let document = try await fetcher.fetch(url)
            #expect(document.bytes == Array("{}".utf8))
            #expect(document.lifetime == nil)
            #expect(resolver.asked == 1, "what was checked is what was connected to")
            let request = try #require(server.requests.first)
            #expect(server.requests.count == 1)
            #expect(request.hasPrefix("GET /app.json?v=1 HTTP/1.1\r\n"))
            let headers = request.lowercased()
            #expect(headers.contains("host: client.example:\(server.port)\r\n"))
            #expect(headers.contains("accept: application/json\r\n"))
            for name in ["cookie:", "authorization:", "referer:", "accept-encoding:", "forwarded:"] {
                #expect(!headers.contains(name), "\(name)")
            }
        }
    }

    @Test(
        "how long a server lets a document be kept",
        arguments: [
            ("max-age=600", 600), ("public, Max-Age=\"60\"", 60), ("no-store", 0), ("max-age=600, no-cache", 0),
            ("max-age=x", nil), ("private", nil),
        ] as [(String, Int64?)])
    func lifetimes(_ header: String, _ seconds: Int64?) async throws {
        try await WebServer.run { server in
            server.behave(Self.answer("{}", "Cache-Control: \(header)\r\n"))
            let url = try #require(ClientIDURL("https://client.example/"))
            #expect(try await fetcher(server).fetch(url).lifetime == seconds)
        }
    }

    @Test(
        "197: a redirect is not followed, wherever it leads",
        arguments: ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
    func redirects(_ status: String) async throws {
        try await WebServer.run { server in
            for target in [
                "/other", "https://client.example:\(server.port)/other", "http://127.0.0.1/", "//other.example/",
            ] {
                server.behave(Self.answer("{}", status: status, "Location: \(target)\r\n"))
                let reason = try await fault(try fetcher(server))
                #expect(reason == "status \(status.prefix(3))")
            }
            #expect(server.requests.count == 4)
            #expect(server.requests.allSatisfy { $0.hasPrefix("GET /app.json ") })
        }
    }

    @Test("197: what is no answer with a document of at most 5 KB is refused")
    func refused() async throws {
        try await WebServer.run { server in
            let fetcher = try fetcher(server)
            let large = String(repeating: "x", count: ClientDocument.limit + 1)
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            let chunks = String(repeating: "400\r\n\(String(repeating: "y", count: 1024))\r\n", count: 6)
            for (behaviour, reason) in [
                (Self.answer("{}", status: "404 Not Found"), "status 404"),
                (Self.answer("{}", status: "201 Created"), "status 201"),
                (Self.answer("{}", status: "500 Oh"), "status 500"),
                (Self.answer("{}", type: "text/html"), "not of a JSON type"),
                (Self.answer("{}", type: "text/json"), "not of a JSON type"),
                (Self.answer("{}", type: nil), "not of a JSON type"),
                (Self.answer("{}", "Content-Type: text/html\r\n"), "not of a JSON type"),
                (Self.answer("{}", "Content-Encoding: gzip\r\n"), "encoded"),
                (Self.answer(large), "too large"),
                (.answer("\(head)\r\n\(large)"), "too large"),
                (.answer("\(head)Transfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n"), "too large"),
                (.hang("\(head)Transfer-Encoding: chunked\r\n\r\n\(chunks)"), "too large"),
            ] as [(WebServer.Behaviour, String)] {
                server.behave(behaviour)
                #expect(try await fault(fetcher) == reason)
            }
            for broken in [
                "", "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{}",
            ] {
                server.behave(.answer(broken))
                let reason = try await fault(fetcher)
                #expect(reason?.hasPrefix("no connection, or a broken answer: ") == true, "\(broken.prefix(20))")
            }
            let url = try #require(ClientIDURL("https://client.example/app.json"))
            server.behave(Self.answer(String(large.dropLast()), type: "Application/Client+JSON; charset=utf-8"))
            #expect(try await fetcher.fetch(url).bytes.count == ClientDocument.limit, "5 KB are not too much")
        }
    }

    @Test("197: a server that is silent, or never comes to an end, is left")
    func slow() async throws {
        try await WebServer.run { server in
            var limits = DocumentFetcher.Limits()
            limits.whole = .milliseconds(300)
            let fetcher = try fetcher(server, limits: limits)
            for start in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"] {
                server.behave(.hang(start))
                #expect(try await fault(fetcher) == "too slow")
            }
        }
    }

    @Test(
        "an address that is not of the public Internet is not even connected to",
        arguments: ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1", "0.0.0.0"])
    func inside(_ address: String) async throws {
        try await WebServer.run { server in
            let fetcher = try fetcher(server, allowed: .publicOnly, resolver: FakeResolver(address))
            #expect(try await fault(fetcher) == "the address is not public")
            #expect(server.requests.isEmpty)
        }
    }

    @Test("a name without an address, and too many at once")
    func nowhere() async throws {
        try await WebServer.run { server in
            let nowhere = try fetcher(server, resolver: FakeResolver())
            #expect(try await fault(nowhere) == "the name has no address")
            var limits = DocumentFetcher.Limits()
            limits.atOnce = 0
            let busy = try fetcher(server, limits: limits)
            #expect(try await fault(busy) == "too many at once")
        }
    }

    @Test("the connection goes to an address, and the certificate still has to name the host")
    func certificates() async throws {
        try await WebServer.run { server in
            server.behave(Self.answer("{}"))
            let trusting = try fetcher(server)
            for url in ["https://other.example/app.json", "https://a.client.example/app.json"] {
                let reason = try await fault(trusting, url)
                #expect(reason?.hasPrefix("no connection") == true, "a certificate of another name: \(url)")
            }
            let unvouched = try await fault(try fetcher(server, isTrusted: false))
            #expect(unvouched?.hasPrefix("no connection") == true, "vouched for by nobody")
            #expect(server.requests.isEmpty, "nothing was asked")
            let trusted = try await fault(trusting)
            #expect(trusted == nil)
        }
        try await WebServer.run(isSecure: false) { server in
            server.behave(Self.answer("{}"))
            var limits = DocumentFetcher.Limits()
            limits.whole = .seconds(1)
            // Either side may be the first to give up.
            let reason = try await fault(try fetcher(server, limits: limits))
            #expect(reason != nil, "plain http")
            #expect(!server.requests.contains { $0.hasPrefix("GET") })
        }
    }
}
