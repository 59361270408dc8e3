import Kernel
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A web server on loopback that answers each request with bytes that a test made, however wrong, and remembers what it was asked.
final class WebServer: Sendable {
    enum Behaviour: Sendable {
        /// Sends this and closes.
        case answer(String)
        /// Sends this and then nothing any more.
        case hang(String)
        /// Does what the request asks for.
        case choose(@Sendable (String) -> Behaviour)
    }

    private struct State {
        var requests: [String] = []
        var behaviour = Behaviour.answer("")
    }

    private let state = Mutex(State())
    private let channel: any Channel

    var port: Int { channel.localAddress?.port ?? 0 }
    var requests: [String] { state.withLock { $0.requests } }

    func behave(_ behaviour: Behaviour) { state.withLock { $0.behaviour = behaviour } }

    private init(channel: any Channel) { self.channel = channel }

    /// - Parameter isSecure: false: it speaks plain http.
    static func run(isSecure: Bool = true, _ body: (WebServer) async throws -> Void) async throws {
        let tls = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(certificate)],
                privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))))
        let holder = Mutex<WebServer?>(nil)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if isSecure { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    guard let server = holder.withLock({ $0 }) else { return }
                    try channel.pipeline.syncOperations.addHandler(Conversation(server))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = WebServer(channel: channel)
        holder.withLock { $0 = server }
        do {
            try await body(server)
        } catch {
            try? await channel.close()
            throw error
        }
        try? await channel.close()
    }

    private func take(_ request: String) -> Behaviour {
        state.withLock { state in
            state.requests.append(request)
            if case .choose(let pick) = state.behaviour { return pick(request) }
            return state.behaviour
        }
    }

    private final class Conversation: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let server: WebServer
        private var heard = ""

        init(_ server: WebServer) { self.server = server }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            heard += String(buffer: unwrapInboundIn(data))
            guard Self.isWhole(heard) else { return }
            let behaviour = server.take(heard)
            heard = ""
            let channel = context.channel
            switch behaviour {
            case .answer(let text):
                channel.writeAndFlush(ByteBuffer(string: text)).whenComplete { _ in channel.close(promise: nil) }
            case .hang(let text): channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
            case .choose: channel.close(promise: nil)
            }
        }

        /// With the body that `Content-Length` promises.
        private static func isWhole(_ request: String) -> Bool {
            guard let end = request.firstRange(of: "\r\n\r\n") else { return false }
            let lines = request[..<end.lowerBound].lowercased().split(separator: "\r\n")
            let length = lines.compactMap {
                $0.hasPrefix("content-length:") ? Int($0.dropFirst(15).filter(\.isNumber)) : nil
            }
            return request[end.upperBound...].utf8.count >= length.first ?? 0
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    /// Of `client.example`, until 2120, vouched for by itself. Good for these tests and nothing else.
    static var certificate: NIOSSLCertificate {
        get throws { try NIOSSLCertificate(bytes: Array(certificateText.utf8), format: .pem) }
    }

    private static let certificateText = """
        -----BEGIN CERTIFICATE-----
        MIIBUDCB96ADAgECAgEBMAoGCCqGSM49BAMCMBkxFzAVBgNVBAMMDmNsaWVudC5l
        eGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAZMRcwFQYD
        VQQDDA5jbGllbnQuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBPH
        UkK9FFajKn0BOlVl1YttME7pJHalLf2WO9HXorT8gSHk0B5wLaDGEjcXDlBiWSJz
        bRUuQLtqaMo2jTIE7DujLjAsMBkGA1UdEQQSMBCCDmNsaWVudC5leGFtcGxlMA8G
        A1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgISIIDOGcZ+I7ajVzUU8W
        ZHzDM67NQQ5RvM02tloHm6MCIQCKR3QEhI0nCG5UxPSRWUXfrYum8xkOgE/9f5x5
        sijTFQ==
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdW2jCNIrdVLPDLjL
        w26s5p7USF5FiXmtDkUQgqQkD2ChRANCAAQTx1JCvRRWoyp9ATpVZdWLbTBO6SR2
        pS39ljvR16K0/IEh5NAecC2gxhI3Fw5QYlkic20VLkC7amjKNo0yBOw7
        -----END PRIVATE KEY-----
        """
}
