import Kernel
import PortalDomain

/// The part of a form that invoices and offers share: for whom, under which number, and lines, as many as somebody asks for.
struct PaperForm: Sendable {
    private static let first = 4
    private static let step = 4
    private static let most = 100

    private let choice: CustomerChoice

    init(_ useCases: UseCases) { choice = useCases.customerChoice }

    // MARK: - Reading

    struct Head {
        let customer: CustomerID
        let number: String
        let issuedAt: CalendarDate
        let lines: [AmountLine]
        let totals: AmountTotals
        let notice: CustomerNotice
    }

    /// - Returns: nil if anything is wrong.
    func read(_ form: inout PageForm, _ context: SignedInContext) async throws -> Head? {
        let customer = try await choice.require(&form, context)
        let number = form.required("number", .text(255))
        let issuedAt = form.required("issued_on", .date)
        let lines = (1...Self.count(form)).compactMap { Self.line($0, &form) }
        guard form.isFine, let customer, let number, let issuedAt else { return nil }
        guard let totals = AmountTotals(lines) else {
            form.refuse("price1", "paper.problem.total")
            return nil
        }
        return Head(
            customer: customer, number: number, issuedAt: issuedAt, lines: lines, totals: totals,
            notice: form.isTicked("mail") ? .mail : .silent)
    }

    /// Nil for a line on which nothing stands, except for the first: a paper without lines is none.
    private static func line(_ number: Int, _ form: inout PageForm) -> AmountLine? {
        let names = ["text", "quantity", "price"].map { "\($0)\(number)" }
        guard number == 1 || names.contains(where: { !form[$0].isEmpty }) else { return nil }
        let text = form.required(names[0], .text(2000))
        let quantity = form.optional(names[1], .quantity) ?? .one
        let price = form.required(names[2], .signedPrice)
        let rate = form.required("rate\(number)", .vatRate)
        guard let text, let price, let rate else { return nil }
        return AmountLine(text, quantity: quantity, unitPrice: price, vatRate: rate)
    }

    /// How many lines the form has.
    private static func count(_ form: PageForm) -> Int {
        min(most, max(first, Int(form["lines"]) ?? 0))
    }

    /// Somebody wants more lines and sends nothing yet. What was typed stays.
    static func more(_ fields: FormFields, _ texts: Texts) -> PageForm? {
        guard fields["more"] != nil else { return nil }
        let lines = "\(min(most, count(PageForm(fields, texts)) + step))"
        return PageForm(
            FormFields(fields.fields.filter { $0.name != "lines" } + [.init(name: "lines", value: lines)]), texts)
    }

    // MARK: - Showing

    /// - Parameter dates: of the paper.
    func view(
        _ form: PageForm, title: String, crumb: LinkView, action: String, dates: [InputView],
        _ context: SignedInContext
    ) async throws -> FormPage {
        let texts = context.texts
        let count = Self.count(form)
        let customers = try await choice.options(chosen: form["customer"], context)
        let rates = texts.vatRates()
        return FormPage(
            crumb: crumb, title: title, intro: texts("paper.new.intro"), action: action,
            hidden: [HiddenField(name: "lines", value: "\(count)")],
            fields: [
                form.choice("customer", "list.customer", customers), form.input("number", "invoice.number", limit: 255),
            ] + dates + [form.input("mail", "paper.mail", type: "box", hint: "paper.mail.hint")],
            groups: (1...count).map { number in
                .init(
                    texts("paper.line", ["number": "\(number)"]),
                    [
                        form.input("text\(number)", "paper.description", limit: 2000, isOptional: number > 1),
                        form.input("quantity\(number)", "paper.quantity", isOptional: true),
                        form.input("price\(number)", "paper.price", isOptional: number > 1),
                        form.choice("rate\(number)", "paper.vat", rates),
                    ])
            }, more: count < Self.most ? texts("paper.more") : nil, send: texts("paper.make"))
    }
}
