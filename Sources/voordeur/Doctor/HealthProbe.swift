import NIOCore
import NIOPosix

/// Asks a server on this machine whether it is one of ours.
struct HealthProbe: Sendable {
    private let address: ListenAddress

    init(_ address: ListenAddress) { self.address = address }

    /// Two seconds of patience; anything but our own answer is false.
    func isAlive() async -> Bool {
        let host = ["0.0.0.0": "127.0.0.1", "::": "::1"][address.host] ?? address.host
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(2))
                .connect(host: host, port: address.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            let limit = channel.channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.channel.close(promise: nil) }
            defer { limit.cancel() }
            return try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(
                    ByteBuffer(string: "GET /health/live HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\r\n"))
                var answer = ByteBuffer()
                for try await part in inbound {
                    answer.writeImmutableBuffer(part)
                    guard answer.readableBytes < 4096 else { break }
                }
                let text = String(buffer: answer)
                return text.hasPrefix("HTTP/1.1 200") && text.hasSuffix("\r\n\r\nok\n")
            }
        } catch {
            return false
        }
    }
}
