import Kernel
import Web

extension SamplePage {
    /// The views that all areas of the manage portal share.
    static func generic(_ texts: Texts) -> [SamplePage] {
        let actions = actions("paid", "delete", texts)
        let filter = FilterView(
            action: "/manage/invoices",
            fields: fields(texts), isActive: true)
        return [
            SamplePage(
                "portal-features", .manage,
                PortalFeaturesPage(
                    features: Feature.allCases.map { feature in
                        OptionView(
                            value: feature.rawValue, label: texts("feature.\(feature.rawValue)"),
                            hint: texts("feature.\(feature.rawValue).hint"), isSelected: feature != .files)
                    })),
            SamplePage(
                "file-request", .plain,
                FileRequestPage(
                    portal: "Fietsen De Wit", description: "Please send both.\nThank you!", isComplete: true,
                    files: [
                        .init(
                            id: "fqf_1", name: "Balance sheet", description: "As a PDF.", isRequired: true,
                            isReceived: false, action: "/x", limit: "At most 10 MB.", error: "Too large."),
                        .init(
                            id: "fqf_2", name: "Profit and loss", description: nil, isRequired: false, isReceived: true,
                            action: "/y", limit: "At most 25 MB.", error: nil),
                    ])),
            SamplePage(
                "list", .manage,
                ListPage(
                    title: "Invoices", intro: "What customers have to pay.",
                    links: [LinkView(href: "/manage/offers", label: "Offers")],
                    new: LinkView(href: "/manage/invoices/new", label: "New invoice"), filter: filter,
                    table: table(texts, rows: 3), pager: PagerView(previousHref: "?page=1", nextHref: "?page=3"),
                    emptyTitle: "None", emptyText: "None yet.", forms: actions)),
            SamplePage(
                "letterhead", .manage,
                LetterheadPage(
                    fields: LetterheadPage.Field.all.map { field in
                        LetterheadPage.Field(field, FieldView(value: "?", error: texts("error.letterhead.iban")), texts)
                    },
                    languages: [OptionView(value: "nl", label: "Nederlands", isSelected: true)], hasLogo: true,
                    logoError: texts("error.letterhead.logo"))),
            SamplePage(
                "letterhead-plain", .manage, full: false,
                LetterheadPage(
                    fields: LetterheadPage.Field.all.map { LetterheadPage.Field($0, FieldView(), texts) },
                    languages: [],
                    hasLogo: false)),
            SamplePage(
                "list-empty", .manage, full: false,
                ListPage(
                    title: "Invoices", table: table(texts, rows: 0), pager: PagerView(previousHref: nil, nextHref: nil),
                    emptyTitle: "No invoices yet", emptyText: "They come in through the API.")),
            SamplePage(
                "form", .manage,
                FormPage(
                    crumb: LinkView(href: "/manage/invoices", label: "Invoices"), title: "New invoice",
                    intro: "We print it.", action: "/manage/invoices/new",
                    hidden: [HiddenField(name: "lines", value: "2")],
                    fields: fields(texts) + [InputView("pdf", "PDF", type: "file")],
                    groups: [.init("Line 1", fields(texts, "1")), .init("Line 2", fields(texts, "2"))],
                    more: "More lines",
                    send: "Make it")),
            SamplePage(
                "form-fresh", .manage, full: false,
                FormPage(
                    crumb: LinkView(href: "/manage/tickets", label: "Tickets"), title: "New ticket",
                    action: "/manage/tickets/new", fields: [InputView("title", "Title", type: "text")], send: "Open")),
            SamplePage(
                "detail", .manage,
                DetailPage(
                    crumb: LinkView(href: "/manage/invoices", label: "Invoices"), title: "2026-001",
                    badge: BadgeView("Open", .warn),
                    details: [
                        DetailView(label: "Customer", value: "Fietsen De Wit B.V.", href: "/manage/customers/cst_1"),
                        DetailView(label: "Amount", value: texts.money(Cents(123_456))),
                        .address("Where it is paid", "http://127.0.0.1/public-invoice/inv_1/pay/secret"),
                    ], created: moment, id: "inv_06apz0pry3me4m7dj13n",
                    links: [LinkView(href: "/manage/invoices/inv_1/pdf", label: "PDF")],
                    sections: [
                        SectionView(
                            title: "Payments", text: "Two lines\nof text", table: table(texts, rows: 2),
                            actions: Self.actions("refund", "remind", texts),
                            links: [LinkView(href: "/manage/invoices", label: "All of them")]),
                        SectionView(title: "Reminders", emptyText: "None were sent."),
                    ], actions: actions)),
        ]
    }

    /// Of every kind, with and without everything that a field can have.
    private static func fields(_ texts: Texts, _ line: String = "") -> [InputView] {
        let error = texts("form.problem.missing")
        let choices = [
            OptionView(value: "", label: "All"), OptionView(value: "mail", label: "By mail", isSelected: true),
        ]
        return [
            InputView(
                "on\(line)", "On", type: "date", value: "2026-11-21", isRequired: true, limit: 10, hint: "A day.",
                error: error
            ),
            InputView("search\(line)", "Number", type: "search", isOptional: true),
            InputView(
                "text\(line)", "Text", type: "area", value: "Two\nlines", isRequired: true, limit: 2000, hint: "Plain.",
                error: error),
            InputView("how\(line)", "How", options: choices, hint: "Choose.", error: error),
            InputView("sure\(line)", "Sure", type: "box", value: "1", hint: "Really."),
            InputView("often\(line)", "Often", type: "box"),
        ]
    }

    private static func actions(_ plain: String, _ asking: String, _ texts: Texts) -> [ActionView] {
        let fields = fields(texts)
        let hidden = [HiddenField(name: "from", value: "page")]
        return [
            ActionView("Mark as paid", action: "/manage/invoices/inv_1/\(plain)", hidden: hidden, fields: fields),
            ActionView(
                "Delete", action: "/manage/invoices/inv_1/\(asking)", hidden: hidden, fields: fields, isDanger: true,
                question: "Delete invoice 2026-001? Its PDF goes with it."),
        ]
    }

    /// The page on which an agreement is signed: before and after.
    static func signing(_ texts: Texts) -> [SamplePage] {
        let documents = [
            SigningPage.Document(href: "/sign/a/b/documents/c", name: "contract.pdf", size: "48 kB", hash: "ab12")
        ]
        let others = [
            SigningPage.Other(name: "Noor de Vries", signed: moment), SigningPage.Other(name: "Jan Bos", signed: nil),
        ]
        let form = SigningPage.Form(
            action: "/sign/a/b", codeAction: "/sign/a/b/code", codeText: texts("signing.code"),
            error: texts("signing.error.code"))
        return [(form, "signing"), (nil, "signing-done")].map { (form: SigningPage.Form?, name: String) in
            SamplePage(
                name, .plain, navigation: false, full: false,
                SigningPage(
                    heading: "Contract", portalName: "Bakkerij Jansen", signerName: "Jan Bos", documents: documents,
                    form: form, signed: form == nil ? moment : nil, signatureHash: form == nil ? "cd34" : nil,
                    others: others))
        }
    }

    /// A ticket with its messages.
    static func tickets(_ texts: Texts) -> [SamplePage] {
        let messages = [
            TicketPage.Message(author: "Jan Bos", isByCustomer: true, time: moment, text: "It does not work.\nWhy?"),
            TicketPage.Message(
                author: "Noor de Vries", isByCustomer: false, time: moment, text: "Try again.",
                attachments: [LinkView(href: "/manage/tickets/tic_1/attachments/tma_1", label: "manual.pdf (48 kB)")]),
        ]
        let reply = TicketPage.Reply(
            action: "/manage/tickets/tic_1", message: refused("x", texts, "ticket.problem.message"))
        return [
            SamplePage(
                "ticket", .manage,
                TicketPage(
                    crumb: LinkView(href: "/manage/tickets", label: "Tickets"), title: "Login",
                    badge: BadgeView("Open", .warn),
                    details: [
                        DetailView(label: "Customer", value: "Fietsen De Wit", href: "/manage/customers/cst_1"),
                        .address("Where it is", "http://127.0.0.1/tickets/tic_1"),
                    ],
                    created: moment, id: "tic_06arf2ssg0h1ffdw95pb", messages: messages, reply: reply,
                    actions: actions("close", "delete", texts) + [
                        ActionView("Drop", action: "/x", isDanger: true)
                    ]))
        ]
    }

    private static func table(_ texts: Texts, rows: Int) -> TableView {
        TableView(
            caption: "Invoices",
            columns: [
                .init("Number"), .init("Customer"), .init("Created"), .init("Status"), .init("Amount", isNumber: true),
            ],
            rows: (0..<rows).map { position in
                TableView.Row(
                    href: "/manage/invoices/inv_\(position)", title: "2026-00\(position)",
                    cells: [
                        .link("janneke.vandenberg-oosterhuis@hoveniersbedrijf.example", to: "/manage/customers/cst_1"),
                        .time(moment),
                        .badge(BadgeView("Open", .warn)), .text(texts.money(Cents(123_456))),
                    ])
            })
    }
}
