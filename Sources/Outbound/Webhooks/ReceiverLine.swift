import AsyncHTTPClient
import Kernel
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PortalDomain
import Synchronization

/// The way to one receiver, whose addresses have been checked.
final class ReceiverLine: WebhookLine {
    private let host: String
    private let addresses: [IPAddress]
    private let authorities: [NIOSSLCertificate]
    private let limits: WebhookSender.Limits
    private let ambient: Ambient
    private let clients = Mutex<[IPAddress: HTTPClient]>([:])

    /// - Parameter addresses: at least one.
    init(
        host: String, addresses: [IPAddress], authorities: [NIOSSLCertificate], limits: WebhookSender.Limits,
        ambient: Ambient
    ) {
        (self.host, self.addresses, self.authorities) = (host, addresses, authorities)
        (self.limits, self.ambient) = (limits, ambient)
    }

    /// Of several addresses each attempt takes the next one, so that one that is down does not hold a delivery up for ever.
    func post(_ call: WebhookCall) async -> WebhookOutcome {
        let client = client(to: addresses[(call.attempt - 1) % addresses.count])
        let head = Head()
        let (limits, ambient) = (limits, ambient)
        return await withTaskGroup(of: WebhookOutcome.self) { group in
            group.addTask {
                do {
                    let response = try await client.execute(Self.request(call), deadline: .distantFuture)
                    let status = Int(response.status.code)
                    let outcome = WebhookOutcome.answered(
                        status: status,
                        retryAfter: RetryAfter.seconds(response.headers["retry-after"], at: ambient.now()))
                    head.note(outcome)
                    try? await Self.drain(response.body, atMost: limits.answer)
                    return outcome
                } catch {
                    return Self.outcome(of: error)
                }
            }
            group.addTask {
                try? await Task.sleep(for: limits.whole)
                // The answer's head decides; its body may take as long as it likes, and is cut off here.
                return head.outcome ?? (Task.isCancelled ? .interrupted : .failed(.timeout))
            }
            let first = await group.next() ?? .interrupted
            group.cancelAll()
            return first
        }
    }

    func close() async {
        let all = clients.withLock { clients in
            defer { clients = [:] }
            return Array(clients.values)
        }
        for client in all { try? await client.shutdown() }
    }

    private func client(to address: IPAddress) -> HTTPClient {
        clients.withLock { clients in
            if let client = clients[address] { return client }
            let client = HTTPClient(
                eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
                configuration: configuration(connectingTo: address))
            clients[address] = client
            return client
        }
    }

    private func configuration(connectingTo address: IPAddress) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.additionalTrustRoots = [.certificates(authorities)]
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow, decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        // The connection goes to the address; name indication and certificate stay with the host.
        configuration.dnsOverride = [host: address.description]
        return configuration
    }

    /// The answer as soon as its status is known.
    private final class Head: Sendable {
        private let noted = Mutex<WebhookOutcome?>(nil)
        var outcome: WebhookOutcome? { noted.withLock { $0 } }
        func note(_ outcome: WebhookOutcome) { noted.withLock { $0 = outcome } }
    }

    private static func request(_ call: WebhookCall) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: call.url.requested)
        request.method = .POST
        for header in call.headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(call.body)
        return request
    }

    private static func drain(_ body: HTTPClientResponse.Body, atMost limit: Int) async throws {
        var count = 0
        for try await chunk in body {
            count += chunk.readableBytes
            if count >= limit { return }
        }
    }

    private static func outcome(of error: any Error) -> WebhookOutcome {
        switch error {
        case is CancellationError: .interrupted
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: .failed(.tls)
        case let error as HTTPClientError:
            switch error {
            case .cancelled: .interrupted
            case .connectTimeout, .deadlineExceeded, .readTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
                .failed(.timeout)
            default: .failed(.connection)
            }
        default: .failed(.connection)
        }
    }
}
