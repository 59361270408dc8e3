package import Hummingbird
package import PortalDomain

/// All pages of the start page, the manage portal and the developer portal.
package struct PageRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases
    private let continuation: ManageSignInRoutes.Continuation
    private let destinations: ManageSignInRoutes.Destinations

    /// - Parameters:
    ///   - continuation, destinations: how a sign-in goes on that an authorization request asked for; see `ManageSignInRoutes`.
    package init(
        pages: PageResponder, useCases: UseCases, continuation: @escaping ManageSignInRoutes.Continuation,
        destinations: @escaping ManageSignInRoutes.Destinations = { _, _ in [] }
    ) {
        (self.pages, self.useCases) = (pages, useCases)
        (self.continuation, self.destinations) = (continuation, destinations)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        StartRoutes(pages: pages).add(to: router)
        ManageSignInRoutes(pages: pages, useCases: useCases, continuation: continuation, destinations: destinations)
            .add(to: router)
        ManageHomeRoutes(pages: pages, useCases: useCases).add(to: router)
        CustomerPageRoutes(pages: pages, useCases: useCases).add(to: router)
        CustomerFormRoutes(pages: pages, useCases: useCases).add(to: router)
        AppointmentPageRoutes(pages: pages, useCases: useCases).add(to: router)
        AppointmentFormRoutes(pages: pages, useCases: useCases).add(to: router)
        PunchCardPageRoutes(pages: pages, useCases: useCases).add(to: router)
        PunchCardFormRoutes(pages: pages, useCases: useCases).add(to: router)
        TicketPageRoutes(pages: pages, useCases: useCases).add(to: router)
        TicketFormRoutes(pages: pages, useCases: useCases).add(to: router)
        PaymentLinkPageRoutes(pages: pages, useCases: useCases).add(to: router)
        PaymentLinkFormRoutes(pages: pages, useCases: useCases).add(to: router)
        SubscriptionPageRoutes(pages: pages, useCases: useCases).add(to: router)
        SubscriptionFormRoutes(pages: pages, useCases: useCases).add(to: router)
        PackagePageRoutes(pages: pages, useCases: useCases).add(to: router)
        PackageFormRoutes(pages: pages, useCases: useCases).add(to: router)
        PaymentSettingsRoutes(pages: pages, settings: useCases.paymentSettings).add(to: router)
        PaymentLinkPublicRoutes(pages: pages, useCases: useCases).add(to: router)
        PublicInvoiceRoutes(pages: pages, useCases: useCases).add(to: router)
        PaymentPublicRoutes(pages: pages, useCases: useCases).add(to: router)
        SignUpPublicRoutes(pages: pages, useCases: useCases).add(to: router)
        SandboxRoutes(pages: pages, payments: useCases.payments).add(to: router)
        FilePageRoutes(pages: pages, useCases: useCases).add(to: router)
        FileSharePageRoutes(pages: pages, useCases: useCases).add(to: router)
        FileRequestPageRoutes(pages: pages, useCases: useCases).add(to: router)
        FileRequestFormRoutes(pages: pages, useCases: useCases).add(to: router)
        PublicFileRoutes(pages: pages, useCases: useCases).add(to: router)
        InvoicePageRoutes(pages: pages, useCases: useCases).add(to: router)
        InvoiceFormRoutes(pages: pages, useCases: useCases).add(to: router)
        OfferPageRoutes(pages: pages, useCases: useCases).add(to: router)
        OfferFormRoutes(pages: pages, useCases: useCases).add(to: router)
        PlatformInvoicePageRoutes(pages: pages, useCases: useCases).add(to: router)
        LetterheadRoutes(pages: pages, useCases: useCases).add(to: router)
        APIKeyPageRoutes(pages: pages, useCases: useCases).add(to: router)
        APIKeyEditRoutes(pages: pages, useCases: useCases).add(to: router)
        PortalSettingsRoutes(pages: pages, useCases: useCases).add(to: router)
        PortalFeatureRoutes(pages: pages, useCases: useCases).add(to: router)
        ConnectedAppPageRoutes(pages: pages, useCases: useCases).add(to: router)
        WebhookPageRoutes(pages: pages, useCases: useCases).add(to: router)
        PeoplePageRoutes(pages: pages, useCases: useCases).add(to: router)
        AuditPageRoutes(pages: pages, useCases: useCases).add(to: router)
        PasswordResetRoutes(pages: pages, useCases: useCases).add(to: router)
        SecondFactorRoutes(pages: pages, useCases: useCases).add(to: router)
        EmailRoutes(pages: pages, useCases: useCases).add(to: router)
        AccountRoutes(pages: pages, useCases: useCases).add(to: router)
        DeveloperSignInRoutes(pages: pages, useCases: useCases).add(to: router)
        DeveloperAppRoutes(pages: pages, useCases: useCases).add(to: router)
        DeveloperDeletionRoutes(pages: pages, useCases: useCases).add(to: router)
        TestPortalRoutes(pages: pages, useCases: useCases).add(to: router)
        LogoRoutes(pages: pages, useCases: useCases).add(to: router)
    }
}
