import Hummingbird
import Kernel
import PortalDomain

/// `/manage/tickets/new`: a question that came in some other way, or one to a customer.
struct TicketFormRoutes: Sendable {
    private static let path = TicketPageRoutes.path

    let pages: PageResponder
    let useCases: UseCases

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, pages)
        pages.form("/manage/tickets/new", show: { try await show($0.emptyForm(), $0) }, send: create)
    }

    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        var form = PageForm(fields, context.texts)
        let customer = try await useCases.customerChoice.read(&form, context)
        let title = form.required("title", .text(255))
        let message = form.required("message", .message)
        guard form.isFine, let title, let message else { return try await show(form, context) }
        let made = try await useCases.tickets.create(
            NewTicket(title: title, message: message, customer: customer), from: .portal(named: context.user.name),
            in: context.portal.id, by: context.actor)
        guard case .created(let thread) = made else { throw PageError.notFound }
        return context.redirect(to: "\(Self.path)/\(thread.ticket.id)", done: "made")
    }

    private func show(_ form: PageForm, _ context: SignedInContext) async throws -> Response {
        let texts = context.texts
        let customers = try await useCases.customerChoice.options(
            chosen: form["customer"], none: "form.no_customer", context)
        let view = FormPage(
            crumb: LinkView(href: Self.path, label: texts("tickets.title")), title: texts("tickets.new"),
            action: "\(Self.path)/new",
            fields: [
                form.choice("customer", "list.customer", customers),
                form.input("title", "ticket.subject", limit: 255),
                form.input("message", "ticket.message", type: "area", limit: 65_535),
            ], send: texts("tickets.make"))
        return try context.answer(form, view, in: .tickets)
    }
}
