package import Kernel
package import PortalDomain
import Synchronization

/// The web, as far as documents of apps are concerned.
package final class FakeDocuments: ClientDocumentSource {
    private struct State {
        var documents: [String: ClientDocument] = [:]
        var fetches: [String] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// What was fetched, oldest first.
    package var fetches: [String] { state.withLock { $0.fetches } }

    /// Puts a document at an address; nil takes it away.
    package func publish(_ text: String?, at url: String, lifetime: Int64? = nil) {
        let document = text.map { ClientDocument(bytes: Array($0.utf8), lifetime: lifetime) }
        state.withLock { $0.documents[url] = document }
    }

    package func fetch(_ url: ClientIDURL) async throws(ClientDocumentFault) -> ClientDocument {
        let document = state.withLock { state in
            state.fetches.append(url.text)
            return state.documents[url.text]
        }
        guard let document else { throw ClientDocumentFault("status 404") }
        return document
    }
}

extension Cast.TestApp {
    /// An app that is known by a document: its requests name the address, and never this id.
    package static func known(redirectURIs: [String], scopes: String) -> Self {
        Self(
            id: AppID(stored: "app_00000000000000000000"), secret: nil, redirectURIs: redirectURIs, scopes: scopes,
            isPublic: true, rotates: true)
    }
}
