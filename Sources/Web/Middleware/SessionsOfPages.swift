package import Hummingbird
package import Kernel
package import PortalDomain

/// The sessions behind the cookies of a request. Users and developers have different cookies and different sessions.
package struct PageSessions: Sendable {
    package let cookies: PageCookies
    private let sessions: Sessions
    private let ambient: Ambient

    package init(sessions: Sessions, cookies: PageCookies, ambient: Ambient) {
        (self.sessions, self.cookies, self.ambient) = (sessions, cookies, ambient)
    }

    /// The browser by its cookie, or a new one.
    package func browser(of request: Request) -> BrowserID {
        if let id = cookies.ticket(.browser, of: request) { return BrowserID(id: id, isNew: false) }
        return BrowserID(id: Credential(minting: .ticket, from: ambient), isNew: true)
    }

    /// The session that the request names, live or not. Pages outside of the portals belong to no session.
    package func digest(of request: Request, in area: PageFrame.Area) -> TokenDigest? {
        switch area {
        case .manage: cookies.ticket(.manage, of: request)?.digest
        case .developer: cookies.ticket(.developers, of: request)?.digest
        case .plain: nil
        }
    }

    /// The signed-in user of a portal; nil if nobody is.
    package func user(of request: Request) async throws(StorageError) -> UserSession? {
        guard let digest = digest(of: request, in: .manage) else { return nil }
        return try await sessions.user(digest)
    }

    package func developer(of request: Request) async throws(StorageError) -> DeveloperSession? {
        guard let digest = digest(of: request, in: .developer) else { return nil }
        return try await sessions.developer(digest)
    }

    /// Begins a session under a new id and ends the one before. Throws `StorageError`, or a `PageRedirect` to the sign-in if the
    /// password was replaced meanwhile.
    ///
    /// - Returns: the cookie that the answer must bring.
    func signIn(_ proof: PasswordProof, _ request: Request, _ visit: Visit) async throws -> Cookie {
        let (kind, area) = Self.place(of: proof.account.kind)
        guard let id = try await sessions.begin(for: proof, visit, replacing: digest(of: request, in: area)) else {
            throw PageRedirect.signInAgain(in: area)
        }
        return cookies.make(kind, id.secret.expose(), for: Session.longest)
    }

    /// Ends the session that the request names.
    /// - Returns: the cookie that takes the old one away.
    package func signOut(_ kind: Account.Kind, _ request: Request) async throws(StorageError) -> Cookie {
        let (cookie, area) = Self.place(of: kind)
        if let digest = digest(of: request, in: area) { try await sessions.end(digest) }
        return cookies.remove(cookie)
    }

    package func open(_ portal: PortalID, in session: Session) async throws(StorageError) {
        try await sessions.open(portal, in: session.digest)
    }

    private static func place(of kind: Account.Kind) -> (PageCookies.Kind, PageFrame.Area) {
        switch kind {
        case .user: (.manage, .manage)
        case .developer: (.developers, .developer)
        }
    }
}
