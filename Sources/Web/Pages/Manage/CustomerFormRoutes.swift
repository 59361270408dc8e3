import Hummingbird
import Kernel
import PortalDomain

/// `/manage/customers/new`, `/manage/customers/{customer}/edit`, and deleting one, which is for owners and admins: much goes with it.
struct CustomerFormRoutes: Sendable {
    private static let path = CustomerPageRoutes.path

    let pages: PageResponder
    let useCases: UseCases

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, pages)
        pages.form("/manage/customers/new", show: { try show(PageForm(["country": "NL"], $0.texts), $0) }, send: create)
        pages.form("/manage/customers/{customer}/edit", show: edit, send: change)
        pages.post("/manage/customers/{customer}/delete", for: .managers, use: delete)
    }

    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        var form = PageForm(fields, context.texts)
        guard let new = Self.read(&form) else { return try show(form, context) }
        let customer = try await useCases.customers.create(new, in: context.portal.id, by: context.actor)
        return context.redirect(to: "\(Self.path)/\(customer.id)", done: "made")
    }

    @Sendable private func edit(_ context: SignedInContext) async throws -> Response {
        let customer = try await find(context)
        let form = PageForm(
            [
                "company_name": customer.companyName, "address": customer.address, "zip_code": customer.zipCode,
                "city": customer.city, "country": customer.countryCode.text, "email": customer.primaryEmail.text,
                "phone": customer.phone?.text ?? "",
            ], context.texts)
        return try show(form, of: customer, context)
    }

    @Sendable private func change(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let customer = try await find(context)
        var form = PageForm(fields, context.texts)
        guard let new = Self.read(&form) else { return try show(form, of: customer, context) }
        let edit = CustomerEdit(
            companyName: new.companyName, address: new.address, zipCode: new.zipCode, city: new.city,
            countryCode: new.countryCode, primaryEmail: new.primaryEmail,
            phone: new.phone.map(Change.set) ?? .clear)
        guard try await useCases.customers.edit(customer.id, edit, in: context.portal.id, by: context.actor) != nil
        else {
            throw PageError.notFound
        }
        return context.redirect(to: "\(Self.path)/\(customer.id)", done: "changed")
    }

    @Sendable private func delete(_: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: CustomerID = try context.page.id("customer")
        switch try await useCases.customers.delete(id, in: context.portal.id, by: context.actor) {
        case .deleted: return context.redirect(to: Self.path, done: "deleted")
        case .notFound: throw PageError.notFound
        case .refused: return context.redirect(to: "\(Self.path)/\(id)", done: "in_use")
        }
    }

    private static func read(_ form: inout PageForm) -> NewCustomer? {
        let companyName = form.required("company_name", .text(255))
        let address = form.required("address", .text(255))
        let zipCode = form.required("zip_code", .text(20))
        let city = form.required("city", .text(255))
        let country = form.required("country", .country)
        let email = form.required("email", .email)
        let phone = form.optional("phone", .phone)
        guard form.isFine, let companyName, let address, let zipCode, let city, let country, let email else {
            return nil
        }
        return NewCustomer(
            companyName: companyName, address: address, zipCode: zipCode, city: city, countryCode: country,
            primaryEmail: email, phone: phone)
    }

    private func show(_ form: PageForm, of customer: Customer? = nil, _ context: SignedInContext) throws -> Response {
        let texts = context.texts
        let here = customer.map { "\(Self.path)/\($0.id)" }
        let view = FormPage(
            crumb: LinkView(href: here ?? Self.path, label: customer?.companyName ?? texts("customers.title")),
            title: texts(customer == nil ? "customers.new" : "customers.edit"),
            action: here.map { "\($0)/edit" } ?? "\(Self.path)/new",
            fields: [
                form.input("company_name", "customers.company", limit: 255),
                form.input("address", "customer.field.address", limit: 255),
                form.input("zip_code", "customer.field.zip_code", limit: 20),
                form.input("city", "customer.field.city", limit: 255),
                form.input("country", "letterhead.country", limit: 2),
                form.input("email", "customer.field.email", type: "email", limit: 254, hint: "customers.email.hint"),
                form.input(
                    "phone", "customer.field.phone", type: "tel", isOptional: true, hint: "customers.phone.hint"),
            ], send: texts("form.save"))
        return try context.answer(form, view, in: .customers)
    }

    private func find(_ context: SignedInContext) async throws -> Customer {
        guard let customer = try await useCases.customers.find(context.page.id("customer"), in: context.portal.id)
        else {
            throw PageError.notFound
        }
        return customer
    }
}
