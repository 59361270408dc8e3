package import Crypto
package import Hummingbird
package import Kernel
package import Logging
package import OAuth
package import Persistence
package import PortalDomain

/// Everything that is wired, in one place: from a database to a responder.
package struct Server: Sendable {
    /// What an `Application` is made with.
    package let responder: RouterResponder<AppContext>
    package let useCases: UseCases
    /// Who must hear that tokens lost their power: the token cache of this process.
    package let changes: CredentialChanges
    let useLog: UseLog
    let activity: AppActivity
    let rates: RateExchange
    /// Whoever delivers mails counts them here, for `/metrics`.
    package let mailTally: MailTally
    /// What is to be sent to webhooks, and who counts it.
    package let webhookQueue: WebhookQueue
    package let webhookTally: WebhookTally

    /// Throws `PageAssetError` if a text or template is missing: found at the start, not by a visitor.
    package init(
        configuration: ServerConfiguration, database: any SQLDatabase, store: any OAuthStore & CredentialStore,
        secretKey: SymmetricKey, ambient: Ambient, logger: Logger
    ) throws {
        let origins = configuration.origins
        let cache = TokenCache(hardLimit: configuration.tokenCacheLimit)
        let changes = CredentialChanges(portal: { cache.drop(portal: $0) }, app: { cache.drop(app: $0) })
        let zones = TimeZones()
        let keys = ServerKeys(secretKey)
        let useCases = UseCases(
            configuration, keys, on: database, ambient: ambient,
            hasher: PasswordHasher(ambient: ambient, cost: configuration.passwordCost), changes: changes)
        let contents = useCases.contents
        let secretBox = SecretBox(key: keys.storedSecrets)
        let downloads = DownloadLinks(key: keys.downloads, origin: origins.publicURL)
        let useLog = UseLog()
        let activity = AppActivity()
        let watch = AppWatch(activity: activity, ambient: ambient)
        let metrics = RequestMetrics()
        let mailTally = MailTally()
        let webhookTally = WebhookTally()
        let pages = try Self.pages(origins, useCases, keys, ambient, zones)

        let errors = SurfaceErrors(page: pages.message)
        let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)
        let address = ClientAddress(trustedProxies: configuration.trustedProxies)
        router.add(middleware: SecureTransport(origins: origins, address: address))
        // Outside of the rest, so that a script can read our errors too.
        router.add(middleware: CrossOrigin(ambient: ambient))
        router.add(
            middleware: FrontDoor(
                ambient: ambient, address: address, errors: errors, metrics: metrics))

        let documents = configuration.documents.map {
            DocumentDirectory(
                documents: ClientDocuments(database: database, ambient: ambient, changes: changes, source: $0),
                logger: logger)
        }
        let resources = Resources(api: origins.api, store: store)
        let authorize = AuthorizeRoutes(
            authorizer: Authorizer(
                store: store, resources: resources, lifetimes: configuration.lifetimes, issuer: origins.issuer,
                ambient: ambient, documents: documents),
            pages: pages, watch: watch)
        authorize.add(to: router)
        let apps = AppAuthentication(
            store: store, throttle: AttemptThrottle(), issuer: origins.issuer, ambient: ambient,
            documents: documents)
        let device = DeviceRoutes(
            apps: apps,
            authorization: DeviceAuthorization(
                store: store, resources: resources, lifetimes: configuration.lifetimes,
                page: origins.issuer + DeviceRoutes.path, ambient: ambient),
            approvals: DeviceApprovals(
                store: store, resources: resources, lifetimes: configuration.lifetimes, ambient: ambient),
            pages: pages, watch: watch)
        device.add(to: router)
        let tokens = Self.addTokenEndpoints(to: router, configuration, apps, store, cache, keys, ambient, watch)
        if let policy = configuration.registration {
            RegistrationRoutes(
                registrations: Registrations(database: database, ambient: ambient, changes: changes, policy: policy),
                issuer: origins.issuer
            ).add(to: router)
        }
        LeakRoutes(
            reports: LeakReports(
                database: database, ambient: ambient, changes: changes,
                refreshGrace: configuration.lifetimes.refreshGrace),
            ambient: ambient
        ).add(to: router)
        PageRoutes(
            pages: pages, useCases: useCases,
            continuation: {
                if let path = try await device.continuation($0, $1, $2) { return path }
                return try await authorize.continuation($0, $1, $2)
            }, destinations: authorize.destinations
        ).add(to: router)
        AgreementPageRoutes(pages: pages, useCases: useCases, downloads: downloads).add(to: router)
        SigningRoutes(pages: pages, agreements: useCases.agreements, downloads: downloads).add(to: router)
        let limits = RateLimits(perMinute: configuration.rateLimitPerMinute, isShared: configuration.mayHaveOtherNodes)
        let api = APIPipeline(
            APIEndpoints.all(useCases, downloads, origins),
            bearer: BearerCheck(store: store, cache: cache, ambient: ambient),
            dpop: Self.dpop(configuration, store, keys, ambient),
            limits: limits,
            records: IdempotencyRecords(database: database, box: secretBox),
            uses: useLog, zones: zones, origins: origins, ambient: ambient, contents: contents,
            maximumBody: configuration.maximumBody)
        TrialRoutes(
            pages: pages, useCases: useCases, trials: Trials(key: keys.trials, ambient: ambient),
            calls: InnerCalls(tokens: tokens, api: api, errors: errors, ambient: ambient)
        ).add(to: router)
        OpenAPIRoutes(origins: origins).add(to: router)
        DownloadRoutes(links: downloads, files: FileResponses(contents: contents), ambient: ambient).add(to: router)
        try DocumentationRoutes(pages: pages).add(to: router)
        ProviderRoutes(payments: useCases.payments).add(to: router)
        OperationRoutes(
            database: database, cache: cache, metrics: configuration.metrics ? metrics : nil,
            mails: MailMetrics(outbox: useCases.outbox, tally: mailTally),
            webhooks: WebhookMetrics(webhooks: useCases.webhooks, tally: webhookTally)
        ).add(to: router)
        router.refuseOtherMethods()

        // After the others: the pipeline takes every method itself.
        api.add(to: router)

        responder = router.buildResponder()
        (self.useCases, self.changes, self.useLog, self.activity) = (useCases, changes, useLog, activity)
        rates = RateExchange(limits, database: database, ambient: ambient)
        (self.mailTally, self.webhookTally) = (mailTally, webhookTally)
        webhookQueue = WebhookQueue(
            database: database, journal: Journal(ambient: ambient), ambient: ambient, box: secretBox,
            schedule: configuration.webhookSchedule)
    }

    /// Ends what the server started itself. The database is its owner's.
    package func close() async { await useCases.hasher.close() }

    private static func addTokenEndpoints(
        to router: Router<AppContext>, _ configuration: ServerConfiguration, _ apps: AppAuthentication,
        _ store: any OAuthStore,
        _ cache: TokenCache,
        _ keys: ServerKeys, _ ambient: Ambient, _ watch: AppWatch
    ) -> TokenRoutes {
        let (origins, lifetimes) = (configuration.origins, configuration.lifetimes)
        let resources = Resources(api: origins.api, store: store)
        let grants = GrantRegistry([
            AuthorizationCodeGrant(
                store: store, resources: resources, cache: cache, lifetimes: lifetimes, ambient: ambient),
            ClientCredentialsGrant(store: store, issuer: origins.issuer, lifetimes: lifetimes, ambient: ambient),
            RefreshTokenGrant(
                store: store, resources: resources, cache: cache, lifetimes: lifetimes,
                successorKey: keys.refreshSuccessors, ambient: ambient),
            DeviceCodeGrant(store: store, resources: resources, lifetimes: lifetimes, ambient: ambient),
        ])
        let possession = DPoPAtEndpoints(
            check: dpop(configuration, store, keys, ambient), issuer: origins.issuer, ambient: ambient)
        PushedRequestRoutes(
            apps: apps,
            requests: PushedRequests(store: store, resources: resources, lifetimes: lifetimes, ambient: ambient),
            possession: possession, watch: watch
        ).add(to: router)
        let own = AppTokenRoutes(
            tokens: AppTokenCheck(store: store, ambient: ambient), possession: possession, grantTypes: grants.types)
        own.add(to: router)
        let routes = TokenRoutes(
            apps: apps, grants: grants, possession: possession, own: own,
            revocation: Revocation(store: store, cache: cache, ambient: ambient),
            introspection: Introspection(store: store, resources: resources, issuer: origins.issuer, ambient: ambient),
            watch: watch)
        routes.add(to: router)
        MetadataRoutes(
            origins: origins, grantTypes: grants.types,
            options: configuration.metadataOptions
        ).add(to: router)
        return routes
    }

    private static func dpop(
        _ configuration: ServerConfiguration, _ store: any OAuthStore, _ keys: ServerKeys, _ ambient: Ambient
    ) -> DPoPCheck {
        DPoPCheck(
            store: store, nonces: DPoPNonces(key: keys.proofNonces),
            demandsNonces: configuration.demandsDPoPNonces, ambient: ambient)
    }

    private static func pages(
        _ origins: Origins, _ useCases: UseCases, _ keys: ServerKeys, _ ambient: Ambient, _ zones: TimeZones
    ) throws -> PageResponder {
        let sessions = PageSessions(
            sessions: useCases.sessions, cookies: PageCookies(isSecure: origins.isSecure), ambient: ambient)
        let forms = FormTokens(key: keys.forms)
        return PageResponder(
            renderer: try .embedded(), sessions: sessions, csrf: CSRF(tokens: forms, sessions: sessions),
            origins: origins,
            ambient: ambient, zones: zones)
    }
}
