import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/agreements`: what was sent out to be signed, and who has.
package struct AgreementPageRoutes: Sendable {
    private static let path = "/manage/agreements"
    private static let words: Set = ["deleted"]

    private let pages: PageResponder
    private let useCases: UseCases
    private let downloads: DownloadLinks

    package init(pages: PageResponder, useCases: UseCases, downloads: DownloadLinks) {
        (self.pages, self.useCases, self.downloads) = (pages, useCases, downloads)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/agreements", for: .all, use: list)
        pages.get("/manage/agreements/{agreement}", for: .all, use: show)
        pages.get("/manage/agreements/{agreement}/documents/{document}", for: .all, use: download)
        pages.post("/manage/agreements/{agreement}/delete", for: .all, use: delete)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let (texts, place) = (context.texts, ListPlace(query, at: Self.path))
        let found = try await useCases.agreements.list(place.request(), in: context.portal.id)
        let names = try await useCases.customers.names(
            of: found.entities.compactMap(\.customer), in: context.portal.id)
        let rows = found.entities.map { agreement in
            TableView.Row(
                href: "\(Self.path)/\(agreement.id)", title: agreement.name,
                cells: [
                    .text(agreement.customer.map { names[$0] ?? $0.text }), .badge(badge(agreement, texts)),
                    .time(context.times.dayView(agreement.createdAt)),
                ])
        }
        let view = ListPage(
            title: texts("agreements.title"),
            table: TableView(
                caption: texts("agreements.title"),
                columns: [
                    .init(texts("agreement.name")), .init(texts("list.customer")), .init(texts("list.status")),
                    .init(texts("customers.created")),
                ], rows: rows),
            pager: place.pager(hasMore: found.hasMore), emptyTitle: texts("agreements.empty"),
            emptyText: texts("agreements.empty.text"))
        return try context.answer(
            view, titled: texts("agreements.title"), in: .agreements,
            notice: context.notice(query, "agreements", Self.words))
    }

    private func badge(_ agreement: Agreement, _ texts: Texts) -> BadgeView {
        BadgeView(
            texts("agreement.status.\(agreement.status.rawValue)"), agreement.status == .signed ? .good : .warn)
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        try await show(context, notice: nil)
    }

    private func show(
        _ context: SignedInContext, notice: NoticeView?, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let found = try await find(context)
        let (agreement, texts) = (found.agreement, context.texts)
        var details = [DetailView(label: texts("agreement.signer_name"), value: agreement.signerName)]
        if let customer = agreement.customer {
            let name = try await useCases.customers.names(of: [customer], in: context.portal.id)[customer]
            details.append(
                DetailView(
                    label: texts("list.customer"), value: name ?? customer.text, href: "/manage/customers/\(customer)"))
        }
        details.append(DetailView(label: texts("agreement.hash"), value: found.signature.hash))
        let deletion = ActionView(
            texts("agreement.delete"), action: "\(Self.path)/\(agreement.id)/delete", isDanger: true,
            question: texts("agreement.delete.text"))
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("agreements.title")), title: agreement.name,
            badge: badge(agreement, texts), details: details, created: context.times.view(agreement.createdAt),
            id: agreement.id.text, sections: [signers(of: found, context), documents(of: found, texts)],
            actions: agreement.status == .sent ? [deletion] : [])
        return try context.answer(view, titled: agreement.name, in: .agreements, status: status, notice: notice)
    }

    private func signers(of found: AgreementWithDetails, _ context: SignedInContext) -> SectionView {
        let texts = context.texts
        let rows = found.signers.map { signer in
            TableView.Row(
                href: nil, title: signer.name,
                cells: [
                    .text(signer.email.text),
                    .text(texts(signer.shouldIdentify ? "agreement.by_code" : "agreement.by_link")),
                    signer.signature.map { .time(context.times.view($0.signedAt)) }
                        ?? .badge(BadgeView(texts("agreement.awaited"), .warn)),
                ])
        }
        let columns: [TableView.Column] = [
            .init(texts("agreement.signer")), .init(texts("customers.email")), .init(texts("agreement.proof")),
            .init(texts("agreement.signed_at")),
        ]
        let table = TableView(caption: texts("agreement.signers"), columns: columns, rows: rows)
        return SectionView(title: texts("agreement.signers"), table: table)
    }

    private func documents(of found: AgreementWithDetails, _ texts: Texts) -> SectionView {
        let rows = found.documents.map { document in
            TableView.Row(
                href: "\(Self.path)/\(found.agreement.id)/documents/\(document.id)", title: document.name.text,
                cells: [.text(texts.size(document.size)), .text(String(document.digest.hex.prefix(16)) + "…")])
        }
        let columns: [TableView.Column] = [
            .init(texts("agreement.document")), .init(texts("agreement.size"), isNumber: true), .init("SHA-256"),
        ]
        let table = TableView(caption: texts("agreement.documents"), columns: columns, rows: rows)
        return SectionView(title: texts("agreement.documents"), table: table)
    }

    @Sendable private func download(_ context: SignedInContext) async throws -> Response {
        let id: AgreementDocumentID = try context.page.id("document")
        guard let document = try await find(context).documents.first(where: { $0.id == id }) else {
            throw PageError.notFound
        }
        let file = LinkedFile(document.content, in: context.portal.id, named: document.name, type: "application/pdf")
        return context.page.redirect(to: downloads.path(of: file, at: context.page.now))
    }

    @Sendable private func delete(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let deletion = try await useCases.agreements.delete(
            context.page.id("agreement"), in: context.portal.id, by: context.actor)
        switch deletion {
        case .deleted: return context.redirect(to: Self.path, done: "deleted")
        case .notFound: throw PageError.notFound
        case .refused:
            let problem = NoticeView(text: context.texts("list.state_changed"), isProblem: true)
            return try await show(context, notice: problem, status: .conflict)
        }
    }

    private func find(_ context: SignedInContext) async throws -> AgreementWithDetails {
        let id: AgreementID = try context.page.id("agreement")
        guard let found = try await useCases.agreements.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        return found
    }
}
