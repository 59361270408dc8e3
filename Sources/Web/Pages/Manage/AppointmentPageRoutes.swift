import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/appointments`: the calendar, four weeks at a time, and what can be done with an appointment.
package struct AppointmentPageRoutes: Sendable {
    static let path = "/manage/appointments"
    /// Days on one page.
    private static let days = 28
    private static let words: Set = ["scheduled", "confirmed", "moved", "canceled"]

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/appointments", for: .all, use: list)
        pages.get("/manage/appointments/{appointment}", for: .all, use: show)
        pages.post("/manage/appointments/{appointment}/confirm", for: .all, use: confirm)
        pages.post("/manage/appointments/{appointment}/move", for: .all, use: move)
        pages.post("/manage/appointments/{appointment}/cancel", for: .all, use: cancel)
    }

    // MARK: - The calendar

    /// `?from=2026-11-21&status=`
    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let (texts, zone) = (context.texts, try context.zone())
        let today = zone.date(at: context.page.now)
        let first = query["from"].flatMap { CalendarDate($0) } ?? today
        let state = query["status"].flatMap(Appointment.Status.init(rawValue:))
        let window = zone.start(of: first)..<zone.start(of: first.adding(days: Self.days))
        let found = try await useCases.appointments.list(
            AppointmentFilter(window: window, status: state), in: context.portal.id)
        let rows = found.map { appointment in
            TableView.Row(
                href: "\(Self.path)/\(appointment.id)", title: appointment.name,
                cells: [
                    .time(context.times.view(appointment.time.startsAt)), .text(appointment.attendeeName),
                    .badge(badge(appointment, texts)),
                ])
        }
        let view = ListPage(
            title: texts("appointments.title"),
            new: LinkView(href: "\(Self.path)/new", label: texts("appointments.new")),
            filter: filter(from: first, state, isActive: first != today || state != nil, texts),
            table: TableView(
                caption: texts("appointments.title"),
                columns: [
                    .init(texts("appointment.name")), .init(texts("appointment.starts")),
                    .init(texts("appointment.attendee")), .init(texts("list.status")),
                ], rows: rows),
            pager: PagerView(
                previousHref: href(from: first.adding(days: -Self.days), state),
                nextHref: href(from: first.adding(days: Self.days), state)),
            emptyTitle: texts("appointments.empty"), emptyText: texts("appointments.empty.text"))
        return try context.answer(
            view, titled: texts("appointments.title"), in: .appointments,
            notice: context.notice(query, "appointments", Self.words))
    }

    private func filter(
        from first: CalendarDate, _ state: Appointment.Status?, isActive: Bool, _ texts: Texts
    ) -> FilterView {
        let states = Appointment.Status.allCases.map { one in
            OptionView(
                value: one.rawValue, label: texts("appointment.status.\(one.rawValue)"), isSelected: one == state)
        }
        return FilterView(
            action: Self.path,
            fields: [
                InputView("from", texts("appointments.from"), type: "date", value: first.description),
                InputView(
                    "status", texts("list.status"), options: [OptionView(value: "", label: texts("list.all"))] + states),
            ], isActive: isActive)
    }

    private func href(from date: CalendarDate, _ state: Appointment.Status?) -> String {
        "\(Self.path)?from=\(date)\(state.map { "&status=\($0.rawValue)" } ?? "")"
    }

    private func badge(_ appointment: Appointment, _ texts: Texts) -> BadgeView {
        let tone: BadgeView.Tone =
            switch appointment.status {
            case .scheduled: .good
            case .pending: .warn
            case .canceled: .plain
            }
        return BadgeView(texts("appointment.status.\(appointment.status.rawValue)"), tone)
    }

    // MARK: - One of them

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        return try await show(context, notice: context.notice(query, "appointments", Self.words))
    }

    private func show(
        _ context: SignedInContext, notice: NoticeView?, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let id: AppointmentID = try context.page.id("appointment")
        guard let appointment = try await useCases.appointments.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        let texts = context.texts
        let email = appointment.attendeeEmail.text
        var details = [
            DetailView(
                label: texts("appointment.starts"), value: context.times.view(appointment.time.startsAt).text),
            DetailView(label: texts("appointment.ends"), value: context.times.view(appointment.time.endsAt).text),
            DetailView(label: texts("appointment.attendee"), value: appointment.attendeeName),
            DetailView(
                label: texts("appointment.email"), value: email, href: "mailto:\(PercentEncoding.encode(email))"),
        ]
        if let customer = appointment.customer {
            let name = try await useCases.customers.names(of: [customer], in: context.portal.id)[customer]
            details.append(
                DetailView(
                    label: texts("list.customer"), value: name ?? customer.text, href: "/manage/customers/\(customer)"))
        }
        if let link = appointment.onlineMeetingLink {
            details.append(
                DetailView(label: texts("appointment.link"), value: link, href: LinkView.website(link)?.href))
        }
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("appointments.title")), title: appointment.name,
            badge: badge(appointment, texts), details: details, created: context.times.view(appointment.createdAt),
            id: appointment.id.text, actions: try actions(appointment, context))
        return try context.answer(
            view, titled: appointment.name, in: .appointments, status: status, notice: notice)
    }

    private func actions(_ appointment: Appointment, _ context: SignedInContext) throws -> [ActionView] {
        guard appointment.status != .canceled else { return [] }
        let (texts, path, zone) = (context.texts, "\(Self.path)/\(appointment.id)", try context.zone())
        func local(_ moment: Timestamp) -> String { String(zone.atom(moment).prefix(16)) }
        let move = ActionView(
            texts("appointment.move"), action: "\(path)/move",
            fields: [
                InputView(
                    "starts_at", texts("appointment.starts"), type: "datetime-local",
                    value: local(appointment.time.startsAt), isRequired: true),
                InputView(
                    "ends_at", texts("appointment.ends"), type: "datetime-local",
                    value: local(appointment.time.endsAt), isRequired: true),
            ], question: texts("appointment.move.text"))
        let cancel = ActionView(
            texts("appointment.cancel"), action: "\(path)/cancel", isDanger: true,
            question: texts("appointment.cancel.text"))
        let confirm = ActionView(texts("appointment.confirm"), action: "\(path)/confirm")
        return appointment.status == .pending ? [confirm, move, cancel] : [move, cancel]
    }

    @Sendable private func confirm(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let change = AppointmentChange(.scheduled)
        let changed = try await useCases.appointments.change(
            context.page.id("appointment"), change, in: context.portal.id, by: context.actor)
        return try await answer(changed, "confirmed", context)
    }

    @Sendable private func move(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        var reader = FieldReader(fields)
        guard let time = try time(&reader, context) else {
            let problem = NoticeView(text: context.texts("appointments.problem"), isProblem: true)
            return try await show(context, notice: problem, status: .unprocessableContent)
        }
        let moved = try await useCases.appointments.change(
            context.page.id("appointment"), AppointmentChange(time: time), in: context.portal.id, by: context.actor)
        return try await answer(moved, "moved", context)
    }

    private func time(_ reader: inout FieldReader, _ context: SignedInContext) throws -> AppointmentTime? {
        let zone = try context.zone()
        let start = reader.required("starts_at", .formDateTime(in: zone))
        let end = reader.required("ends_at", .formDateTime(in: zone))
        guard let start, let end else { return nil }
        return AppointmentTime(from: start, to: end)
    }

    @Sendable private func cancel(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let canceled = try await useCases.appointments.cancel(
            context.page.id("appointment"), in: context.portal.id, by: context.actor)
        return try await answer(canceled, "canceled", context)
    }

    /// Somebody was faster: the page as it is now, and why.
    private func answer(
        _ transition: Transition<Appointment>, _ done: String, _ context: SignedInContext
    ) async throws -> Response {
        switch transition {
        case .done(let appointment): return context.redirect(to: "\(Self.path)/\(appointment.id)", done: done)
        case .notFound: throw PageError.notFound
        case .refused:
            let problem = NoticeView(text: context.texts("list.state_changed"), isProblem: true)
            return try await show(context, notice: problem, status: .conflict)
        }
    }
}
