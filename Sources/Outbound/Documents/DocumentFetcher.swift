import AsyncHTTPClient
package import Kernel
import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL
package import PortalDomain
import Synchronization

/// Gets the document of an app over https, from the public Internet only (decision 0022).
///
/// The name is resolved once, the address is checked, and the connection goes to that address: between check and connection nobody can
/// put another one in its place (DNS rebinding). The certificate still has to name the host, so TLS proves that it is the right one. There
/// are no redirects, which could lead inside after all; no proxy, no cookies, no connection that stays open, nothing compressed.
package final class DocumentFetcher: ClientDocumentSource {
    package struct Limits: Sendable {
        /// For all of it, the name included.
        package var whole = Duration.seconds(5)
        /// Fetches at one time.
        package var atOnce = 8

        package init() {}
    }

    private let allowed: AllowedAddress
    private let resolver: any NameResolver
    private let authorities: [NIOSSLCertificate]
    private let port: Int
    private let limits: Limits
    private let running = Mutex(0)

    /// - Parameters:
    ///   - authorities: trusted beside those of the system.
    ///   - port: another one than that of https only in tests, whose servers cannot have it.
    package init(
        allowed: AllowedAddress = .publicOnly, resolver: any NameResolver = SystemResolver(),
        authorities: [NIOSSLCertificate] = [], port: Int = 443, limits: Limits = Limits()
    ) {
        (self.allowed, self.resolver, self.authorities) = (allowed, resolver, authorities)
        (self.port, self.limits) = (port, limits)
    }

    package func fetch(_ url: ClientIDURL) async throws(ClientDocumentFault) -> ClientDocument {
        guard begin() else { throw ClientDocumentFault("too many at once") }
        defer { running.withLock { $0 -= 1 } }
        do {
            return try await withThrowingTaskGroup(of: ClientDocument.self) { group in
                group.addTask { try await self.load(url) }
                group.addTask { [limits] in
                    try await Task.sleep(for: limits.whole)
                    throw ClientDocumentFault("too slow")
                }
                defer { group.cancelAll() }
                guard let document = try await group.next() else { throw ClientDocumentFault("cancelled") }
                return document
            }
        } catch let fault as ClientDocumentFault {
            throw fault
        } catch {
            // The texts of errors hold what the other side says; their kind is enough.
            throw ClientDocumentFault("no connection, or a broken answer: \(type(of: error))")
        }
    }

    private func begin() -> Bool {
        running.withLock { running in
            guard running < limits.atOnce else { return false }
            running += 1
            return true
        }
    }

    private func load(_ url: ClientIDURL) async throws -> ClientDocument {
        guard let address = await resolver.addresses(of: url.host).first else {
            throw ClientDocumentFault("the name has no address")
        }
        guard allowed.permits(address) else { throw ClientDocumentFault("the address is not public") }
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
            configuration: configuration(connecting: url.host, to: address))
        do {
            let document = try await read(url, client)
            try? await client.shutdown()
            return document
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func configuration(connecting host: String, to address: IPAddress) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.additionalTrustRoots = [.certificates(authorities)]
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow, decompression: .disabled)
        configuration.httpVersion = .http1Only
        // Somebody waits in front of a browser: what does not work at once is told at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        // The connection goes to the address; name indication and certificate stay with the host.
        configuration.dnsOverride = [host: address.description]
        return configuration
    }

    private func read(_ url: ClientIDURL, _ client: HTTPClient) async throws -> ClientDocument {
        let rest = url.text.dropFirst("https://".utf8.count + url.host.utf8.count)
        var request = HTTPClientRequest(
            url: port == 443 ? url.text : "https://\(url.host):\(port)\(rest)")
        request.headers = ["Accept": "application/json", "User-Agent": "Voordeur"]
        let response = try await client.execute(request, deadline: .distantFuture)
        guard response.status == .ok else { throw ClientDocumentFault("status \(response.status.code)") }
        guard Self.isJSON(response.headers["content-type"]) else { throw ClientDocumentFault("not of a JSON type") }
        guard response.headers["content-encoding"].isEmpty else { throw ClientDocumentFault("encoded") }
        let body: ByteBuffer
        do {
            body = try await response.body.collect(upTo: ClientDocument.limit)
        } catch is NIOTooManyBytesError { throw ClientDocumentFault("too large") }
        return ClientDocument(
            bytes: Array(buffer: body), lifetime: Self.lifetime(response.headers[canonicalForm: "cache-control"]))
    }

    /// `application/json`, or a type that builds on it (RFC 6839 §3.1).
    private static func isJSON(_ types: [String]) -> Bool {
        guard types.count == 1 else { return false }
        let type = types[0].prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        return type == "application/json" || type.hasPrefix("application/") && type.hasSuffix("+json")
    }

    /// RFC 9111 §5.2.2. Nil without a word on it, or with one that is no number.
    private static func lifetime(_ directives: [Substring]) -> Int64? {
        let directives = directives.map { $0.lowercased().filter { $0 != " " && $0 != "\"" } }
        if directives.contains(where: { ["no-store", "no-cache"].contains($0) }) { return 0 }
        return directives.lazy.compactMap { directive in
            directive.hasPrefix("max-age=") ? Int64(directive.dropFirst(8)) : nil
        }.first
    }
}
