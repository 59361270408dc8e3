import Kernel
import NIOCore
import NIOPosix
import NIOSSL

/// A connection to a mail server: a line goes out, an answer comes back, each within its time.
struct SMTPChannel: Sendable {
    let server: SMTPServer
    private let channel: any Channel
    private let replies: NIOLoopBound<SMTPReplyHandler>
    private let tls: NIOSSLContext

    static func connect(
        to server: SMTPServer, tls: NIOSSLContext, within limit: TimeAmount, on group: any EventLoopGroup
    ) async throws -> SMTPChannel {
        try await ClientBootstrap(group: group).connectTimeout(limit)
            .connect(host: server.host, port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if server.security == .tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: server.nameInCertificate))
                    }
                    let handler = SMTPReplyHandler()
                    try channel.pipeline.syncOperations.addHandler(handler)
                    return SMTPChannel(
                        server: server, channel: channel,
                        replies: NIOLoopBound(handler, eventLoop: channel.eventLoop), tls: tls)
                }
            }
    }

    /// The address of the other side is this machine itself: what is sent there cannot be read on the way.
    var isLoopback: Bool {
        guard let address = channel.remoteAddress?.ipAddress.flatMap(IPAddress.init) else { return false }
        return address.isIPv4 ? address.bytes[12] == 127 : address == IPAddress("::1")
    }

    /// How this side is called where it has no name: `[192.0.2.1]`, `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3).
    var addressLiteral: String {
        guard let address = channel.localAddress?.ipAddress.flatMap(IPAddress.init) else { return "[127.0.0.1]" }
        return address.isIPv4 ? "[\(address)]" : "[IPv6:\(address)]"
    }

    /// What the server says without being asked.
    func greeting(within limit: TimeAmount) async throws -> SMTPReply { try await exchange(nil, within: limit) }

    func send(_ line: String, within limit: TimeAmount) async throws -> SMTPReply {
        try await exchange(Array("\(line)\r\n".utf8), within: limit)
    }

    func send(_ bytes: [UInt8], within limit: TimeAmount) async throws -> SMTPReply {
        try await exchange(bytes, within: limit)
    }

    /// After a 220 every byte is under TLS (RFC 3207 §4).
    func startTLS(within limit: TimeAmount) async throws -> SMTPReply {
        try await exchange(Array("STARTTLS\r\n".utf8), within: limit, startsTLS: true)
    }

    func close(in delay: TimeAmount) {
        channel.eventLoop.scheduleTask(in: delay) { [channel] in channel.close(promise: nil) }
    }

    func close() { channel.close(promise: nil) }

    private func exchange(
        _ bytes: [UInt8]?, within limit: TimeAmount, startsTLS: Bool = false
    ) async throws -> SMTPReply {
        let promise = channel.eventLoop.makePromise(of: SMTPReply.self)
        return try await withTaskCancellationHandler {
            channel.eventLoop.execute { [channel, replies, tls, server] in
                do {
                    let upgrade =
                        startsTLS
                        ? try NIOSSLClientHandler(context: tls, serverHostname: server.nameInCertificate) : nil
                    replies.value.expect(promise, within: limit, upgrade: upgrade)
                    if let bytes { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }
                } catch {
                    promise.fail(error)
                }
            }
            return try await promise.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }
}
