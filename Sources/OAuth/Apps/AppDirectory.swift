package import Kernel

/// Where a `client_id` becomes an app: the id of a registered one, or the address of a document (`ClientIDURL`).
package struct AppDirectory: Sendable {
    private let store: any OAuthStore
    private let documents: (any DocumentClients)?

    /// - Parameter documents: nil: an address is no app.
    package init(store: any OAuthStore, documents: (any DocumentClients)? = nil) {
        (self.store, self.documents) = (store, documents)
    }

    /// Whether the request is where an app may be seen for the first time, or again after a while: then its document is read.
    package enum Acquaintance: Sendable {
        /// It was seen before. Nothing is fetched: a refresh must not fail because a web server is down.
        case old
        /// - Parameter address: the client's, for limits.
        case maybeNew(from: String)
    }

    /// Whether an app of that id would be known by a document.
    func readsDocument(_ clientID: String) -> Bool { documents != nil && ClientIDURL(clientID) != nil }

    package func app(_ clientID: String, _ acquaintance: Acquaintance) async throws -> App? {
        if let id = AppID(clientID) {
            // What is known by its address has no other name: through this one its document would never be read again.
            return try await store.app(id).flatMap { $0.document == nil ? $0 : nil }
        }
        guard let documents, let url = ClientIDURL(clientID) else { return nil }
        let id =
            switch acquaintance {
            case .old: try await documents.known(url)
            case .maybeNew(let address): try await documents.read(url, from: address)
            }
        guard let id else { return nil }
        return try await store.app(id)
    }
}

/// Apps that are known by the address of a document.
package protocol DocumentClients: Sendable {
    /// The app as it was last read; nil if it never was.
    func known(_ url: ClientIDURL) async throws(StorageError) -> AppID?
    /// The app as its document says now, or said not long ago; nil if there is none that can be accepted.
    func read(_ url: ClientIDURL, from address: String) async throws(StorageError) -> AppID?
}
