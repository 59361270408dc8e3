import Hummingbird
import Kernel
import PortalDomain

/// `/manage/subscriptions/new`, `/manage/subscriptions/{subscription}/edit`, and `/manage/packages/{package}/sign-up`: a customer begins
/// to pay term by term.
struct SubscriptionFormRoutes: Sendable {
    private static let path = SubscriptionPageRoutes.path

    let pages: PageResponder
    let useCases: UseCases

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, pages)
        pages.form("/manage/subscriptions/new", show: begin, send: create)
        pages.form("/manage/subscriptions/{subscription}/edit", show: edit, send: change)
        pages.form("/manage/packages/{package}/sign-up", show: beginSignUp, send: signUp)
    }

    // MARK: - A new one

    @Sendable private func begin(_ context: SignedInContext) async throws -> Response {
        let form = try context.emptyForm([
            "starts_on": "\(context.today())", "interval": BillingInterval.month.rawValue, "vat_rate": "21",
        ])
        return try await showNew(form, context)
    }

    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        var form = PageForm(fields, context.texts)
        let start = try await readStart(&form, context)
        let terms = Self.readTerms(&form)
        guard form.isFine, let start, let terms else { return try await showNew(form, context) }
        let new = NewSubscription(
            customer: start.customer, description: terms.description, startsOn: start.day, interval: terms.interval,
            amount: terms.amount, vatRate: terms.vatRate, createsInvoice: start.createsInvoice,
            invoiceDescription: start.createsInvoice ? start.invoiceText : nil, charging: start.charging,
            followsUpFailures: form.isTicked("follow_up"))
        switch try await useCases.subscriptions.create(new, in: context.portal.id, by: context.actor) {
        case .begun(let made): return context.redirect(to: "\(Self.path)/\(made.id)", done: "made")
        case .noCustomer: throw PageError.notFound
        case .unknownMandate:
            form.refuse("mandate", "form.problem.unknown_mandate")
            return try await showNew(form, context)
        }
    }

    private func showNew(_ form: PageForm, _ context: SignedInContext) async throws -> Response {
        let texts = context.texts
        let followUp = form.input(
            "follow_up", "subscriptions.follow_up", type: "box", hint: "subscriptions.follow_up.hint")
        let view = FormPage(
            crumb: LinkView(href: Self.path, label: texts("subscriptions.title")), title: texts("subscriptions.new"),
            action: "\(Self.path)/new",
            fields: try await [customer(form, context)] + Self.terms(form, texts) + Self.start(form) + [followUp],
            send: texts("subscriptions.begin"))
        return try context.answer(form, view, in: .subscriptions)
    }

    // MARK: - What is charged

    private struct Terms {
        let description: String
        let interval: BillingInterval
        let amount: Cents
        let vatRate: VATRate
    }

    private static func readTerms(_ form: inout PageForm) -> Terms? {
        let description = form.required("description", .text(2000))
        let interval = form.required("interval", PageRule<BillingInterval>.choice)
        let amount = form.required("amount", .amount)
        let vatRate = form.required("vat_rate", .vatRate)
        guard let description, let interval, let amount, let vatRate else { return nil }
        return Terms(description: description, interval: interval, amount: amount, vatRate: vatRate)
    }

    private static func terms(_ form: PageForm, _ texts: Texts) -> [InputView] {
        [
            form.input("description", "payment_links.description", limit: 2000),
            form.choice("interval", "subscriptions.interval", texts.intervals()),
            form.input("amount", "form.amount", hint: "form.amount.hint"),
            form.choice("vat_rate", "subscriptions.vat", texts.vatRates()),
        ]
    }

    @Sendable private func edit(_ context: SignedInContext) async throws -> Response {
        let subscription = try await find(context)
        let form = PageForm(
            [
                "description": subscription.description, "interval": subscription.interval.rawValue,
                "amount": subscription.amount.typed(context.texts), "vat_rate": "\(subscription.vatRate.rawValue)",
            ], context.texts)
        return try showEdit(form, of: subscription, context)
    }

    @Sendable private func change(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let subscription = try await find(context)
        var form = PageForm(fields, context.texts)
        guard let terms = Self.readTerms(&form) else { return try showEdit(form, of: subscription, context) }
        let edit = SubscriptionEdit(
            description: terms.description, interval: terms.interval, amount: terms.amount, vatRate: terms.vatRate)
        let path = "\(Self.path)/\(subscription.id)"
        switch try await useCases.subscriptions.edit(
            subscription.id, edit, in: context.portal.id, by: context.actor)
        {
        case .edited: return context.redirect(to: path, done: "changed")
        case .over: return context.redirect(to: path, done: "over")
        case .notFound: throw PageError.notFound
        }
    }

    private func showEdit(
        _ form: PageForm, of subscription: Subscription, _ context: SignedInContext
    ) throws -> Response {
        let (texts, here) = (context.texts, "\(Self.path)/\(subscription.id)")
        let view = FormPage(
            crumb: LinkView(href: here, label: subscription.description), title: texts("subscriptions.edit"),
            intro: texts("subscriptions.edit.intro"), action: "\(here)/edit", fields: Self.terms(form, texts),
            send: texts("form.save"))
        return try context.answer(form, view, in: .subscriptions)
    }

    private func find(_ context: SignedInContext) async throws -> Subscription {
        let id: SubscriptionID = try context.page.id("subscription")
        guard let found = try await useCases.subscriptions.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        return found
    }

    // MARK: - How it begins

    private struct Start {
        let customer: CustomerID
        let day: CalendarDate
        let charging: Subscription.Charging?
        let createsInvoice: Bool
        let invoiceText: String?
    }

    private func readStart(_ form: inout PageForm, _ context: SignedInContext) async throws -> Start? {
        let customer = try await useCases.customerChoice.require(&form, context)
        let day = form.required("starts_on", .date)
        let mandate = form.optional("mandate", .mandate)
        let provider = try await useCases.paymentSettings.find(in: context.portal.id).integration
        if mandate != nil, provider == nil { form.refuse("mandate", "form.problem.no_provider") }
        let invoiceText = form.optional("invoice_text", .text(2000))
        guard form.isFine, let customer, let day else { return nil }
        let charging = mandate.flatMap { mandate in
            provider.map { Subscription.Charging(through: $0, mandate: mandate) }
        }
        return Start(
            customer: customer, day: day, charging: charging, createsInvoice: form.isTicked("invoice"),
            invoiceText: invoiceText)
    }

    private static func start(_ form: PageForm) -> [InputView] {
        [
            form.input("starts_on", "subscriptions.starts", type: "date"),
            form.input(
                "mandate", "subscriptions.mandate", limit: 104, isOptional: true, hint: "subscriptions.mandate.hint"),
            form.input("invoice", "subscriptions.invoice", type: "box", hint: "subscriptions.invoice.hint"),
            form.input("invoice_text", "subscriptions.invoice_text", limit: 2000, isOptional: true),
        ]
    }

    private func customer(_ form: PageForm, _ context: SignedInContext) async throws -> InputView {
        form.choice(
            "customer", "list.customer", try await useCases.customerChoice.options(chosen: form["customer"], context))
    }

    // MARK: - With a package

    @Sendable private func beginSignUp(_ context: SignedInContext) async throws -> Response {
        let package = try await package(context)
        return try await show(try context.emptyForm(["starts_on": "\(context.today())"]), for: package, context)
    }

    @Sendable private func signUp(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let package = try await package(context)
        var form = PageForm(fields, context.texts)
        guard let start = try await readStart(&form, context) else {
            return try await show(form, for: package, context)
        }
        let wish = SignUps.Wish(
            customer: start.customer, startsOn: start.day, mandate: start.charging?.mandate,
            createsInvoice: start.createsInvoice, invoiceText: start.invoiceText)
        switch try await useCases.signUps.subscribe(
            wish, to: package.id, in: context.portal.id, by: context.actor)
        {
        case .subscribed(let made): return context.redirect(to: "\(Self.path)/\(made.id)", done: "made")
        case .noPackage, .noCustomer: throw PageError.notFound
        case .noProvider:
            form.refuse("mandate", "form.problem.no_provider")
            return try await show(form, for: package, context)
        case .unknownMandate:
            form.refuse("mandate", "form.problem.unknown_mandate")
            return try await show(form, for: package, context)
        }
    }

    private func show(
        _ form: PageForm, for package: SubscriptionPackage, _ context: SignedInContext
    ) async throws -> Response {
        let (texts, here) = (context.texts, "\(PackagePageRoutes.path)/\(package.id)")
        let view = FormPage(
            crumb: LinkView(href: here, label: package.name),
            title: texts("packages.sign_up.title", ["name": package.name]),
            intro: "\(texts.money(package.amount)) \(texts.every(package.interval))", action: "\(here)/sign-up",
            fields: try await [customer(form, context)] + Self.start(form), send: texts("subscriptions.begin"))
        return try context.answer(form, view, in: .subscriptions)
    }

    private func package(_ context: SignedInContext) async throws -> SubscriptionPackage {
        let id: SubscriptionPackageID = try context.page.id("package")
        guard let found = try await useCases.subscriptionPackages.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        return found
    }
}
