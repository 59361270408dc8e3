package import Kernel
package import NIOCore
import NIOPosix
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// From a name to its addresses.
package protocol NameResolver: Sendable {
    /// All of them, by RFC 6724: what this machine reaches best comes first. Empty if the name has none.
    func addresses(of host: String) async -> [IPAddress]
}

/// Asks the system, on threads of its own that may wait: a name server can take its time, and the system's call cannot be interrupted.
package final class SystemResolver: NameResolver {
    private let threads: NIOThreadPool
    private let limit: TimeAmount

    /// - Parameters:
    ///   - threads: names that can be asked for at one time.
    ///   - limit: after which a name has no address.
    package init(threads: Int = 16, limit: TimeAmount = .seconds(5)) {
        self.threads = NIOThreadPool(numberOfThreads: threads)
        self.limit = limit
        self.threads.start()
    }

    deinit { threads.shutdownGracefully { _ in } }

    package func addresses(of host: String) async -> [IPAddress] {
        await withCheckedContinuation { continuation in
            let answer = FirstAnswer(continuation)
            let late = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: limit) { answer.give([]) }
            threads.submit { state in
                answer.give(state == .active ? Self.lookUp(host) : [])
                late.cancel()
            }
        }
    }

    private static func lookUp(_ host: String) -> [IPAddress] {
        var hints = addrinfo()
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            if let address = address(of: entry), !addresses.contains(address) { addresses.append(address) }
            next = entry.ai_next
        }
        return addresses
    }

    private static func address(of entry: addrinfo) -> IPAddress? {
        guard let pointer = entry.ai_addr else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let isWritten =
            switch entry.ai_family {
            case AF_INET:
                pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    inet_ntop(AF_INET, &$0.pointee.sin_addr, &buffer, socklen_t(buffer.count)) != nil
                }
            case AF_INET6:
                pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                    inet_ntop(AF_INET6, &$0.pointee.sin6_addr, &buffer, socklen_t(buffer.count)) != nil
                }
            default: false
            }
        guard isWritten else { return nil }
        return IPAddress(String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }

    /// Resumes with what comes first, once.
    private final class FirstAnswer: Sendable {
        private let waiting: Mutex<CheckedContinuation<[IPAddress], Never>?>

        init(_ continuation: CheckedContinuation<[IPAddress], Never>) { waiting = Mutex(continuation) }

        func give(_ addresses: [IPAddress]) {
            waiting.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }?.resume(returning: addresses)
        }
    }
}
