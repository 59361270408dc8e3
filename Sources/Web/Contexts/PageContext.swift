package import HTTPTypes
package import Hummingbird
package import Kernel
import NIOCore
package import PortalDomain

/// What every page knows about the request it answers, signed in or not.
package struct PageContext: Sendable {
    package let pages: PageResponder
    package let request: Request
    /// The id of the request, the client's address, the parameters of the path.
    package let app: AppContext
    package let area: PageFrame.Area
    package let texts: Texts
    package let browser: BrowserID
    package let csrf: String

    package var language: Language { texts.language }
    package var now: Timestamp { pages.ambient.now() }
    package var address: String { app.clientAddress }

    /// From where somebody acts, for sessions and security mails.
    package var visit: Visit {
        Visit(
            address: address, browser: browser.digest, device: Device(userAgent: request.headers[.userAgent] ?? ""),
            language: language.inMails)
    }

    /// The query; a malformed one is a 400.
    package func query() throws(PageError) -> FormFields {
        guard let fields = try? FormFields(parsing: (request.uri.query ?? "").utf8) else { throw .badRequest }
        return fields
    }

    /// A part of the path as an id; one that cannot be ours is a 404, as is one that is not there.
    package func id<Kind: EntityKind>(_ name: String) throws(PageError) -> Identifier<Kind> {
        guard let id = app.parameters.get(name).flatMap({ Identifier<Kind>($0) }) else { throw .notFound }
        return id
    }

    /// Times for pages that belong to no portal.
    package var times: PageTimes { pages.times(in: "Europe/Amsterdam", language) }

    // MARK: - Answers

    /// - Parameters:
    ///   - surroundings: who is signed in, and the navigation.
    ///   - formActions: where forms may lead besides our own origin.
    package func answer(
        _ view: some Page, titled title: String, status: HTTPResponse.Status = .ok,
        surroundings: Surroundings = Surroundings(),
        notice: NoticeView? = nil, formActions: [String] = []
    ) throws -> Response {
        let frame = PageFrame(
            language: language, title: title, area: area, path: path, csrf: csrf, signedInAs: surroundings.signedInAs,
            portalName: surroundings.portalName, navigation: surroundings.navigation, notice: notice)
        return withBrowser(try pages.response(view, frame: frame, status: status, formActions: formActions))
    }

    package func answer(_ error: PageError, surroundings: Surroundings = Surroundings()) throws -> Response {
        try answer(
            error, surroundings: surroundings, link: LinkView(href: home, label: texts("message.home")))
    }

    /// - Parameter link: the way on.
    func answer(_ error: PageError, surroundings: Surroundings, link: LinkView?) throws -> Response {
        let view = MessagePage(
            heading: texts(error.title), text: texts(error.text), link: link,
            requestID: app.requestID.text.isEmpty ? nil : app.requestID.text, isProblem: true)
        var response = try answer(view, titled: texts(error.title), status: error.status, surroundings: surroundings)
        if let seconds = error.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
        return response
    }

    /// 303: also after a POST the browser comes by GET.
    package func redirect(to path: LocalPath, cookies: [Cookie] = []) -> Response {
        var response = Response(status: .seeOther, headers: pages.plainHeaders())
        response.headers[.location] = path.text
        for cookie in cookies { response.setCookie(cookie) }
        return withBrowser(response)
    }

    /// What surrounds the page of somebody who is signed in.
    package struct Surroundings: Sendable {
        package var signedInAs: String?
        package var portalName: String?
        package var navigation: [NavigationItem] = []

        package init() {}
    }

    /// Where this page can be asked for again, for the language switch.
    private var path: String? {
        guard request.method == .get else { return nil }
        return LocalPath(request.uri.string)?.text
    }

    private var home: String {
        switch area {
        case .manage: "/manage"
        case .developer: "/developers/apps"
        case .plain: "/"
        }
    }

    private func withBrowser(_ response: Response) -> Response {
        guard browser.isNew else { return response }
        var response = response
        response.setCookie(pages.sessions.cookies.make(.browser, browser.id.secret.expose(), for: nil))
        return response
    }
}
