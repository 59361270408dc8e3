/// `/`: what this is, and where to go.
package struct StartPage: Page {
    package static let template = "start"

    package let manageHref: String
    package let developersHref: String
    package let docsHref: String
    package let apiHref: String

    package init(manageHref: String, developersHref: String, docsHref: String, apiHref: String) {
        self.manageHref = manageHref
        self.developersHref = developersHref
        self.docsHref = docsHref
        self.apiHref = apiHref
    }
}
