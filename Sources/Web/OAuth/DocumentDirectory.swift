import Kernel
import Logging
import OAuth
import PortalDomain

/// `ClientDocuments` as the protocol sees it. Why a document is not accepted is for the operator's log: the person in front of the browser
/// can do nothing about it, and a stranger must not use us to look at web servers.
struct DocumentDirectory: DocumentClients {
    let documents: ClientDocuments
    let logger: Logger

    func known(_ url: ClientIDURL) async throws(StorageError) -> AppID? { try await documents.find(url) }

    func read(_ url: ClientIDURL, from address: String) async throws(StorageError) -> AppID? {
        switch try await documents.read(url, from: address) {
        case .app(let id): return id
        case .refused(let fault):
            logger.notice("client document refused", metadata: ["host": "\(url.host)", "reason": "\(fault.reason)"])
            return nil
        }
    }
}
