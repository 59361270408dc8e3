package import Hummingbird
package import PortalDomain

/// All pages of the start page, the manage portal and the developer portal.
package struct PageRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases
    private let continuation: ManageSignInRoutes.Continuation

    /// - Parameter continuation: see `ManageSignInRoutes`.
    package init(pages: PageResponder, useCases: UseCases, continuation: @escaping ManageSignInRoutes.Continuation) {
        (self.pages, self.useCases, self.continuation) = (pages, useCases, continuation)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        StartRoutes(pages: pages).add(to: router)
        ManageSignInRoutes(pages: pages, useCases: useCases, continuation: continuation).add(to: router)
        ManageHomeRoutes(pages: pages, useCases: useCases).add(to: router)
        CustomerPageRoutes(pages: pages, useCases: useCases).add(to: router)
        APIKeyPageRoutes(pages: pages, useCases: useCases).add(to: router)
        ConnectedAppPageRoutes(pages: pages, useCases: useCases).add(to: router)
        AuditPageRoutes(pages: pages, useCases: useCases).add(to: router)
        DeveloperSignInRoutes(pages: pages, useCases: useCases).add(to: router)
        DeveloperAppRoutes(pages: pages, useCases: useCases).add(to: router)
    }
}
