package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/customers`: looking customers up, and the way to everything that can be made for one.
package struct CustomerPageRoutes: Sendable {
    static let path = "/manage/customers"
    private static let words: Set = ["made", "changed", "deleted"]
    /// More groups than that exist in no portal we know; their names would be missing, nothing else.
    private static let groups = 1000

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/customers", for: .all, use: list)
        pages.get("/manage/customers/{customer}", for: .all, use: show)
    }

    /// `?search=&page=`
    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        let (texts, place) = (context.texts, ListPlace(query, at: Self.path, keeping: ["search"]))
        let search = PublicName.trimmed(query["search"] ?? "")
        let found = try await useCases.customers.list(
            place.request(), in: context.portal.id, where: CustomerFilter(search: search.isEmpty ? nil : search))
        let names = found.entities.contains { !$0.groups.isEmpty } ? try await groupNames(context) : [:]
        let rows = found.entities.map { customer in
            TableView.Row(
                href: "\(Self.path)/\(customer.id)", title: customer.companyName,
                cells: [
                    .text(customer.city), .text(customer.primaryEmail.text), .text(Self.groups(of: customer, names)),
                    .time(context.times.dayView(customer.createdAt)),
                ])
        }
        let columns = ["company", "city", "email", "groups", "created"].map {
            TableView.Column(texts("customers.\($0)"))
        }
        let view = ListPage(
            title: texts("customers.title"), new: LinkView(href: "\(Self.path)/new", label: texts("customers.new")),
            filter: FilterView(
                action: Self.path,
                fields: [InputView("search", texts("customers.search"), type: "search", value: search, limit: 255)],
                isActive: !search.isEmpty),
            table: TableView(caption: texts("customers.title"), columns: columns, rows: rows),
            pager: place.pager(hasMore: found.hasMore),
            emptyTitle: texts(search.isEmpty ? "customers.empty" : "customers.none_found"),
            emptyText: search.isEmpty
                ? texts("customers.empty.text") : texts("customers.none_found.text", ["search": search]))
        return try context.answer(
            view, titled: texts("customers.title"), in: .customers,
            notice: context.notice(query, "customers", Self.words))
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let id: CustomerID = try context.page.id("customer")
        guard let customer = try await useCases.customers.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        let names = customer.groups.isEmpty ? [:] : try await groupNames(context)
        let (texts, path) = (context.texts, "\(Self.path)/\(id)")
        let deletion = ActionView(
            texts("customers.delete"), action: "\(path)/delete", isDanger: true,
            question: texts("customers.delete.question"))
        let view = DetailPage(
            crumb: LinkView(href: Self.path, label: texts("customers.title")), title: customer.companyName,
            details: details(customer, names, texts), created: context.times.view(customer.createdAt), id: id.text,
            links: [LinkView(href: "\(path)/edit", label: texts("form.edit"))], sections: sections(id, context),
            actions: context.membership.role.managesAccess ? [deletion] : [])
        return try context.answer(
            view, titled: customer.companyName, in: .customers,
            notice: context.notice(context.page.query(), "customers", Self.words, problems: ["in_use"]))
    }

    private func details(
        _ customer: Customer, _ names: [CustomerGroupID: String], _ texts: Texts
    ) -> [DetailView] {
        let email = customer.primaryEmail.text
        let phone = customer.phone.map { DetailView(label: texts("customer.field.phone"), value: $0.text) }
        return [
            DetailView(
                label: texts("customer.field.email"), value: email, href: "mailto:\(PercentEncoding.encode(email))"),
            phone, DetailView(label: texts("customer.field.address"), value: customer.address),
            DetailView(label: texts("customer.field.zip_code"), value: customer.zipCode),
            DetailView(label: texts("customer.field.city"), value: customer.city),
            DetailView(label: texts("customer.field.country"), value: customer.countryCode.text),
            DetailView(
                label: texts("customers.groups"),
                value: customer.groups.isEmpty ? texts("customer.no_groups") : Self.groups(of: customer, names)),
        ].compactMap(\.self)
    }

    /// What can be made for a customer, and what is there already: of what the portal uses.
    private func sections(_ id: CustomerID, _ context: SignedInContext) -> [SectionView] {
        let (texts, off) = (context.texts, context.portal.featuresOff)
        let made: [(feature: Feature, path: String, label: String)] = [
            (.invoicing, InvoicePageRoutes.path, "invoices.new"), (.offers, OfferPageRoutes.path, "offers.new"),
            (.subscriptions, SubscriptionPageRoutes.path, "subscriptions.new"),
            (.appointments, AppointmentPageRoutes.path, "appointments.new"),
            (.ticketing, TicketPageRoutes.path, "tickets.new"),
            (.files, FileRequestPageRoutes.path, "file_requests.new"),
        ]
        let lists: [(feature: Feature, path: String, label: String)] = [
            (.invoicing, InvoicePageRoutes.path, "invoices.title"), (.offers, OfferPageRoutes.path, "offers.title"),
        ]
        return [("customer.lists", lists, ""), ("customer.make", made, "/new")].compactMap { title, ways, tail in
            let links = ways.filter { !off.contains($0.feature) }.map { way in
                LinkView(href: "\(way.path)\(tail)?customer=\(id)", label: texts(way.label))
            }
            return links.isEmpty ? nil : SectionView(title: texts(title), links: links)
        }
    }

    private static func groups(of customer: Customer, _ names: [CustomerGroupID: String]) -> String {
        customer.groups.compactMap { names[$0] }.joined(separator: ", ")
    }

    private func groupNames(_ context: SignedInContext) async throws -> [CustomerGroupID: String] {
        let page = PageRequest<CustomerGroupKind>(start: .page(1), size: Self.groups)
        let groups = try await useCases.customerGroups.list(page, in: context.portal.id)
        return Dictionary(groups.entities.map { ($0.id, $0.name) }) { first, _ in first }
    }
}
