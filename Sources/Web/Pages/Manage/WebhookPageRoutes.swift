import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// Settings → Webhooks (contract api-v1, 4.16). For owners and admins, who see every area: their webhooks carry whole entities.
package struct WebhookPageRoutes: Sendable {
    static let path = "/manage/settings/webhooks"

    private let pages: PageResponder
    private let webhooks: Webhooks

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, webhooks) = (pages, useCases.webhooks) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/webhooks", for: .managers, use: list)
        pages.get("/manage/settings/webhooks/new", for: .managers) { try show($0, FormFields([])) }
        pages.post("/manage/settings/webhooks", for: .managers, use: create)
        pages.get("/manage/settings/webhooks/{webhook}", for: .managers, use: detail)
        pages.post("/manage/settings/webhooks/{webhook}/test", for: .managers, use: test)
        pages.post("/manage/settings/webhooks/{webhook}/delete", for: .managers, use: delete)
        pages.get("/manage/settings/webhooks/{webhook}/deliveries/{delivery}", for: .managers, use: delivery)
        pages.post(
            "/manage/settings/webhooks/{webhook}/deliveries/{delivery}/redeliver", for: .managers, use: redeliver)
    }

    // MARK: - Reading

    /// `?page=`
    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let texts = context.texts
        let query = try context.page.query()
        let place = ListPlace(query, at: Self.path)
        let found = try await webhooks.list(place.request(), in: context.portal.id)
        let rows = found.entities.map { webhook in
            TableView.Row(
                href: "\(Self.path)/\(webhook.id)", title: webhook.type.rawValue,
                cells: [
                    .text(webhook.url.host), .text(webhook.maker.name), .time(context.times.dayView(webhook.createdAt)),
                    .badge(texts.badge(of: webhook)),
                ])
        }
        let view = ListPage(
            title: texts("webhooks.title"), intro: texts("webhooks.intro"),
            new: LinkView(href: "\(Self.path)/new", label: texts("webhooks.new")),
            table: TableView(
                caption: texts("webhooks.title"),
                columns: [
                    "webhooks.type", "webhooks.receiver", "webhooks.maker", "customers.created", "webhooks.status",
                ].map {
                    .init(texts($0))
                }, rows: rows),
            pager: place.pager(hasMore: found.hasMore), emptyTitle: texts("webhooks.empty"),
            emptyText: texts("webhooks.empty.text"))
        let notice = query["done"] == "deleted" ? NoticeView(text: texts("webhooks.deleted")) : nil
        return try context.answer(view, titled: texts("webhooks.title"), in: .webhooks, notice: notice)
    }

    /// `?page=` of its deliveries.
    @Sendable private func detail(_ context: SignedInContext) async throws -> Response {
        let (texts, times) = (context.texts, context.times)
        let query = try context.page.query()
        let webhook = try await self.webhook(context)
        let path = "\(Self.path)/\(webhook.id)"
        let place = ListPlace(query, at: path)
        let found = try await webhooks.deliveries(place.request(), of: webhook.id, in: context.portal.id)
        let rows = found.entities.map { delivery in
            TableView.Row(
                href: "\(path)/deliveries/\(delivery.id)", title: delivery.type,
                cells: [
                    .time(times.view(delivery.createdAt)), .text("\(delivery.attempts)"),
                    .time(delivery.lastAttemptAt.map(times.view)), .badge(texts.badge(of: delivery)),
                ])
        }
        let deliveries = SectionView(
            title: texts("webhooks.deliveries"), text: texts("webhooks.deliveries.text"),
            table: TableView(
                caption: texts("webhooks.deliveries"),
                columns: [
                    .init(texts("webhooks.type")), .init(texts("webhooks.event_at")),
                    .init(texts("webhooks.attempts"), isNumber: true), .init(texts("webhooks.last_attempt")),
                    .init(texts("webhooks.status")),
                ], rows: rows), emptyText: texts("webhooks.deliveries.empty"))
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("webhooks.title")), title: webhook.type.rawValue,
            badge: texts.badge(of: webhook), details: details(of: webhook, context),
            created: times.view(webhook.createdAt), id: webhook.id.text,
            links: place.links(hasMore: found.hasMore, texts),
            sections: [deliveries],
            actions: [
                ActionView(texts("webhooks.test"), action: "\(path)/test"),
                ActionView(
                    texts("webhooks.delete"), action: "\(path)/delete", isDanger: true,
                    question: texts("webhooks.delete.question")),
            ])
        let notice = query["done"] == "test" ? NoticeView(text: texts("webhooks.tested")) : nil
        return try context.answer(view, titled: webhook.type.rawValue, in: .webhooks, notice: notice)
    }

    private func details(of webhook: Webhook, _ context: SignedInContext) -> [DetailView] {
        let texts = context.texts
        var details = [
            DetailView(label: texts("webhooks.url"), value: webhook.url.text),
            DetailView(label: texts("webhooks.maker"), value: webhook.maker.name),
            DetailView(label: texts("new_key.version"), value: webhook.shape.version),
            DetailView(
                label: texts("webhooks.data"),
                value: texts(webhook.shape.isWhole ? "webhooks.data.whole" : "webhooks.data.id")),
            DetailView(
                label: "X-Webhook-Signature",
                value: webhook.sendsSecret ? webhook.secret.expose() : texts("webhooks.secret.off")),
        ]
        if let reason = webhook.inactivity {
            details.append(
                DetailView(label: texts("webhooks.why"), value: texts("webhooks.inactive.\(reason.rawValue)")))
        } else if let since = webhook.failingSince {
            details.append(DetailView(label: texts("webhooks.failing"), value: context.times.view(since).text))
        }
        return details
    }

    @Sendable private func delivery(_ context: SignedInContext) async throws -> Response {
        let (texts, times) = (context.texts, context.times)
        let webhook = try await self.webhook(context)
        let id: DeliveryID = try context.page.id("delivery")
        guard let delivery = try await webhooks.delivery(id, of: webhook.id, in: context.portal.id) else {
            throw PageError.notFound
        }
        let path = "\(Self.path)/\(webhook.id)"
        var details = [
            DetailView(label: texts("webhooks.receiver"), value: webhook.url.text),
            DetailView(label: texts("webhooks.event"), value: delivery.event.text),
            DetailView(label: texts("webhooks.attempts"), value: "\(delivery.attempts)"),
        ]
        for (label, moment) in [
            ("webhooks.last_attempt", delivery.lastAttemptAt), ("webhooks.next_attempt", delivery.nextAttemptAt),
        ] {
            if let moment { details.append(DetailView(label: texts(label), value: times.view(moment).text)) }
        }
        if let status = delivery.responseStatus {
            details.append(DetailView(label: texts("webhooks.answer"), value: "\(status)"))
        }
        if let fault = delivery.error {
            details.append(DetailView(label: texts("webhooks.fault"), value: texts("webhooks.fault.\(fault.rawValue)")))
        }
        let again = ActionView(texts("webhooks.redeliver"), action: "\(path)/deliveries/\(id)/redeliver")
        let view = DetailPage(
            crumb: LinkView(href: path, label: webhook.type.rawValue), title: delivery.type,
            badge: texts.badge(of: delivery), details: details, created: times.view(delivery.createdAt), id: id.text,
            actions: delivery.status == .pending ? [] : [again])
        let notice: NoticeView? =
            switch try context.page.query()["done"] {
            case "redeliver": NoticeView(text: texts("webhooks.redelivered"))
            case "pending": NoticeView(text: texts("webhooks.pending"), isProblem: true)
            default: nil
            }
        return try context.answer(view, titled: delivery.type, in: .webhooks, notice: notice)
    }

    // MARK: - Changing

    /// The signing secret is on this answer, and nowhere afterwards.
    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        var problems: [FormProblem] = []
        let type = EventType(rawValue: fields["type"] ?? "")
        if type == nil { problems.append(FormProblem("type", "error.unknown_option")) }
        let url = WebhookURL(PublicName.trimmed(fields["url"] ?? ""))
        if let url {
            switch await webhooks.fault(of: url) {
            case nil: break
            case .notSecure: problems.append(FormProblem("url", "error.webhook.not_secure"))
            case .forbidden: problems.append(FormProblem("url", "error.webhook.forbidden"))
            }
        } else {
            problems.append(FormProblem("url", "error.webhook.malformed", ["limit": "\(WebhookURL.longest)"]))
        }
        let version = fields["api_version"].flatMap { NewAPIKey.apiVersions.contains($0) ? $0 : nil }
        guard let type, let url, problems.isEmpty else {
            return try show(context, fields, refused: RefusedForm(problems))
        }
        let new = NewWebhook(
            type: type, url: url, sendsSecret: fields["sends_secret"] == "1",
            version: version ?? NewAPIKey.apiVersions[0], isWhole: true)
        guard case .created(let issued) = try await webhooks.create(new, in: context.portal.id, by: context.actor)
        else {
            let problem = FormProblem("type", "error.webhook.too_many", ["limit": "\(Webhooks.maximum)"])
            return try show(context, fields, refused: RefusedForm([problem]))
        }
        let view = WebhookCreatedPage(
            type: type.rawValue, url: url.text, signingSecret: issued.signingSecret.expose(),
            href: "\(Self.path)/\(issued.webhook.id)")
        return try context.answer(view, titled: context.texts("webhooks.created"), in: .webhooks)
    }

    @Sendable private func test(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: WebhookID = try context.page.id("webhook")
        guard try await webhooks.test(id, in: context.portal, by: context.actor) != nil else {
            throw PageError.notFound
        }
        return Self.redirect(context, to: "\(Self.path)/\(id)?done=test")
    }

    @Sendable private func delete(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        guard try await webhooks.delete(context.page.id("webhook"), in: context.portal.id, by: context.actor) else {
            throw PageError.notFound
        }
        return Self.redirect(context, to: "\(Self.path)?done=deleted")
    }

    @Sendable private func redeliver(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let (webhook, id): (WebhookID, DeliveryID) = (
            try context.page.id("webhook"), try context.page.id("delivery")
        )
        let page = "\(Self.path)/\(webhook)/deliveries/\(id)"
        switch try await webhooks.redeliver(id, of: webhook, in: context.portal.id, by: context.actor) {
        case .begun: return Self.redirect(context, to: "\(page)?done=redeliver")
        case .pending: return Self.redirect(context, to: "\(page)?done=pending")
        case .notFound: throw PageError.notFound
        }
    }

    private static func redirect(_ context: SignedInContext, to path: String) -> Response {
        context.page.redirect(to: LocalPath(path) ?? "/manage")
    }

    private func show(_ context: SignedInContext, _ fields: FormFields, refused: RefusedForm? = nil) throws -> Response
    {
        let texts = context.texts
        let chosen = fields["type"] ?? ""
        let types =
            [OptionView(value: "", label: texts("webhooks.choose"), isSelected: chosen.isEmpty)]
            + EventType.allCases.map {
                OptionView(value: $0.rawValue, label: $0.rawValue, isSelected: $0.rawValue == chosen)
            }
        let version = fields["api_version"] ?? NewAPIKey.apiVersions[0]
        let view = NewWebhookPage(
            url: fields.view("url", refused, texts), types: types, typeError: refused?.text(of: "type", texts),
            versions: NewAPIKey.apiVersions.map { OptionView(value: $0, label: $0, isSelected: $0 == version) },
            sendsSecret: refused == nil || fields["sends_secret"] == "1")
        return try context.answer(
            view, titled: texts("webhooks.new"), in: .webhooks, status: refused == nil ? .ok : .unprocessableContent)
    }

    private func webhook(_ context: SignedInContext) async throws -> Webhook {
        guard let webhook = try await webhooks.find(context.page.id("webhook"), in: context.portal.id) else {
            throw PageError.notFound
        }
        return webhook
    }
}

extension Texts {
    fileprivate func badge(of webhook: Webhook) -> BadgeView {
        if !webhook.isActive { return BadgeView(self("webhooks.state.inactive"), .bad) }
        return webhook.failingSince == nil
            ? BadgeView(self("webhooks.state.active"), .good) : BadgeView(self("webhooks.state.failing"), .warn)
    }

    fileprivate func badge(of delivery: WebhookDelivery) -> BadgeView {
        switch delivery.status {
        case .delivered: BadgeView(self("webhooks.delivered"), .good)
        case .failed: BadgeView(self("webhooks.failed"), .bad)
        case .pending: BadgeView(self("webhooks.waiting"), delivery.attempts == 0 ? .plain : .warn)
        }
    }
}
