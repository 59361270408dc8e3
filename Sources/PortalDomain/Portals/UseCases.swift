package import Kernel
package import Persistence

/// Every use case, wired to one database: for the server, the commands, and tests.
package struct UseCases: Sendable {
    package let journal: Journal
    package let portals: Portals
    package let users: Users
    package let memberships: Memberships
    package let invitations: Invitations
    package let developers: Developers
    package let mailedLinks: MailedLinks
    package let sessions: Sessions
    package let signIn: SignIn
    package let secondFactors: SecondFactors
    package let accounts: Accounts
    package let signInSteps: SignInSteps
    package let passwordResets: PasswordResets
    package let apiKeys: APIKeys
    package let keyDeadlines: KeyDeadlines
    package let portalSettings: PortalSettings
    package let portalFeatures: PortalFeatures
    package let apps: Apps
    package let appLogos: AppLogos
    package let appUsage: AppUsage
    package let testPortals: TestPortals
    package let connectedApps: ConnectedApps
    package let resourceServers: ResourceServers
    package let customers: Customers
    package let customerGroups: CustomerGroups
    package let contents: Contents
    package let appointments: Appointments
    package let punchCards: PunchCards
    package let tickets: Tickets
    package let paymentSettings: PaymentSettings
    package let payments: Payments
    package let paymentLinks: PaymentLinks
    package let invoicePayments: InvoicePayments
    package let subscriptions: Subscriptions
    package let subscriptionPackages: SubscriptionPackages
    package let signUps: SignUps
    package let files: Files
    package let fileShares: FileShares
    package let fileRequests: FileRequests
    package let letterheads: Letterheads
    package let papers: PaperWork
    package let customerInvoices: CustomerInvoices
    package let invoiceNumbers: InvoiceNumbers
    package let customerOffers: CustomerOffers
    package let platformInvoices: PlatformInvoices
    package let webhooks: Webhooks
    package let agreements: Agreements
    package let auditLog: AuditLog
    package let outbox: Outbox
    package let uses: CredentialUses
    package let hasher: PasswordHasher

    /// - Parameters:
    ///   - changes: who hears that tokens may have lost their power; in the server the token cache.
    ///   - contents: the files.
    ///   - publicLinks: addresses of pages for whoever has the address.
    ///   - printer: makes the PDFs of invoices and offers.
    ///   - invoiceLinks: where customers pay.
    ///   - secretBox: for what is stored encrypted.
    ///   - signInThrottle: counts failures per account and address.
    ///   - renderer: writes what webhooks are told.
    ///   - paymentPages: where payers and providers come to.
    ///   - mollie: nil: this process does not reach it.
    ///   - receivers: what webhooks may reach.
    ///   - signingLinks: the pages on which agreements are signed.
    ///   - standardRate: requests per minute where a portal has no limit of its own; 0: no limit.
    ///   - manageURL, developersURL: where mailed links lead: `https://voordeur.example/manage`, `…/developers`.
    package init(
        database: any SQLDatabase, ambient: Ambient, hasher: PasswordHasher, changes: CredentialChanges,
        contents: Contents, publicLinks: PublicLinks, printer: any DocumentPrinter, invoiceLinks: PublicInvoiceLinks,
        secretBox: SecretBox, signInThrottle: AttemptThrottle = AttemptThrottle(),
        renderer: any EventRenderer, receivers: any ReceiverCheck, signingLinks: SigningLinks,
        paymentPages: PaymentAddresses, mollie: (any PaymentProvider)? = nil, standardRate: Int = 60,
        manageURL: String, developersURL: String
    ) {
        let journal = Journal(ambient: ambient, renderer: renderer)
        self.journal = journal
        let links = MailedLinks(
            database: database, ambient: ambient, manageURL: manageURL, developersURL: developersURL)
        mailedLinks = links
        portals = Portals(database: database, ambient: ambient, changes: changes, links: links)
        users = Users(database: database, ambient: ambient, changes: changes)
        memberships = Memberships(database: database, ambient: ambient, changes: changes, links: links)
        invitations = Invitations(database: database, ambient: ambient)
        developers = Developers(database: database, ambient: ambient, changes: changes, links: links)
        sessions = Sessions(database: database, ambient: ambient, links: links)
        signIn = SignIn(database: database, hasher: hasher, throttle: signInThrottle, ambient: ambient)
        passwordResets = PasswordResets(database: database, ambient: ambient, links: links)
        secondFactors = SecondFactors(database: database, ambient: ambient, box: secretBox)
        accounts = Accounts(
            database: database, hasher: hasher, ambient: ambient, links: links, secondFactors: secondFactors)
        signInSteps = SignInSteps(database: database, ambient: ambient, accounts: accounts)
        let zones = TimeZones()
        apiKeys = APIKeys(
            database: database, ambient: ambient, changes: changes, zones: zones, standardRate: standardRate)
        keyDeadlines = KeyDeadlines(database: database, ambient: ambient, changes: changes, zones: zones)
        portalSettings = PortalSettings(database: database, ambient: ambient, changes: changes, zones: zones)
        portalFeatures = PortalFeatures(database: database, journal: journal, changes: changes)
        apps = Apps(database: database, ambient: ambient, changes: changes)
        appLogos = AppLogos(database: database, ambient: ambient)
        appUsage = AppUsage(database: database)
        testPortals = TestPortals(database: database, ambient: ambient, changes: changes)
        connectedApps = ConnectedApps(database: database, ambient: ambient, changes: changes)
        resourceServers = ResourceServers(database: database, ambient: ambient)
        customers = Customers(database: database, journal: journal, ambient: ambient, zones: zones)
        customerGroups = CustomerGroups(database: database, journal: journal, ambient: ambient)
        self.contents = contents
        appointments = Appointments(database: database, journal: journal, ambient: ambient, zones: zones)
        punchCards = PunchCards(database: database, journal: journal, ambient: ambient)
        tickets = Tickets(database: database, journal: journal, ambient: ambient)
        files = Files(database: database, contents: contents, journal: journal, ambient: ambient)
        fileShares = FileShares(database: database, journal: journal, links: publicLinks, ambient: ambient)
        fileRequests = FileRequests(
            database: database, contents: contents, journal: journal, links: publicLinks, ambient: ambient)
        letterheads = Letterheads(database: database, journal: journal, ambient: ambient)
        papers = PaperWork(database: database, letterheads: letterheads, printer: printer, contents: contents)
        customerInvoices = CustomerInvoices(
            database: database, journal: journal, ambient: ambient, links: invoiceLinks, papers: papers)
        invoiceNumbers = InvoiceNumbers(database: database)
        customerOffers = CustomerOffers(database: database, journal: journal, ambient: ambient, papers: papers)
        platformInvoices = PlatformInvoices(
            database: database, journal: journal, ambient: ambient, letterheads: letterheads, papers: papers)
        webhooks = Webhooks(
            database: database, journal: journal, ambient: ambient, box: secretBox, receivers: receivers)
        paymentSettings = PaymentSettings(database: database, journal: journal, box: secretBox)
        payments = Payments(
            database: database, journal: journal, ambient: ambient, settings: paymentSettings, zones: zones,
            addresses: paymentPages, invoices: customerInvoices, mollie: mollie)
        invoicePayments = InvoicePayments(database: database, journal: journal, ambient: ambient)
        paymentLinks = PaymentLinks(database: database, journal: journal, ambient: ambient)
        subscriptions = Subscriptions(
            database: database, journal: journal, ambient: ambient, zones: zones, addresses: paymentPages,
            invoices: customerInvoices)
        subscriptionPackages = SubscriptionPackages(database: database, journal: journal, ambient: ambient)
        signUps = SignUps(database: database, journal: journal, ambient: ambient, zones: zones)
        agreements = Agreements(
            database: database, journal: journal, ambient: ambient, zones: zones, links: signingLinks)
        auditLog = AuditLog(database: database)
        outbox = Outbox(database: database)
        uses = CredentialUses(database: database)
        self.hasher = hasher
    }
}
