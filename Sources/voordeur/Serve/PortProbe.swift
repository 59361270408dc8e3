#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Asks whether somebody listens on an address already, before anything else is begun.
struct PortProbe: Sendable {
    private let address: ListenAddress

    init(_ address: ListenAddress) { self.address = address }

    func requireFree() throws(Trouble) {
        let code = attempt()
        if code != 0 { throw trouble(code) }
    }

    func trouble(_ code: Int32) -> Trouble {
        switch code {
        case EADDRINUSE:
            Trouble(
                "Another program listens on \(address); stop it, or choose another address with --listen or \(Setting.listen.variable)."
            )
        case EACCES: Trouble("This user may not listen on \(address); choose a port above 1023.")
        case EADDRNOTAVAIL:
            Trouble("This machine has no address \(address.host); choose another one with \(Setting.listen.variable).")
        default: Trouble("Listening on \(address) failed: \(String(cString: strerror(code))).")
        }
    }

    /// Binds to the address and lets go of it. 0, or the number of the error.
    func attempt() -> Int32 {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.host, String(address.port), &hints, &found) == 0, let first = found else {
            return EADDRNOTAVAIL
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(first.pointee.ai_family, first.pointee.ai_socktype, first.pointee.ai_protocol)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else { return errno }
        return listen(descriptor, 1) == 0 ? 0 : errno
    }
}
