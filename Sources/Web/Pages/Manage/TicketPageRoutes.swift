import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/tickets`: questions of customers, and the answers.
package struct TicketPageRoutes: Sendable {
    static let path = "/manage/tickets"
    private static let words: Set = ["made", "replied", "closed"]

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/tickets", for: .all, use: list)
        pages.get("/manage/tickets/{ticket}", for: .all, use: show)
        pages.get("/manage/tickets/{ticket}/attachments/{attachment}", for: .all, use: download)
        pages.post("/manage/tickets/{ticket}", for: .all, use: reply)
        pages.post("/manage/tickets/{ticket}/close", for: .all, use: close)
    }

    /// `?status=&page=`
    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let (texts, place) = (context.texts, ListPlace(query, at: Self.path, keeping: ["status"]))
        let status = query["status"].flatMap(Ticket.Status.init(rawValue:))
        let found = try await useCases.tickets.list(
            place.request(), in: context.portal.id, where: TicketFilter(status: status))
        let names = try await useCases.customers.names(
            of: found.entities.compactMap(\.customer), in: context.portal.id)
        let rows = found.entities.map { ticket in
            TableView.Row(
                href: "\(Self.path)/\(ticket.id)", title: ticket.title,
                cells: [
                    .text(ticket.customer.map { names[$0] ?? $0.text }), .badge(badge(ticket, texts)),
                    .time(context.times.dayView(ticket.createdAt)),
                ])
        }
        let view = ListPage(
            title: texts("tickets.title"), new: LinkView(href: "\(Self.path)/new", label: texts("tickets.new")),
            filter: StatusFilter(at: Self.path, query, status).view(
                Ticket.Status.allCases, texts, named: "ticket.status"),
            table: TableView(
                caption: texts("tickets.title"),
                columns: [
                    .init(texts("ticket.subject")), .init(texts("list.customer")), .init(texts("list.status")),
                    .init(texts("customers.created")),
                ], rows: rows),
            pager: place.pager(hasMore: found.hasMore),
            emptyTitle: texts(status == nil ? "tickets.empty" : "tickets.none_found"),
            emptyText: texts(status == nil ? "tickets.empty.text" : "tickets.none_found.text"))
        return try context.answer(view, titled: texts("tickets.title"), in: .tickets)
    }

    private func badge(_ ticket: Ticket, _ texts: Texts) -> BadgeView {
        BadgeView(texts("ticket.status.\(ticket.status.rawValue)"), ticket.status == .open ? .warn : .plain)
    }

    // MARK: - One ticket

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        try await show(context, notice: context.notice(context.page.query(), "tickets", Self.words))
    }

    private func show(
        _ context: SignedInContext, notice: NoticeView?, draft: FieldView = FieldView(),
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let id: TicketID = try context.page.id("ticket")
        guard let thread = try await useCases.tickets.find(id, in: context.portal.id) else { throw PageError.notFound }
        let (ticket, texts, path) = (thread.ticket, context.texts, "\(Self.path)/\(id)")
        var details = [
            DetailView(label: texts("ticket.source"), value: texts("ticket.source.\(ticket.source.rawValue)"))
        ]
        if let customer = ticket.customer {
            let name = try await useCases.customers.names(of: [customer], in: context.portal.id)[customer]
            details.insert(
                DetailView(
                    label: texts("list.customer"), value: name ?? customer.text, href: "/manage/customers/\(customer)"),
                at: 0)
        }
        let closing = ActionView(texts("ticket.close"), action: "\(path)/close")
        let view = TicketPage(
            crumb: LinkView(href: Self.path, label: texts("tickets.title")), title: ticket.title,
            badge: badge(ticket, texts), details: details, created: context.times.view(ticket.createdAt), id: id.text,
            messages: thread.messages.map { message($0, at: path, context) },
            reply: ticket.source == .chat ? nil : TicketPage.Reply(action: path, message: draft),
            actions: ticket.status == .open ? [closing] : [])
        return try context.answer(view, titled: ticket.title, in: .tickets, status: status, notice: notice)
    }

    private func message(
        _ message: TicketMessage, at path: String, _ context: SignedInContext
    ) -> TicketPage.Message {
        let attachments = message.attachments.map { file in
            LinkView(
                href: "\(path)/attachments/\(file.id)",
                label: "\(file.name.text) (\(context.texts.size(file.size)))")
        }
        return TicketPage.Message(
            author: message.author.name, isByCustomer: message.author.isCustomer,
            time: context.times.view(message.postedAt), text: message.text.plainText, attachments: attachments)
    }

    @Sendable private func download(_ context: SignedInContext) async throws -> Response {
        let (ticket, id): (TicketID, TicketAttachmentID) = (
            try context.page.id("ticket"), try context.page.id("attachment")
        )
        let messages = try await useCases.tickets.find(ticket, in: context.portal.id)?.messages ?? []
        guard let found = messages.lazy.flatMap(\.attachments).first(where: { $0.id == id }) else {
            throw PageError.notFound
        }
        return try await context.file(found.content, found.name, type: found.mediaType, of: useCases.contents)
    }

    @Sendable private func reply(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: TicketID = try context.page.id("ticket")
        var reader = FieldReader(fields)
        guard let message = reader.required("message", .plainMessage) else {
            let draft = FieldView(value: fields["message"] ?? "", error: context.texts("ticket.problem.message"))
            return try await show(context, notice: nil, draft: draft, status: .unprocessableContent)
        }
        let replied = try await useCases.tickets.reply(
            to: id, message, from: .portal(named: context.user.name), in: context.portal.id, by: context.actor)
        return try await answer(replied, "replied", context)
    }

    @Sendable private func close(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let closed = try await useCases.tickets.close(
            context.page.id("ticket"), in: context.portal.id, by: context.actor)
        return try await answer(closed, "closed", context)
    }

    /// Somebody was faster: the page as it is now, and why.
    private func answer(
        _ transition: Transition<TicketThread>, _ done: String, _ context: SignedInContext
    ) async throws -> Response {
        switch transition {
        case .done(let thread): return context.redirect(to: "\(Self.path)/\(thread.ticket.id)", done: done)
        case .notFound: throw PageError.notFound
        case .refused:
            let problem = NoticeView(text: context.texts("list.state_changed"), isProblem: true)
            return try await show(context, notice: problem, status: .conflict)
        }
    }
}
