import Hummingbird
import Kernel
import PortalDomain

/// `/manage/packages/new` and `/manage/packages/{package}/edit`.
struct PackageFormRoutes: Sendable {
    private static let path = PackagePageRoutes.path

    let pages: PageResponder
    let useCases: UseCases

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, pages)
        pages.form("/manage/packages/new", show: begin, send: create)
        pages.form("/manage/packages/{package}/edit", show: edit, send: change)
    }

    @Sendable private func begin(_ context: SignedInContext) async throws -> Response {
        let form = PageForm(
            ["interval": BillingInterval.month.rawValue, "vat_rate": "21", "for_sale": "1"], context.texts)
        return try show(form, context)
    }

    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        var form = PageForm(fields, context.texts)
        guard let new = Self.read(&form) else { return try show(form, context) }
        let package = try await useCases.subscriptionPackages.create(new, in: context.portal.id, by: context.actor)
        return context.redirect(to: "\(Self.path)/\(package.id)", done: "made")
    }

    @Sendable private func edit(_ context: SignedInContext) async throws -> Response {
        let package = try await find(context)
        let form = PageForm(
            [
                "name": package.name, "description": package.description ?? "", "interval": package.interval.rawValue,
                "amount": package.amount.typed(context.texts), "vat_rate": "\(package.vatRate.rawValue)",
                "for_sale": package.isForSale ? "1" : "",
            ], context.texts)
        return try show(form, of: package, context)
    }

    @Sendable private func change(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let package = try await find(context)
        var form = PageForm(fields, context.texts)
        guard let new = Self.read(&form) else { return try show(form, of: package, context) }
        let edit = SubscriptionPackageEdit(
            name: new.name, description: new.description.map(Change.set) ?? .clear, interval: new.interval,
            amount: new.amount, vatRate: new.vatRate, isForSale: new.isForSale)
        guard
            try await useCases.subscriptionPackages.edit(package.id, edit, in: context.portal.id, by: context.actor)
                != nil
        else {
            throw PageError.notFound
        }
        return context.redirect(to: "\(Self.path)/\(package.id)", done: "changed")
    }

    private static func read(_ form: inout PageForm) -> NewSubscriptionPackage? {
        let name = form.required("name", .text(255))
        let description = form.optional("description", .text(2000))
        let interval = form.required("interval", PageRule<BillingInterval>.choice)
        let amount = form.required("amount", .amount)
        let vatRate = form.required("vat_rate", .vatRate)
        guard form.isFine, let name, let interval, let amount, let vatRate else { return nil }
        return NewSubscriptionPackage(
            name: name, description: description, interval: interval, amount: amount, vatRate: vatRate,
            isForSale: form.isTicked("for_sale"))
    }

    private func show(
        _ form: PageForm, of package: SubscriptionPackage? = nil, _ context: SignedInContext
    ) throws -> Response {
        let texts = context.texts
        let here = package.map { "\(Self.path)/\($0.id)" }
        let view = FormPage(
            crumb: LinkView(href: here ?? Self.path, label: package?.name ?? texts("packages.title")),
            title: texts(package == nil ? "packages.new" : "packages.edit"),
            intro: package.map { _ in texts("packages.edit.intro") },
            action: here.map { "\($0)/edit" } ?? "\(Self.path)/new",
            fields: [
                form.input("name", "packages.name", limit: 255),
                form.input("description", "payment_links.description", type: "area", limit: 2000, isOptional: true),
                form.choice("interval", "subscriptions.interval", texts.intervals()),
                form.input("amount", "form.amount", hint: "form.amount.hint"),
                form.choice("vat_rate", "subscriptions.vat", texts.vatRates()),
                form.input("for_sale", "packages.for_sale", type: "box", hint: "packages.for_sale.hint"),
            ], send: texts("form.save"))
        return try context.answer(form, view, in: .subscriptions)
    }

    private func find(_ context: SignedInContext) async throws -> SubscriptionPackage {
        guard
            let package = try await useCases.subscriptionPackages.find(
                context.page.id("package"), in: context.portal.id)
        else {
            throw PageError.notFound
        }
        return package
    }
}
