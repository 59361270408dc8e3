package import Hummingbird
package import Kernel
import NIOCore

/// What every request carries: its id, the client's address, and the router's own bookkeeping.
package struct AppContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// In every answer (`X-Request-Id`) and every log line of this request. Made by `FrontDoor`, the outermost middleware; a value from
    /// the client is not used.
    package var requestID = RequestID(stored: "")
    /// Who is asking: the peer of the connection, or what a trusted proxy says of it. Set by `FrontDoor`.
    package var clientAddress: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        clientAddress = source.channel.remoteAddress?.ipAddress ?? ""
    }

    /// 1 MB: the largest JSON body of the contract. Uploads stream and have their own limits.
    package var maxUploadSize: Int { 1_048_576 }
}
