package import HTTPTypes
package import Hummingbird

/// A refusal that a person reads: a page with a title, a text, and the id of the request.
package struct PageError: Error, Sendable, Equatable {
    package let status: HTTPResponse.Status
    /// Keys of translated texts.
    package let title: String
    package let text: String
    /// Seconds.
    package let retryAfter: Int64?

    package init(_ status: HTTPResponse.Status, title: String, text: String, retryAfter: Int64? = nil) {
        (self.status, self.title, self.text, self.retryAfter) = (status, title, text, retryAfter)
    }

    /// The common words for a status.
    package init(_ status: HTTPResponse.Status, retryAfter: Int64? = nil) {
        let known = [400, 403, 404, 405, 410, 413, 429, 500, 503]
        let code = known.contains(status.code) ? status.code : status.code < 500 ? 400 : 500
        self.init(status, title: "page.\(code).title", text: "page.\(code).text", retryAfter: retryAfter)
    }

    package static let badRequest = PageError(.badRequest)
    package static let forbidden = PageError(.forbidden)
    package static let csrf = PageError(.forbidden, title: "page.403.csrf.title", text: "page.403.csrf.text")
    package static let notFound = PageError(.notFound)
    package static let gone = PageError(.gone)
    package static let tooLarge = PageError(.contentTooLarge)
    package static let full = PageError(.contentTooLarge, title: "page.full.title", text: "page.full.text")
    package static let busy = PageError(.serviceUnavailable, retryAfter: 2)
}

/// Sends the browser elsewhere instead of showing the page that was asked for. Always a path of our own.
package struct PageRedirect: Error, Sendable, Equatable {
    package let location: LocalPath
    package init(to location: LocalPath) { self.location = location }

    /// For a sign-in that came to nothing before it was done.
    static func signInAgain(in area: PageFrame.Area) -> PageRedirect {
        PageRedirect(to: LocalPath("\(area.signInPath)?done=expired") ?? "/")
    }
}

// Pages catch both themselves; this is for whatever slips through to the general error middleware.
extension PageError: HTTPResponseError {
    package func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(status: status, headers: [.cacheControl: "no-store"])
    }
}

extension PageRedirect: HTTPResponseError {
    package var status: HTTPResponse.Status { .seeOther }
    package func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(status: .seeOther, headers: [.location: location.text, .cacheControl: "no-store"])
    }
}
