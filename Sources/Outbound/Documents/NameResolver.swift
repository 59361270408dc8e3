package import Kernel
import NIOCore
import NIOPosix

/// From a name to an address.
package protocol NameResolver: Sendable {
    /// The address to connect to; nil if the name has none.
    func address(of host: String) async -> IPAddress?
}

/// Asks the system, on a thread that may wait.
package struct SystemResolver: NameResolver {
    package init() {}

    package func address(of host: String) async -> IPAddress? {
        let address = try? await NIOThreadPool.singleton.runIfActive {
            // The first one of RFC 6724: what this machine reaches best.
            try SocketAddress.makeAddressResolvingHost(host, port: 443)
        }
        return address?.ipAddress.flatMap(IPAddress.init)
    }
}
