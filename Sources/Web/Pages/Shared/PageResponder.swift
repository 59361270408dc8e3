package import HTTPTypes
package import Hummingbird
package import Kernel
import Logging
import PortalDomain

/// Makes answers of pages: language, frame, anti-forgery value, cookies and headers, the same for all of them.
package struct PageResponder: Sendable {
    package let renderer: PageRenderer
    package let sessions: PageSessions
    package let csrf: CSRF
    package let origins: Origins
    package let ambient: Ambient
    private let headers: PageHeaders
    private let zones: TimeZones

    package init(
        renderer: PageRenderer, sessions: PageSessions, csrf: CSRF, origins: Origins, ambient: Ambient,
        zones: TimeZones = TimeZones()
    ) {
        (self.renderer, self.sessions, self.csrf, self.origins) = (renderer, sessions, csrf, origins)
        (self.ambient, self.zones) = (ambient, zones)
        headers = PageHeaders(isSecure: origins.isSecure)
    }

    /// What every page knows about the request it answers. Asks no database.
    package func context(_ request: Request, _ app: AppContext, in area: PageFrame.Area) -> PageContext {
        let browser = sessions.browser(of: request)
        return PageContext(
            pages: self, request: request, app: app, area: area, texts: renderer.texts(in: language(of: request)),
            browser: browser,
            csrf: csrf.token(for: request, in: area, browser: browser))
    }

    /// Runs a handler, and answers a `PageError` and a `PageRedirect` that it throws.
    package func answer(
        _ request: Request, _ app: AppContext, in area: PageFrame.Area,
        _ handler: (PageContext) async throws -> Response
    ) async throws -> Response {
        let page = context(request, app, in: area)
        do {
            return try await handler(page)
        } catch let error as PageError {
            return try page.answer(error)
        } catch StorageError.full {
            return try page.answer(.full)
        } catch let error as PageRedirect {
            return page.redirect(to: error.location)
        } catch let error as WithoutPortal {
            return try error.response(page)
        } catch let busy as PasswordHasher.Busy {
            return try page.answer(PageError(.serviceUnavailable, retryAfter: Int64(busy.retryAfter)))
        }
    }

    /// As `answer`, for a form: read, and proven to be of this browser and session.
    package func answerForm(
        _ request: Request, _ app: AppContext, in area: PageFrame.Area, repeating: Set<String> = [],
        _ handler: (FormFields, PageContext) async throws -> Response
    ) async throws -> Response {
        try await answer(request, app, in: area) { page in
            let fields = try await FormBody.fields(of: request, repeating: repeating)
            try csrf.verify(fields, of: request, in: area)
            return try await handler(fields, page)
        }
    }

    /// The page for a status, for the general error middleware. Never fails: without a page there is still the status.
    package func message(_ status: HTTPResponse.Status, _ request: Request, _ app: AppContext) async -> Response {
        let area: PageFrame.Area =
            request.uri.path.hasPrefix("/developers")
            ? .developer : request.uri.path.hasPrefix("/manage") ? .manage : .plain
        do {
            return try context(request, app, in: area).answer(PageError(status))
        } catch {
            app.logger.error(
                "an error page cannot be rendered", metadata: ["id": "\(app.requestID)", "error": "\(error)"])
            return Response(status: status, headers: headers.fields())
        }
    }

    /// - Parameter formActions: see `PageHeaders`.
    func response(
        _ view: some Page, frame: PageFrame, status: HTTPResponse.Status, formActions: [String] = []
    ) throws -> Response {
        var fields = headers.fields(formActions: formActions)
        fields[.contentType] = "text/html; charset=utf-8"
        fields[.contentLanguage] = frame.language.rawValue
        let html = try renderer.html(view, frame: frame)
        return Response(status: status, headers: fields, body: .init(byteBuffer: .init(string: html)))
    }

    /// Of anything that is not a page: a redirect, a file.
    func plainHeaders() -> HTTPFields { headers.fields() }

    func zone(named name: String) -> TimeZoneTable? { zones.table(named: name) }

    func times(in zone: String, _ language: Language) -> PageTimes {
        PageTimes(zone: zones.table(named: zone), language: language)
    }

    /// What somebody chose with the switch, else what the app asks for them, else what the browser says.
    private func language(of request: Request) -> Language {
        if let chosen = sessions.cookies.value(.language, of: request).flatMap(Language.init(rawValue:)) {
            return chosen
        }
        if let query = request.uri.query, query.contains("ui_locales"),
            let fields = try? FormFields(parsing: query.utf8),
            let wanted = fields["ui_locales"].flatMap(Language.preferred(uiLocales:))
        {
            return wanted
        }
        return Language.preferred(acceptLanguage: request.headers[.acceptLanguage])
    }
}
