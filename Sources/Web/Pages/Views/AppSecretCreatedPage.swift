/// The answer to the POST that made another secret.
package struct AppSecretCreatedPage: Page {
    package static let template = "app-secret-created"

    package let appName: String
    package let clientID: String
    package let clientSecret: String
    package let oldWorksUntil: TimeView?
    package let appHref: String

    package init(appName: String, clientID: String, clientSecret: String, oldWorksUntil: TimeView?, appHref: String) {
        self.appName = appName
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.oldWorksUntil = oldWorksUntil
        self.appHref = appHref
    }
}
