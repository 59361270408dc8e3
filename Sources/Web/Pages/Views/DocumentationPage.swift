/// What stands around each page of the documentation: the search, the way to the developer portal, the title.
package struct DocumentationPage: Page {
    package static let template = "documentation"
    /// Where the page's own markup goes. No value of a view can hold it, because a `<` of a value is escaped.
    static let place = "<!--page-->"

    package let title: String
    /// What was searched for.
    package let question: String
    package let searchAction: String
    package let developersHref: String

    package init(title: String, question: String, searchAction: String, developersHref: String) {
        (self.title, self.question) = (title, question)
        (self.searchAction, self.developersHref) = (searchAction, developersHref)
    }
}

extension PageRenderer {
    func html(_ markup: Markup, in view: DocumentationPage, frame: PageFrame) throws(PageAssetError) -> String {
        var page = try html(view, frame: frame)
        guard let place = page.firstRange(of: DocumentationPage.place) else {
            throw .unknownTemplate(name: DocumentationPage.template)
        }
        page.replaceSubrange(place, with: markup.html)
        return page
    }
}
