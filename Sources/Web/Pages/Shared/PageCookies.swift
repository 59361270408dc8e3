package import Hummingbird
import Kernel

/// The cookies of our pages, made in one place: `HttpOnly`, `SameSite=Lax`, for the whole site, and on https `Secure` under a
/// `__Host-` name, which no neighbouring domain can plant (contract O70).
package struct PageCookies: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The session of a user.
        case manage = "voordeur_manage"
        /// The session of a developer.
        case developers = "voordeur_developers"
        /// A random id of the browser, signed in or not: what forms and waiting requests are bound to.
        case browser = "voordeur_browser"
        case language = "voordeur_language"
    }

    private let isSecure: Bool

    package init(isSecure: Bool) { self.isSecure = isSecure }

    package func name(_ kind: Kind) -> String { isSecure ? "__Host-\(kind.rawValue)" : kind.rawValue }

    package func value(_ kind: Kind, of request: Request) -> String? { request.cookies[name(kind)]?.value }

    /// The id in a cookie that we made; nil for anything else.
    func ticket(_ kind: Kind, of request: Request) -> Credential? {
        value(kind, of: request).flatMap { Credential($0, .ticket) }
    }

    /// - Parameter seconds: how long the browser keeps it; nil: until it is closed.
    package func make(_ kind: Kind, _ value: String, for seconds: Int64?) -> Cookie {
        Cookie(
            name: name(kind), value: value, maxAge: seconds.map(Int.init), path: "/", secure: isSecure, httpOnly: true,
            sameSite: .lax)
    }

    package func remove(_ kind: Kind) -> Cookie { make(kind, "", for: 0) }
}
