/// The answer to the POST that registered an app. Public apps get no secret.
package struct AppCreatedPage: Page {
    package static let template = "app-created"

    package let name: String
    package let clientID: String
    package let clientSecret: String?
    package let appHref: String

    package init(name: String, clientID: String, clientSecret: String?, appHref: String) {
        self.name = name
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.appHref = appHref
    }
}
