package import Hummingbird
import Kernel
package import PortalDomain

/// `/manage/customers`: looking customers up. They are changed through the API.
package struct CustomerPageRoutes: Sendable {
    private static let pageSize = 15
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
        let search = PublicName.trimmed(query["search"] ?? "")
        let number = query["page"].flatMap(Int.init).map { min(max(1, $0), 100_000) } ?? 1
        let found = try await useCases.customers.list(
            PageRequest(start: .page(number), size: Self.pageSize), in: context.portal.id,
            where: CustomerFilter(search: search.isEmpty ? nil : search))
        let names = found.entities.contains { !$0.groups.isEmpty } ? try await groupNames(context) : [:]
        let rows = found.entities.map { customer in
            CustomerRow(
                href: "/manage/customers/\(customer.id)", company: customer.companyName, city: customer.city,
                email: customer.primaryEmail.text, groups: customer.groups.compactMap { names[$0] },
                created: context.times.dayView(customer.createdAt))
        }
        let pager = PagerView(
            previousHref: number > 1 ? Self.href(search, number - 1) : nil,
            nextHref: found.hasMore ? Self.href(search, number + 1) : nil)
        return try context.answer(
            CustomersPage(search: search, rows: rows, pager: pager), titled: context.texts("customers.title"),
            in: .customers)
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let id: CustomerID = try context.page.id("customer")
        guard let customer = try await useCases.customers.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        let names = customer.groups.isEmpty ? [:] : try await groupNames(context)
        let texts = context.texts
        var details = [
            DetailView(
                label: texts("customer.field.email"), value: customer.primaryEmail.text,
                href: "mailto:\(PercentEncoding.encode(customer.primaryEmail.text))"),
            DetailView(label: texts("customer.field.address"), value: customer.address),
            DetailView(label: texts("customer.field.zip_code"), value: customer.zipCode),
            DetailView(label: texts("customer.field.city"), value: customer.city),
            DetailView(label: texts("customer.field.country"), value: customer.countryCode.text),
        ]
        if let phone = customer.phone {
            details.insert(DetailView(label: texts("customer.field.phone"), value: "\(phone)"), at: 1)
        }
        let view = CustomerPage(
            name: customer.companyName, id: customer.id.text, details: details,
            groups: customer.groups.compactMap { names[$0] },
            created: context.times.view(customer.createdAt), updated: nil)
        return try context.answer(view, titled: customer.companyName, in: .customers)
    }

    private func groupNames(_ context: SignedInContext) async throws -> [CustomerGroupID: String] {
        let page = PageRequest<CustomerGroupKind>(start: .page(1), size: Self.groups)
        let groups = try await useCases.customerGroups.list(page, in: context.portal.id)
        return Dictionary(groups.entities.map { ($0.id, $0.name) }) { first, _ in first }
    }

    private static func href(_ search: String, _ page: Int) -> String {
        var fields: [(name: String, value: String)] = []
        if !search.isEmpty { fields.append(("search", search)) }
        if page > 1 { fields.append(("page", "\(page)")) }
        return fields.isEmpty ? "/manage/customers" : "/manage/customers?\(PercentEncoding.query(fields))"
    }
}
