import Web

/// A page with everything in it, and a name for messages.
struct SamplePage: Sendable {
    let name: String
    let area: PageFrame.Area
    let hasNavigation: Bool
    let view: any Page
    /// Every optional filled and every list with something in it, so that each tag of the template can be found.
    let isFull: Bool

    init(_ name: String, _ area: PageFrame.Area, navigation: Bool = true, full: Bool = true, _ view: any Page) {
        self.name = name
        self.area = area
        hasNavigation = navigation
        self.view = view
        isFull = full
    }

    func frame(_ texts: Texts) -> PageFrame {
        let navigation: [NavigationItem]
        switch area {
        case .manage:
            navigation = ManageSection.navigation(current: .apiKeys, canManageAccess: true, texts: texts)
        case .developer:
            navigation = DeveloperSection.navigation(current: .apps, texts: texts)
        case .plain:
            navigation = []
        }
        return PageFrame(
            language: texts.language, title: name, area: area, path: "/manage/customers?search=a b", csrf: "csrf-token",
            signedInAs: hasNavigation ? "noor@bakkerij.example" : nil,
            portalName: hasNavigation && area == .manage ? "Bakkerij Jansen" : nil,
            navigation: hasNavigation ? navigation : [],
            notice: hasNavigation ? NoticeView(text: texts("keys.revoked")) : nil)
    }

    /// Every page, in the words of `texts`.
    static func all(_ texts: Texts) -> [SamplePage] {
        open(texts) + manage(texts) + generic(texts) + tickets(texts) + payments(texts) + signing(texts)
            + account(texts)
            + developer(texts)
    }
}

extension SamplePage {
    static let moment = TimeView(iso: "2026-11-21T14:05:00+01:00", text: "21 nov 2026, 14:05", title: "2 days ago")

    static func refused(_ value: String, _ texts: Texts, _ key: String) -> FieldView {
        FieldView(value: value, error: texts(key))
    }

    static func scopes(_ names: [String], _ texts: Texts) -> [ScopeText] {
        names.map { ScopeText(name: $0, text: texts.scope($0)) }
    }

    static func areas(_ texts: Texts, requiring required: Set<String> = []) -> [ScopeAreaView] {
        let names = [
            "agreements", "appointments", "businessoperations", "customers", "files", "filerequest", "fileshare",
            "offers", "invoices", "paymentlinks", "punchcards", "subscription", "tickets", "webhooks",
        ]
        return names.map { name in
            ScopeAreaView(
                name: name, label: texts.area(name), read: box("\(name).read", texts, required),
                write: name == "businessoperations" ? nil : box("\(name).write", texts, required))
        }
    }

    private static func box(_ scope: String, _ texts: Texts, _ required: Set<String>) -> ScopeBox {
        ScopeBox(
            name: scope, text: texts.scope(scope), isChecked: scope.hasSuffix(".read"),
            isRequired: required.contains(scope))
    }

    // MARK: Without navigation

    private static func open(_ texts: Texts) -> [SamplePage] {
        let problem = texts("error.credentials")
        let portals = [
            PortalChoice(value: "bakkerij", name: "Bakkerij Jansen", isSelected: true),
            PortalChoice(value: "fietsenmaker", name: "Fietsenmaker De Wit"),
        ]
        let email = refused("noor@bakkerij", texts, "error.email.malformed")
        return [
            SamplePage(
                "start", .plain, navigation: false,
                StartPage(
                    manageHref: "/manage", developersHref: "/developers", docsHref: "/docs",
                    apiHref: "http://localhost:8080/v1")),
            SamplePage(
                "sign-in-manage", .manage, navigation: false, full: false,
                SignInPage(audience: .manage, email: FieldView(value: "noor@bakkerij.example"))),
            SamplePage(
                "sign-in-developers", .developer, navigation: false,
                SignInPage(
                    audience: .developers, email: email, returnTicket: "tck_1", problem: problem,
                    recoverHref: "/recover")),
            SamplePage(
                "second-factor", .manage, navigation: false,
                SecondFactorPage(
                    action: "/manage/sign-in", ticket: "tck_2", returnTicket: "tck_1",
                    problem: texts("error.code.wrong"))),
            SamplePage(
                "choose-portal", .manage, navigation: false,
                ChoosePortalPage(action: "/manage/portal", portals: portals, returnTicket: "tck_1")),
            SamplePage(
                "developer-register", .developer, navigation: false,
                DeveloperRegisterPage(
                    name: refused("Apps & Co", texts, "error.name.required"), email: email,
                    passwordError: texts("error.password.short"), returnTicket: "tck_1",
                    problem: texts("error.throttled"))),
            SamplePage(
                "registered", .developer, navigation: false,
                RegisteredPage(email: "dev@apps.example")),
            SamplePage("registered-asks", .developer, navigation: false, RegisteredPage(email: "")),
            SamplePage(
                "invitation", .manage, navigation: false,
                InvitationPage(
                    token: "vdr_inv", portalName: "Bakkerij Jansen", email: "noor@bakkerij.example",
                    role: texts.role("employee"), passwordError: texts("error.password.common"),
                    problem: texts("error.throttled"))),
            SamplePage("device-consent", .manage, full: false, deviceConsent(texts)),
            SamplePage(
                "device-code", .manage,
                DeviceCodePage(
                    action: "/oauth/device", code: FieldView(value: "x", error: texts("error.device.code")))),
            SamplePage(
                "documentation", .plain, navigation: false,
                DocumentationPage(
                    title: texts("docs.title"), question: "cursor", searchAction: "/docs/search",
                    developersHref: "/developers")),
            SamplePage(
                "message", .plain, navigation: false,
                MessagePage(
                    heading: texts("page.500.title"), text: texts("page.500.text"),
                    link: LinkView(href: "/", label: texts("message.home")), requestID: "req_01jd", isProblem: true)),
            SamplePage(
                "confirm", .plain, navigation: false,
                ConfirmPage(
                    heading: texts("app.delete.title"), text: texts("app.delete.text"),
                    action: "/developers/apps/1/delete",
                    button: texts("app.delete.button"), cancelHref: "/developers/apps/1",
                    hidden: [HiddenField(name: "sure", value: "yes")])),
            SamplePage("consent-one-portal", .plain, navigation: false, full: false, consent(texts, [portals[0]], nil)),
            SamplePage("consent", .plain, navigation: false, consent(texts, portals, texts("error.scope.none"))),
        ]
    }

    private static func consent(_ texts: Texts, _ portals: [PortalChoice], _ problem: String?) -> ConsentPage {
        ConsentPage(
            action: "/oauth/authorize", switchAction: "/oauth/authorize/switch", ticket: "tck_1",
            app: ConsentApp(
                name: "Factuurkoppeling", developer: "Apps & Co", isVerified: problem == nil,
                website: LinkView.website("https://apps.example/about"), logo: problem == nil ? nil : "/logos/1.svg"),
            redirectHost: "apps.example", portals: portals,
            servers: problem == nil
                ? [] : [ConsentServer(name: "Routeplanner", uri: "https://routes.example/api")],
            read: [
                ConsentScope(name: "customers.read", text: texts.scope("customers.read"), isRequired: true),
                ConsentScope(name: "invoices.read", text: texts.scope("invoices.read"), isNew: true),
            ],
            change: [ConsentScope(name: "customers.write", text: texts.scope("customers.write"))],
            signedInAs: "noor@bakkerij.example", problem: problem)
    }

    private static func deviceConsent(_ texts: Texts) -> ConsentPage {
        ConsentPage(
            action: "/oauth/device/decision", switchAction: "/oauth/device/switch", ticket: "tck_1",
            app: ConsentApp(name: "Klantenkaart", developer: "Apps & Co", isVerified: true, website: nil),
            deviceCode: "WDJB-MJHT", portals: [PortalChoice(value: "bakkerij", name: "Bakkerij Jansen")],
            read: [ConsentScope(name: "customers.read", text: texts.scope("customers.read"))], change: [],
            signedInAs: "noor@bakkerij.example")
    }

    // MARK: Manage portal

    private static func manage(_ texts: Texts) -> [SamplePage] {
        let events = ["api_key.created", "grant.created", "customer.created", "user.joined"]
        let months = ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
        let added = [2, 0, 4, 3, 7, 5, 9, 12, 6, 0, 14, 8]
        let read = ["customers.read", "invoices.read", "offers.read"]
        return [
            SamplePage(
                "manage-home", .manage,
                ManageHomePage(
                    portalName: "Bakkerij Jansen", customerCount: "128", keyCount: "3", appCount: "2",
                    canManageAccess: true,
                    chart: ChartView(
                        title: texts("home.chart"), labelHead: texts("home.chart.month"),
                        valueHead: texts("home.chart.customers"),
                        points: zip(months, added).map { (label: $0, value: $1) }),
                    events: events.map { EventLine(time: moment, actor: "Noor de Vries", text: texts.event($0)) })),
            SamplePage("api-keys", .manage, APIKeysPage(keys: apiKeys(texts, read))),
            SamplePage("api-keys-empty", .manage, full: false, APIKeysPage(keys: [])),
            SamplePage("new-api-key", .manage, NewAPIKeyPage(form: refusedKey(texts, hasPresets: true))),
            SamplePage("new-api-key-fresh", .manage, full: false, NewAPIKeyPage(form: freshKey(texts))),
            SamplePage(
                "edit-api-key", .manage,
                EditAPIKeyPage(
                    shown: "vdr_key_…9xQ2", action: "/manage/settings/api-keys/key_1/edit", revision: "3",
                    form: refusedKey(texts, again: wrongProof(texts)),
                    widening: [texts("edit_key.widening.scopes"), texts("edit_key.widening.life")],
                    again: wrongProof(texts))),
            SamplePage(
                "edit-api-key-fresh", .manage, full: false,
                EditAPIKeyPage(
                    shown: "vdr_key_…9xQ2", action: "/manage/settings/api-keys/key_1/edit", revision: "3",
                    form: freshKey(texts))),
            SamplePage(
                "portal-settings", .manage,
                PortalSettingsPage(
                    slug: "bakkerij", name: refused("", texts, "error.name.required"),
                    zones: [
                        OptionView(value: "Europe/Amsterdam", label: "Europe/Amsterdam", isSelected: true),
                        OptionView(value: "Europe/Paris", label: "Europe/Paris"),
                    ],
                    timeZoneError: texts("error.time_zone.unknown"),
                    keyDays: refused("0", texts, "error.key_days.range"), keyDaysMaximum: "3650")),
            SamplePage(
                "api-key-created", .manage,
                APIKeyCreatedPage(
                    name: "Boekhouding", secret: "vdr_key_0123456789abcdefghijABCDEFGHIJ4fT9xQ",
                    curl:
                        "curl -H 'Authorization: Bearer vdr_key_0123456789abcdefghijABCDEFGHIJ4fT9xQ' http://localhost:8080/v1/me",
                    scopes: scopes(read, texts), expires: moment, oldWorksUntil: moment)),
            SamplePage(
                "new-webhook", .manage,
                NewWebhookPage(
                    url: refused("http://x", texts, "error.webhook.not_secure"),
                    types: [OptionView(value: "invoice-paid", label: "invoice-paid", isSelected: true)],
                    typeError: texts("error.unknown_option"),
                    versions: [OptionView(value: "1.0.0", label: "1.0.0", isSelected: true)], sendsSecret: true)),
            SamplePage(
                "webhook-created", .manage,
                WebhookCreatedPage(
                    type: "invoice-paid", url: "https://example.nl/hook",
                    signingSecret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA=",
                    href: "/manage/settings/webhooks/wbh_06arr36bke92erf2f8e0")),
            SamplePage("connected-apps", .manage, ConnectedAppsPage(apps: connectedApps(texts, read))),
            SamplePage("connected-apps-empty", .manage, full: false, ConnectedAppsPage(apps: [])),
            SamplePage("connected-app", .manage, connectedApp(texts, read, grants: 2)),
            SamplePage("connected-app-remembered", .manage, full: false, connectedApp(texts, read, grants: 0)),
            SamplePage("audit", .manage, audit(texts, events)),
            SamplePage(
                "audit-empty", .manage, full: false,
                AuditPage(
                    form: AuditForm(), events: [], olderHref: nil, newestHref: nil,
                    csvHref: "/manage/settings/audit.csv",
                    linesHref: "/manage/settings/audit.jsonl")),
        ]
    }

    // MARK: Account

    private static func account(_ texts: Texts) -> [SamplePage] {
        let base = "/manage/account"
        return [
            SamplePage(
                "mailed-link", .developer, navigation: false,
                MailedLinkPage(
                    heading: texts("confirm_email.title"),
                    text: texts("confirm_email.text", ["email": "noor@bakkerij.example"]),
                    action: "/developers/confirm", token: "vdr_tk_1", button: texts("confirm_email.enter"),
                    password: FieldView(error: texts("confirm_email.wrong")))),
            SamplePage(
                "forgot-password", .developer, navigation: false,
                ForgotPasswordPage(
                    action: "/developers/forgot-password", email: refused("noor@", texts, "error.email.malformed"),
                    signInHref: "/developers/sign-in")),
            SamplePage(
                "reset-password", .manage, navigation: false,
                ResetPasswordPage(
                    action: "/manage/reset-password", token: "vdr_tk_1", email: "noor@bakkerij.example",
                    passwordError: texts("error.password.short"))),
            SamplePage(
                "account", .manage,
                AccountPage(
                    name: "Noor de Vries", email: "noor@bakkerij.example", emailHref: "\(base)/email",
                    passwordHref: "\(base)/password",
                    isSecondFactorOn: true, secondFactorHref: "\(base)/second-factor",
                    sessions: texts.counted("account.sessions", 2), sessionsHref: "\(base)/sessions",
                    events: [
                        EventLine(time: moment, actor: "203.0.113.7", text: texts.event("user.password_changed"))
                    ], deleteHref: "\(base)/delete")),
            SamplePage(
                "delete-account", .developer,
                DeleteAccountPage(
                    apps: ["Factuurkoppeling"],
                    again: ReauthenticationView(asksForCode: true, passwordError: texts("error.password.wrong")))),
            SamplePage(
                "account-password", .manage,
                AccountPasswordPage(
                    accountHref: base, action: "\(base)/password", email: "noor@bakkerij.example",
                    again: ReauthenticationView(
                        asksForCode: true, passwordError: texts("error.password.wrong"),
                        codeError: texts("error.code.wrong")),
                    passwordError: texts("error.password.short"))),
            SamplePage(
                "account-second-factor", .manage,
                AccountSecondFactorPage(
                    accountHref: base, action: "\(base)/second-factor",
                    again: ReauthenticationView(asksForCode: true, codeError: texts("error.code.wrong")), since: moment,
                    codesLeft: texts.counted("second_factor.left", 2), hasFewCodes: true)),
            SamplePage(
                "account-second-factor-off", .manage, full: false,
                AccountSecondFactorPage(
                    accountHref: base, action: "\(base)/second-factor", again: ReauthenticationView())),
            SamplePage(
                "second-factor-set-up", .manage,
                SecondFactorSetUpPage(
                    backHref: "\(base)/second-factor", action: "\(base)/second-factor/set-up",
                    uri: "otpauth://totp/Voordeur:noor?secret=AAAA", code: QRCode("otpauth://totp/Voordeur:noor"),
                    secret: "GEZDGNBVGY3TQOJQ", codeError: texts("error.code.wrong"))),
            SamplePage(
                "people", .manage,
                PeoplePage(people: [
                    person(texts, "Noor de Vries", isYou: true), person(texts, "Piet Bakker", isPending: true),
                ])),
            SamplePage(
                "new-person", .manage,
                NewPersonPage(
                    email: refused("piet@", texts, "error.email.malformed"),
                    roles: [
                        OptionView(
                            value: "employee", label: texts.role("employee"), hint: texts("role.employee.hint"),
                            isSelected: true)
                    ], roleError: texts("error.unknown_option"))),
            SamplePage(
                "account-email", .manage,
                AccountEmailPage(
                    accountHref: base, action: "\(base)/email", present: "noor@bakkerij.example",
                    email: refused("noor@", texts, "error.email.malformed"),
                    again: ReauthenticationView(asksForCode: true, passwordError: texts("error.password.wrong")))),
            SamplePage(
                "recovery-codes", .manage,
                RecoveryCodesPage(codes: ["7k2m-9xq4-tb0n-5e8r", "0123-4567-89ab-cdef"], doneHref: base)),
            SamplePage(
                "account-sessions", .manage,
                AccountSessionsPage(
                    accountHref: base,
                    sessions: [
                        SessionRow(
                            device: "Firefox on Linux", address: "203.0.113.7", since: moment, lastSeen: moment,
                            isCurrent: true, endAction: "\(base)/sessions/ses_1/end"),
                        SessionRow(
                            device: "Safari on iPhone", address: "2001:db8::7", since: moment, lastSeen: moment,
                            isCurrent: false, endAction: "\(base)/sessions/ses_2/end"),
                    ], endOthersAction: "\(base)/sessions/end-others")),
        ]
    }

    private static func person(
        _ texts: Texts, _ name: String, isYou: Bool = false, isPending: Bool = false
    ) -> PersonRow {
        let path = "/manage/settings/people/usr_1"
        return PersonRow(
            name: name, email: "\(name.prefix(4))@bakkerij.example", role: texts.role("owner"), isYou: isYou,
            isPending: isPending, hasSecondFactor: isYou, since: moment, isManaged: true,
            roles: [OptionView(value: "owner", label: texts.role("owner"), isSelected: true)],
            roleAction: "\(path)/role", invitationAction: "\(path)/invitation", removeAction: "\(path)/remove")
    }

    private static func freshKey(_ texts: Texts) -> APIKeyFormView {
        APIKeyFormView(areas: areas(texts), versions: [OptionView(value: "1.0.0", label: "1.0.0")])
    }

    private static func refusedKey(
        _ texts: Texts, hasPresets: Bool = false, again: ReauthenticationView? = nil
    ) -> APIKeyFormView {
        APIKeyFormView(
            name: refused("", texts, "error.name.required"), areas: areas(texts),
            scopeError: texts("error.scope.none"),
            expiresAt: refused("2020-01-01", texts, "error.expires_at.past"),
            expiryLimit: texts("new_key.expires.limit", ["date": "21 nov 2027"]),
            addresses: FieldView(value: "here", error: texts("error.addresses.malformed", ["address": "here"])),
            rateLimit: refused("1e9", texts, "error.rate_limit.malformed"),
            versions: [
                OptionView(value: "1.0.0", label: "1.0.0", isSelected: true),
                OptionView(value: "1.1.0", label: "1.1.0"),
            ],
            hasPresets: hasPresets, again: again, problem: texts("error.throttled"))
    }

    private static func wrongProof(_ texts: Texts) -> ReauthenticationView {
        ReauthenticationView(
            asksForCode: true, passwordError: texts("error.password.wrong"), codeError: texts("error.code.wrong"))
    }

    private static func apiKeys(_ texts: Texts, _ read: [String]) -> [APIKeyRow] {
        let base = "/manage/settings/api-keys/key_1"
        return [
            APIKeyRow(
                name: "Boekhouding", shown: "vdr_key_…9xQ2", scopes: scopes(read, texts),
                moreScopes: texts("keys.more_scopes", ["count": "4"]), creator: "Noor de Vries", created: moment,
                expires: moment, lastUsed: moment, lastAddress: "203.0.113.7",
                standing: KeyStandingView(text: texts("keys.stopped"), hint: texts("keys.stopped.hint"), isBad: true),
                isAddressBound: true, editHref: "\(base)/edit", rotateAction: "\(base)/rotate",
                revokeAction: "\(base)/revoke"),
            APIKeyRow(
                name: "Kassakoppeling", shown: "vdr_key_…77aB", scopes: scopes(["customers.write"], texts),
                creator: "Piet Bakker", created: moment, expires: nil, lastUsed: nil, lastAddress: nil,
                standing: KeyStandingView(text: texts("keys.replaced"), isBad: false), editHref: nil, rotateAction: nil,
                revokeAction: "\(base)/revoke"),
        ]
    }

    private static func connectedApps(_ texts: Texts, _ read: [String]) -> [ConnectedAppRow] {
        [
            ConnectedAppRow(
                href: "/manage/settings/apps/app_1", name: "Factuurkoppeling", developer: "Apps & Co", isVerified: true,
                website: LinkView.website("https://apps.example"), logo: "/logos/1.svg", scopes: scopes(read, texts),
                isBanned: true, grantedBy: "Noor de Vries", grantedAt: moment, others: texts.counted("apps.others", 2),
                lastUsed: moment, isSuspended: true),
            ConnectedAppRow(
                href: "/manage/settings/apps/app_1", name: "Agenda Express", developer: "Noordster Software",
                isVerified: false, website: nil,
                scopes: scopes(["appointments.read", "appointments.write"], texts), grantedBy: "Noor de Vries",
                grantedAt: moment, lastUsed: nil, isSuspended: false),
            ConnectedAppRow(
                href: "/manage/settings/apps/app_2", name: "Urenstaat", developer: "Noordster Software",
                isVerified: false, website: nil, scopes: [], grantedBy: nil, grantedAt: nil, lastUsed: nil,
                isSuspended: false),
        ]
    }

    private static func connectedApp(_ texts: Texts, _ read: [String], grants: Int) -> ConnectedAppPage {
        let path = "/manage/settings/apps/app_1"
        let people = ["noor@bakkerij.example", "administratie@bakkerij.example"]
        return ConnectedAppPage(
            name: "Factuurkoppeling", logo: "/logos/1.svg", developer: "Apps & Co", isVerified: true, isBanned: true,
            website: LinkView.website("https://apps.example"), description: "Zet facturen in je boekhouding.",
            clientID: "app_01jd8w6v3k5m7n9p2q4r", type: texts("type.web"), hosts: ["apps.example", "com.example.app:"],
            scopes: scopes(read, texts), lastUsed: moment, suspendedSince: grants == 0 ? nil : moment,
            grants: people.prefix(grants).map { person in
                AppGrantRow(
                    person: person, granted: moment, lastUsed: person == people[0] ? moment : nil,
                    scopes: scopes(read, texts), revokeAction: "\(path)/grants/grt_1/revoke")
            },
            remembered: grants == 0 ? people.joined(separator: ", ") : nil,
            auditHref: "/manage/settings/audit?about=app_1", path: path)
    }

    private static func audit(_ texts: Texts, _ events: [String]) -> AuditPage {
        AuditPage(
            form: AuditForm(
                actor: "noor", object: "customer",
                actions: events.map { OptionView(value: $0, label: texts.event($0), isSelected: $0 == events[0]) },
                otherAction: "api_key.",
                apps: [OptionView(value: "app_1", label: "Factuurkoppeling", isSelected: true)],
                keys: [OptionView(value: "key_1", label: "Boekhouding · vdr_key_…9xQ2")], otherCredential: "key_2",
                from: refused("2026-02-31", texts, "audit.date.malformed"),
                to: refused("morgen", texts, "audit.date.malformed"), clearHref: "/manage/settings/audit"),
            events: events.map { name in
                AuditRow(
                    time: moment, actor: "Noor de Vries", name: name, text: texts.event(name),
                    object: "key_01jd8w6v3k5m7n9p2q4r", address: "203.0.113.7",
                    before: #"{"scopes":["customers.read"]}"#,
                    after: #"{"scopes":["customers.read","invoices.read"]}"#)
            },
            olderHref: "/manage/settings/audit?before=evt_1", newestHref: "/manage/settings/audit",
            csvHref: "/manage/settings/audit.csv", linesHref: "/manage/settings/audit.jsonl")
    }

    // MARK: Developer portal

    private static func developer(_ texts: Texts) -> [SamplePage] {
        let id = "app_01jd8w6v3k5m7n9p2q4r"
        let secret = "vdr_secret_0123456789abcdefghijABCDEFGHIJ4fT9xQ"
        return [
            SamplePage("developer-apps", .developer, DeveloperAppsPage(apps: developerApps)),
            SamplePage("developer-apps-empty", .developer, full: false, DeveloperAppsPage(apps: [])),
            SamplePage("new-app", .developer, NewAppPage(form: appForm(texts))),
            SamplePage(
                "edit-app", .developer,
                EditAppPage(
                    appName: "Factuurkoppeling", appHref: "/developers/apps/\(id)",
                    action: "/developers/apps/\(id)/edit",
                    form: appForm(texts))),
            SamplePage(
                "app-created", .developer,
                AppCreatedPage(
                    name: "Factuurkoppeling", clientID: id, clientSecret: secret, isPublic: false,
                    appHref: "/developers/apps/\(id)")),
            SamplePage(
                "test-portal", .developer,
                TestPortalPage(details: .init(name: "Test", slug: "test-1", customers: "8"), canEnter: true)),
            SamplePage(
                "test-portal-elsewhere", .developer, full: false,
                TestPortalPage(details: nil, canEnter: false)),
            SamplePage("trial", .developer, trial(texts, needsCallback: false)),
            SamplePage("trial-callback-missing", .developer, full: false, trial(texts, needsCallback: true)),
            SamplePage(
                "trial-request", .developer,
                TrialRequestPage(
                    appName: "Factuurkoppeling", appHref: "/developers/apps/\(id)", portal: "Test",
                    url: "https://v.example",
                    fields: [trialField])),
            SamplePage(
                "trial-callback", .developer,
                TrialCallbackPage(
                    appName: "Factuurkoppeling", appHref: "/developers/apps/\(id)", againHref: "/try",
                    fields: [trialField], code: "vdr_code_1", isConfidential: true,
                    action: "/developers/try/exchange", state: "s")),
            SamplePage(
                "trial-result", .developer,
                TrialResultPage(
                    appName: "Factuurkoppeling", appHref: "/developers/apps/\(id)", againHref: "/try", isComplete: true,
                    steps: [
                        TrialStep(
                            title: "a", request: "POST", answer: "{}", isSuccess: true, status: "200 OK", requestID: "r"
                        )
                    ])),
            SamplePage(
                "app-logo-page", .developer,
                AppLogoPage(
                    name: "Factuurkoppeling", appHref: "/developers/apps/\(id)", logo: "/logos/1",
                    action: "/developers/apps/\(id)/logo", removeAction: "/developers/apps/\(id)/logo/remove",
                    error: texts("error.logo.animated"))),
            SamplePage("developer-app", .developer, developerApp(texts, id)),
            SamplePage(
                "app-secret-created", .developer,
                AppSecretCreatedPage(
                    appName: "Factuurkoppeling", clientID: id, clientSecret: secret, oldWorksUntil: moment,
                    appHref: "/developers/apps/\(id)")),
        ]
    }

    private static let developerApps = [
        DeveloperAppRow(
            href: "/developers/apps/app_1", name: "Factuurkoppeling", id: "app_01jd8w6v3k5m7n9p2q4r",
            kind: "Web app · strict", portalCount: "12", created: moment),
        DeveloperAppRow(
            href: "/developers/apps/app_2", name: "Agenda op zak", id: "app_01jd8w6v3k5m7n9p2q4s",
            kind: "Native app · strict", portalCount: "0", created: moment),
    ]

    private static let trialField = TrialField(name: "state", value: "s", text: "t", isProblem: true)

    private static func trial(_ texts: Texts, needsCallback: Bool) -> TrialPage {
        TrialPage(
            appName: "Factuurkoppeling", appHref: "/developers/apps/app_1", callback: "https://v.example/cb",
            needsCallback: needsCallback, callbackAction: "/try/callback", action: "/try",
            scopes: [ConsentScope(name: "customers.read", text: "t", isRequired: true)],
            error: texts("error.scope.none"))
    }

    private static func appForm(_ texts: Texts) -> AppFormView {
        AppFormView(
            name: refused("", texts, "error.name.required"),
            description: FieldView(value: "x", error: texts("error.too_long", ["limit": "1000"])),
            website: refused("apps.example", texts, "error.website.malformed"),
            types: options(["web", "native", "browser"], "type", texts), typeError: texts("error.type.in_use"),
            profiles: options(["strict", "standard"], "profile", texts),
            redirectURIs: FieldView(
                value: "https://apps.example/cb\nhttp://apps.example/cb",
                error: texts("error.redirect_uri.insecure", ["uri": "http://apps.example/cb"])),
            areas: areas(texts, requiring: ["customers.read"]), scopeError: texts("error.scope.none"),
            options: options(["require_pushed_authorization_requests"], "option", texts),
            authentication: options(["client_secret", "private_key_jwt"], "authentication", texts),
            jwks: FieldView(value: "{}", error: texts("error.jwks.malformed")),
            versions: [OptionView(value: "1.0.0", label: "1.0.0", isSelected: true)],
            problem: texts("error.throttled"))
    }

    private static func options(_ values: [String], _ group: String, _ texts: Texts) -> [OptionView] {
        values.map { value in
            OptionView(
                value: value, label: texts("\(group).\(value)"), hint: texts("\(group).\(value).hint"),
                isSelected: value == values[0])
        }
    }

    private static func developerApp(_ texts: Texts, _ id: String) -> DeveloperAppPage {
        let base = "/developers/apps/\(id)"
        return DeveloperAppPage(
            name: "Factuurkoppeling", description: "Brings invoices into your bookkeeping.",
            website: LinkView.website("https://apps.example"), clientID: id, type: texts("type.web"),
            profile: texts("profile.strict.name"), apiVersion: "1.0.0", created: moment, portalCount: "12",
            redirectURIs: ["https://apps.example/cb", "http://127.0.0.1:9999/callback"],
            scopes: [
                AppScope(name: "customers.read", text: texts.scope("customers.read"), isRequired: true),
                AppScope(name: "invoices.read", text: texts.scope("invoices.read"), isRequired: false),
            ],
            options: [texts("option.require_pushed_authorization_requests")], isPublic: false,
            isKeyed: false,
            keys: [
                AppKeyRow(id: "2026-03", algorithm: "ES256", thumbprint: "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
            ],
            secrets: [
                AppSecretRow(
                    shown: "vdr_secret_…9xQ2", created: moment, age: texts.counted("app.days", 12), expires: moment,
                    revokeAction: "\(base)/secrets/sec_1/revoke")
            ],
            secretsAction: "\(base)/secrets",
            authorizeURL:
                "http://localhost:8080/oauth/authorize?response_type=code&client_id=\(id)&scope=customers.read",
            logo: "/logos/1", logoHref: "\(base)/logo", tryHref: "\(base)/try", editHref: "\(base)/edit",
            deleteAction: "\(base)/delete",
            charts: [
                ChartView(
                    title: texts("app.chart.requests"), labelHead: texts("app.chart.day"),
                    valueHead: texts("app.chart.requests.head"),
                    points: [(label: "19", value: 4), (label: "20", value: 0), (label: "21", value: 9)])
            ],
            errors: [
                AppErrorRow(
                    at: moment, code: "invalid_grant", reason: "The code has expired.", endpoint: "/oauth/token",
                    id: "req_1")
            ])
    }
}
