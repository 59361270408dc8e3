package import HTTPTypes
package import Hummingbird
package import Kernel
package import PortalDomain

/// A user of the manage portal with the portal that is open: handlers read both without asking whether they are there.
package struct SignedInContext: Sendable {
    package let page: PageContext
    package let session: Session
    package let user: User
    /// The portal that is open, and what the user is there.
    package let membership: Membership
    /// All of theirs.
    package let memberships: [Membership]

    package var portal: Portal { membership.portal }
    package var texts: Texts { page.texts }
    package var times: PageTimes { page.pages.times(in: portal.timeZone, page.language) }
    package var actor: AuditEvent.Actor { user.actor(at: page.address) }

    package func answer(
        _ view: some Page, titled title: String, in section: ManageSection?, status: HTTPResponse.Status = .ok,
        notice: NoticeView? = nil
    ) throws -> Response {
        try page.answer(view, titled: title, status: status, surroundings: surroundings(section), notice: notice)
    }

    func surroundings(_ section: ManageSection?) -> PageContext.Surroundings {
        var surroundings = PageContext.Surroundings()
        surroundings.signedInAs = user.email
        surroundings.portalName = portal.name
        surroundings.navigation = ManageSection.navigation(
            current: section, canManageAccess: membership.role.managesAccess, without: portal.featuresOff, texts: texts)
        return surroundings
    }
}

/// A developer who is signed in.
package struct DeveloperContext: Sendable {
    package let page: PageContext
    package let session: Session
    package let developer: Developer

    package var texts: Texts { page.texts }
    package var times: PageTimes { page.times }
    package var actor: AuditEvent.Actor { developer.actor(at: page.address) }

    package func answer(
        _ view: some Page, titled title: String, in section: DeveloperSection = .apps,
        status: HTTPResponse.Status = .ok, notice: NoticeView? = nil
    ) throws -> Response {
        try page.answer(view, titled: title, status: status, surroundings: surroundings(section), notice: notice)
    }

    var surroundings: PageContext.Surroundings { surroundings(.apps) }

    private func surroundings(_ section: DeveloperSection) -> PageContext.Surroundings {
        var surroundings = PageContext.Surroundings()
        surroundings.signedInAs = developer.email
        surroundings.navigation = DeveloperSection.navigation(current: section, texts: texts)
        return surroundings
    }
}

extension PageContext {
    /// Who is signed in at the manage portal, in the portal that is open. Nobody: to the sign-in page. Several portals and none
    /// open: to the choice. A suspended portal: a page that says so.
    package func signedIn() async throws -> SignedInContext {
        guard let found = try await pages.sessions.user(of: request) else { throw PageRedirect(to: "/manage/sign-in") }
        guard !found.memberships.isEmpty else { throw WithoutPortal(user: found.user) }
        guard let membership = found.open else { throw PageRedirect(to: "/manage/portal") }
        guard !membership.portal.isSuspended else { throw WithoutPortal(user: found.user, suspended: found) }
        return SignedInContext(
            page: self, session: found.session, user: found.user, membership: membership, memberships: found.memberships
        )
    }

    package func developer() async throws -> DeveloperContext {
        guard let found = try await pages.sessions.developer(of: request) else {
            throw PageRedirect(to: "/developers/sign-in")
        }
        // Nobody signs in before that; this is for sessions of the release before.
        guard found.developer.isConfirmed else { throw PageRedirect(to: "/developers/confirm/resend") }
        return DeveloperContext(page: self, session: found.session, developer: found.developer)
    }
}

extension UserSession {
    /// The portal that is open: the chosen one, or the only one.
    var open: Membership? {
        memberships.first { $0.portal.id == session.portal } ?? (memberships.count == 1 ? memberships.first : nil)
    }
}

/// A user asks for a page of a portal, and there is none: they belong to no portal (any more), or the operator has suspended theirs.
/// The answer still lets them sign out.
struct WithoutPortal: Error {
    let user: User
    /// The name of the suspended one.
    private let suspended: String?
    private let hasOthers: Bool

    init(user: User) { (self.user, suspended, hasOthers) = (user, nil, false) }

    init(user: User, suspended found: UserSession) {
        (self.user, suspended) = (user, found.open?.portal.name)
        hasOthers = found.memberships.count > 1
    }

    func response(_ page: PageContext) throws -> Response {
        var surroundings = PageContext.Surroundings()
        surroundings.signedInAs = user.email
        guard let suspended else { return try page.answer(PageError.noPortal, surroundings: surroundings) }
        surroundings.portalName = suspended
        let way = hasOthers ? LinkView(href: "/manage/portal", label: page.texts("portal.suspended.other")) : nil
        return try page.answer(PageError.suspendedPortal, surroundings: surroundings, link: way)
    }
}

extension PageError {
    static let noPortal = PageError(.forbidden, title: "page.403.title", text: "oauth.no_portal")
    static let suspendedPortal = PageError(
        .forbidden, title: "portal.suspended.title", text: "portal.suspended.text")
}
