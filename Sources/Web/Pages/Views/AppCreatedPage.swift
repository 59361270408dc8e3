/// The answer to the POST that registered an app. Public apps get no secret.
package struct AppCreatedPage: Page {
    package static let template = "app-created"

    package let name: String
    package let clientID: String
    package let clientSecret: String?
    package let isPublic: Bool
    /// It proves itself with keys that were registered with it.
    package let isKeyed: Bool
    package let appHref: String

    package init(name: String, clientID: String, clientSecret: String?, isPublic: Bool, appHref: String) {
        self.name = name
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.isPublic = isPublic
        self.isKeyed = !isPublic && clientSecret == nil
        self.appHref = appHref
    }
}
