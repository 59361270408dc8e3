import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/subscriptions`: what customers pay for term by term; terminating and deleting.
package struct SubscriptionPageRoutes: Sendable {
    static let path = "/manage/subscriptions"
    private static let words: Set = ["made", "changed", "terminated", "deleted"]

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/subscriptions", for: .all, use: list)
        pages.get("/manage/subscriptions/{subscription}", for: .all, use: show)
        pages.post("/manage/subscriptions/{subscription}/terminate", for: .all, use: terminate)
        pages.post("/manage/subscriptions/{subscription}/delete", for: .all, use: delete)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let texts = context.texts
        let query = try context.page.query()
        let place = ListPlace(query, at: Self.path)
        let found = try await useCases.subscriptions.list(place.request(), in: context.portal.id)
        let names = try await useCases.customers.names(of: found.entities.map(\.customer), in: context.portal.id)
        let zone = try context.zone()
        let rows = found.entities.map { subscription in
            TableView.Row(
                href: "\(Self.path)/\(subscription.id)", title: subscription.description,
                cells: [
                    .text(names[subscription.customer] ?? subscription.customer.text),
                    .text(texts.money(subscription.amount)), .text(texts.every(subscription.interval)),
                    .badge(texts.badge(subscription.status(at: context.page.now, in: zone))),
                    .text(context.times.text(subscription.renewsOn)),
                ])
        }
        let view = ListPage(
            title: texts("subscriptions.title"),
            links: [LinkView(href: PackagePageRoutes.path, label: texts("packages.title"))],
            new: LinkView(href: "\(Self.path)/new", label: texts("subscriptions.new")),
            table: TableView(
                caption: texts("subscriptions.title"),
                columns: [
                    .init(texts("payment_links.description")), .init(texts("list.customer")),
                    .init(texts("payment_links.amount"), isNumber: true), .init(texts("subscriptions.interval")),
                    .init(texts("list.status")), .init(texts("subscriptions.renews")),
                ], rows: rows),
            pager: place.pager(hasMore: found.hasMore), emptyTitle: texts("subscriptions.empty"),
            emptyText: texts("subscriptions.empty.text"))
        return try context.answer(
            view, titled: texts("subscriptions.title"), in: .subscriptions,
            notice: context.notice(query, "subscriptions", Self.words))
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let subscription = try await find(context)
        let texts = context.texts
        let status = subscription.status(at: context.page.now, in: try context.zone())
        let customer = try await useCases.customers.find(subscription.customer, in: context.portal.id)
        let payments = try await useCases.subscriptions.payments(
            PageRequest(start: .page(1), size: 100), of: subscription.id, in: context.portal.id)
        var details = [
            DetailView(
                label: texts("list.customer"), value: customer?.companyName ?? subscription.customer.text,
                href: "/manage/customers/\(subscription.customer)"),
            DetailView(label: texts("payment_links.amount"), value: texts.money(subscription.amount)),
            DetailView(label: texts("subscriptions.vat"), value: "\(subscription.vatRate.rawValue)%"),
            DetailView(label: texts("subscriptions.interval"), value: texts.every(subscription.interval)),
            DetailView(label: texts("subscriptions.starts"), value: context.times.text(subscription.startsOn)),
            DetailView(label: texts("subscriptions.renews"), value: context.times.text(subscription.renewsOn)),
        ]
        if let charging = subscription.charging {
            let way = charging.mandate ?? texts("subscriptions.no_mandate")
            details.append(
                DetailView(
                    label: texts("subscriptions.charging"),
                    value: "\(texts("payment_settings.\(charging.integration.rawValue)")), \(way)"))
        }
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("subscriptions.title")), title: subscription.description,
            badge: texts.badge(status), details: details, created: context.times.view(subscription.createdAt),
            id: subscription.id.text,
            links: Self.isRunning(status)
                ? [LinkView(href: "\(Self.path)/\(subscription.id)/edit", label: texts("form.edit"))] : [],
            sections: [
                SectionView(
                    title: texts("payments.title"), table: PaymentTable.view(payments.entities, context),
                    emptyText: texts("subscriptions.no_payments"))
            ], actions: actions(subscription, status, texts))
        let notice = try context.notice(
            context.page.query(), "subscriptions", Self.words, problems: ["over", "running"])
        return try context.answer(view, titled: subscription.description, in: .subscriptions, notice: notice)
    }

    /// Until then it can be changed and terminated.
    private static func isRunning(_ status: Subscription.Status) -> Bool { status == .planned || status == .inProgress }

    private func actions(
        _ subscription: Subscription, _ status: Subscription.Status, _ texts: Texts
    ) -> [ActionView] {
        var actions: [ActionView] = []
        if Self.isRunning(status) {
            actions.append(
                ActionView(
                    texts("subscriptions.terminate"), action: "\(Self.path)/\(subscription.id)/terminate",
                    isDanger: true, question: texts("subscriptions.terminate.question")))
        }
        if status != .inProgress {
            actions.append(
                ActionView(
                    texts("subscriptions.delete"), action: "\(Self.path)/\(subscription.id)/delete", isDanger: true,
                    question: texts("subscriptions.delete.question")))
        }
        return actions
    }

    @Sendable private func terminate(_: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: SubscriptionID = try context.page.id("subscription")
        let edit = SubscriptionEdit(terminatedAt: context.page.now)
        switch try await useCases.subscriptions.edit(id, edit, in: context.portal.id, by: context.actor) {
        case .notFound: throw PageError.notFound
        case .edited: return context.redirect(to: "\(Self.path)/\(id)", done: "terminated")
        case .over: return context.redirect(to: "\(Self.path)/\(id)", done: "over")
        }
    }

    @Sendable private func delete(_: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: SubscriptionID = try context.page.id("subscription")
        switch try await useCases.subscriptions.delete(id, in: context.portal.id, by: context.actor) {
        case .notFound: throw PageError.notFound
        case .deleted: return context.redirect(to: Self.path, done: "deleted")
        case .refused: return context.redirect(to: "\(Self.path)/\(id)", done: "running")
        }
    }

    private func find(_ context: SignedInContext) async throws -> Subscription {
        let id: SubscriptionID = try context.page.id("subscription")
        guard let found = try await useCases.subscriptions.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        return found
    }
}
