import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/subscriptions`: what customers pay for term by term; terminating and deleting. They are begun through the API and by signing up.
package struct SubscriptionPageRoutes: Sendable {
    private static let path = "/manage/subscriptions"
    private static let pageSize = 15

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
        let number = query["page"].flatMap(Int.init).map { min(max(1, $0), 100_000) } ?? 1
        let found = try await useCases.subscriptions.list(
            PageRequest(start: .page(number), size: Self.pageSize), in: context.portal.id)
        let zone = try zone(context)
        let rows = found.entities.map { subscription in
            TableView.Row(
                href: "\(Self.path)/\(subscription.id)", title: subscription.description,
                cells: [
                    .text(texts.money(subscription.amount)), .text(texts.every(subscription.interval)),
                    .badge(texts.badge(subscription.status(at: context.page.now, in: zone))),
                    .text(context.times.text(subscription.renewsOn)),
                ])
        }
        let view = ListPage(
            title: texts("subscriptions.title"),
            links: [LinkView(href: PackagePageRoutes.path, label: texts("packages.title"))],
            table: TableView(
                caption: texts("subscriptions.title"),
                columns: [
                    .init(texts("payment_links.description")), .init(texts("payment_links.amount"), isNumber: true),
                    .init(texts("subscriptions.interval")), .init(texts("payment_links.status")),
                    .init(texts("subscriptions.renews")),
                ], rows: rows),
            pager: PagerView(
                previousHref: number > 1 ? "\(Self.path)?page=\(number - 1)" : nil,
                nextHref: found.hasMore ? "\(Self.path)?page=\(number + 1)" : nil),
            emptyTitle: texts("subscriptions.empty"), emptyText: texts("subscriptions.empty.text"))
        let notice = query["done"] == "deleted" ? NoticeView(text: texts("subscriptions.done.deleted")) : nil
        return try context.answer(view, titled: texts("subscriptions.title"), in: .subscriptions, notice: notice)
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let subscription = try await find(context)
        let texts = context.texts
        let status = subscription.status(at: context.page.now, in: try zone(context))
        let customer = try await useCases.customers.find(subscription.customer, in: context.portal.id)
        let payments = try await useCases.subscriptions.payments(
            PageRequest(start: .page(1), size: 100), of: subscription.id, in: context.portal.id)
        var details = [
            DetailView(
                label: texts("subscriptions.customer"), value: customer?.companyName ?? subscription.customer.text,
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
            sections: [
                SectionView(
                    title: texts("payments.title"), table: PaymentTable.view(payments.entities, context),
                    emptyText: texts("subscriptions.no_payments"))
            ], actions: actions(subscription, status, texts))
        let done = try context.page.query()["done"]
        let notice = done == "terminated" ? NoticeView(text: texts("subscriptions.done.terminated")) : nil
        return try context.answer(view, titled: subscription.description, in: .subscriptions, notice: notice)
    }

    private func actions(
        _ subscription: Subscription, _ status: Subscription.Status, _ texts: Texts
    ) -> [ActionView] {
        var actions: [ActionView] = []
        if status == .planned || status == .inProgress {
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
        case .edited: return context.page.redirect(to: LocalPath("\(Self.path)/\(id)?done=terminated") ?? "/")
        case .over: return context.page.redirect(to: LocalPath("\(Self.path)/\(id)") ?? "/")
        }
    }

    @Sendable private func delete(_: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: SubscriptionID = try context.page.id("subscription")
        switch try await useCases.subscriptions.delete(id, in: context.portal.id, by: context.actor) {
        case .notFound: throw PageError.notFound
        case .deleted: return context.page.redirect(to: LocalPath("\(Self.path)?done=deleted") ?? "/")
        case .refused: return context.page.redirect(to: LocalPath("\(Self.path)/\(id)") ?? "/")
        }
    }

    private func find(_ context: SignedInContext) async throws -> Subscription {
        let id: SubscriptionID = try context.page.id("subscription")
        guard let found = try await useCases.subscriptions.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        return found
    }

    private func zone(_ context: SignedInContext) throws -> TimeZoneTable {
        guard let zone = useCases.portalSettings.zones.table(named: context.portal.timeZone) else {
            throw StorageError.invalid(detail: "no time zone \(context.portal.timeZone)")
        }
        return zone
    }
}
