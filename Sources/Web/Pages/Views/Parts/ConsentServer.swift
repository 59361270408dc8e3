import Kernel
import OAuth

/// A resource server on the consent page, that would take the tokens besides our API (RFC 8707).
package struct ConsentServer: Sendable, Equatable {
    package let name: String
    package let uri: String

    package init(name: String, uri: String) { (self.name, self.uri) = (name, uri) }

    init(_ server: ResourceServer) { self.init(name: server.name, uri: server.uri.text) }
}
