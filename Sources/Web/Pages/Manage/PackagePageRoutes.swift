import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/packages`: the subscriptions that a portal offers.
package struct PackagePageRoutes: Sendable {
    static let path = "/manage/packages"
    private static let words: Set = ["made", "changed", "deleted"]

    private let pages: PageResponder
    private let packages: SubscriptionPackages

    package init(pages: PageResponder, useCases: UseCases) {
        (self.pages, packages) = (pages, useCases.subscriptionPackages)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/packages", for: .all, use: list)
        pages.get("/manage/packages/{package}", for: .all, use: show)
        pages.post("/manage/packages/{package}/sale", for: .all, use: offer)
        pages.post("/manage/packages/{package}/delete", for: .all, use: delete)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let texts = context.texts
        let query = try context.page.query()
        let place = ListPlace(query, at: Self.path)
        let found = try await packages.list(place.request(), in: context.portal.id)
        let rows = found.entities.map { package in
            TableView.Row(
                href: "\(Self.path)/\(package.id)", title: package.name,
                cells: [
                    .text(texts.money(package.amount)), .text(texts.every(package.interval)),
                    .badge(Self.badge(package, texts)),
                ])
        }
        let view = ListPage(
            title: texts("packages.title"),
            links: [LinkView(href: "/manage/subscriptions", label: texts("subscriptions.title"))],
            new: LinkView(href: "\(Self.path)/new", label: texts("packages.new")),
            table: TableView(
                caption: texts("packages.title"),
                columns: [
                    .init(texts("packages.name")), .init(texts("payment_links.amount"), isNumber: true),
                    .init(texts("subscriptions.interval")), .init(texts("list.status")),
                ], rows: rows),
            pager: place.pager(hasMore: found.hasMore), emptyTitle: texts("packages.empty"),
            emptyText: texts("packages.empty.text"))
        return try context.answer(
            view, titled: texts("packages.title"), in: .subscriptions,
            notice: context.notice(query, "packages", Self.words))
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let id: SubscriptionPackageID = try context.page.id("package")
        guard let package = try await packages.find(id, in: context.portal.id) else { throw PageError.notFound }
        let texts = context.texts
        let path = "\(Self.path)/\(package.id)"
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("packages.title")), title: package.name,
            badge: Self.badge(package, texts),
            details: [
                DetailView(label: texts("payment_links.amount"), value: texts.money(package.amount)),
                DetailView(label: texts("subscriptions.vat"), value: "\(package.vatRate.rawValue)%"),
                DetailView(label: texts("subscriptions.interval"), value: texts.every(package.interval)),
            ], created: context.times.view(package.createdAt), id: package.id.text,
            links: [
                LinkView(href: "\(path)/edit", label: texts("form.edit")),
                LinkView(href: "\(path)/sign-up", label: texts("packages.sign_up")),
            ],
            sections: package.description.map { [SectionView(title: texts("payment_links.description"), text: $0)] }
                ?? [],
            actions: [
                ActionView(
                    texts(package.isForSale ? "packages.withdraw" : "packages.offer"), action: "\(path)/sale",
                    hidden: [HiddenField(name: "for_sale", value: package.isForSale ? "no" : "yes")]),
                ActionView(
                    texts("packages.delete"), action: "\(path)/delete", isDanger: true,
                    question: texts("packages.delete.question")),
            ])
        return try context.answer(
            view, titled: package.name, in: .subscriptions,
            notice: context.notice(context.page.query(), "packages", Self.words))
    }

    @Sendable private func offer(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: SubscriptionPackageID = try context.page.id("package")
        let edit = SubscriptionPackageEdit(isForSale: fields["for_sale"] == "yes")
        guard try await packages.edit(id, edit, in: context.portal.id, by: context.actor) != nil else {
            throw PageError.notFound
        }
        return context.redirect(to: "\(Self.path)/\(id)", done: "changed")
    }

    @Sendable private func delete(_: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: SubscriptionPackageID = try context.page.id("package")
        guard case .deleted = try await packages.delete(id, in: context.portal.id, by: context.actor) else {
            throw PageError.notFound
        }
        return context.redirect(to: Self.path, done: "deleted")
    }

    private static func badge(_ package: SubscriptionPackage, _ texts: Texts) -> BadgeView {
        package.isForSale
            ? BadgeView(texts("packages.for_sale"), .good) : BadgeView(texts("packages.not_for_sale"))
    }
}
