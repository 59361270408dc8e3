import Hummingbird
import Kernel
import PortalDomain

/// `/manage/invoices/new`: an invoice from lines. One with a PDF of its own comes in through the API.
struct InvoiceFormRoutes: Sendable {
    private static let path = InvoicePageRoutes.path

    let pages: PageResponder
    let useCases: UseCases

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, pages)
        pages.form("/manage/invoices/new", show: begin, send: create)
    }

    @Sendable private func begin(_ context: SignedInContext) async throws -> Response {
        try await show(context.emptyForm(["issued_on": "\(context.today())", "mail": "1"]), context)
    }

    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        if let longer = PaperForm.more(fields, context.texts) { return try await show(longer, context) }
        var form = PageForm(fields, context.texts)
        guard let head = try await PaperForm(useCases).read(&form, context) else {
            return try await show(form, context)
        }
        let new = ManualInvoice(
            customer: head.customer, number: head.number, issuedAt: head.issuedAt, lines: head.lines,
            totals: head.totals, notice: head.notice)
        guard
            case .created(let invoice) = try await useCases.customerInvoices.create(
                new, in: context.portal.id, by: context.actor)
        else { throw PageError.notFound }
        return context.redirect(to: "\(Self.path)/\(invoice.id)", done: "made")
    }

    private func show(_ form: PageForm, _ context: SignedInContext) async throws -> Response {
        let texts = context.texts
        let view = try await PaperForm(useCases).view(
            form, title: texts("invoices.new"), crumb: LinkView(href: Self.path, label: texts("invoices.title")),
            action: "\(Self.path)/new", dates: [form.input("issued_on", "paper.issued", type: "date")], context)
        return try context.answer(form, view, in: .invoices)
    }
}
