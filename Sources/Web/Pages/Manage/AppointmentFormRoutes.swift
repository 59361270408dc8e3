import Hummingbird
import Kernel
import PortalDomain

/// `/manage/appointments/new`: with a customer, or with somebody who is none.
struct AppointmentFormRoutes: Sendable {
    private static let path = AppointmentPageRoutes.path

    let pages: PageResponder
    let useCases: UseCases

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, pages)
        pages.form("/manage/appointments/new", show: { try await show($0.emptyForm(), $0) }, send: schedule)
    }

    @Sendable private func schedule(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        var form = PageForm(fields, context.texts)
        let zone = try context.zone()
        let name = form.required("name", .text(255))
        let start = form.required("starts_at", .moment(in: zone))
        let end = form.required("ends_at", .moment(in: zone))
        let customer = try await useCases.customerChoice.read(&form, context)
        let isKnown = !form["customer"].isEmpty
        // A customer has a name and an address already.
        let attendee = isKnown ? form.optional("attendee", .text(255)) : form.required("attendee", .text(255))
        let email = isKnown ? form.optional("email", .email) : form.required("email", .email)
        let time = start.flatMap { start in end.flatMap { AppointmentTime(from: start, to: $0) } }
        if start != nil, end != nil, time == nil { form.refuse("ends_at", "appointment.problem.end") }
        guard form.isFine, let name, let time else { return try await show(form, context) }
        let new = NewAppointment(
            name: name, time: time, customer: customer, attendeeName: attendee, attendeeEmail: email)
        let made = try await useCases.appointments.schedule(new, in: context.portal.id, by: context.actor)
        guard case .created(let appointment) = made else { throw PageError.notFound }
        return context.redirect(to: "\(Self.path)/\(appointment.id)", done: "scheduled")
    }

    private func show(_ form: PageForm, _ context: SignedInContext) async throws -> Response {
        let texts = context.texts
        let customers = try await useCases.customerChoice.options(
            chosen: form["customer"], none: "form.no_customer", context)
        let view = FormPage(
            crumb: LinkView(href: Self.path, label: texts("appointments.title")), title: texts("appointments.new"),
            intro: texts("appointments.new.intro"), action: "\(Self.path)/new",
            fields: [
                form.input("name", "appointment.name", limit: 255),
                form.input("starts_at", "appointment.starts", type: "datetime-local"),
                form.input("ends_at", "appointment.ends", type: "datetime-local"),
                form.choice("customer", "list.customer", customers, hint: "appointment.customer.hint"),
                form.input("attendee", "appointment.attendee", limit: 255, isOptional: true),
                form.input("email", "appointment.email", type: "email", limit: 254, isOptional: true),
            ], send: texts("appointments.new"))
        return try context.answer(form, view, in: .appointments)
    }
}
