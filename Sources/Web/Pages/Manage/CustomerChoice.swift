import Kernel
import PortalDomain

/// The customers that a form offers: the newest, and the one that it came for. From the page of any customer, forms open with that one
/// chosen (`?customer=`).
struct CustomerChoice: Sendable {
    private static let count = 200

    let customers: Customers

    /// - Parameter none: what the choice of nobody is called: the key of a text.
    func options(
        chosen: String, none: String = "form.choose_customer", _ context: SignedInContext
    ) async throws -> [OptionView] {
        var found = try await customers.list(
            PageRequest(start: .page(1), size: Self.count), in: context.portal.id
        ).entities
        if let id = CustomerID(chosen), !found.contains(where: { $0.id == id }),
            let other = try await customers.find(id, in: context.portal.id)
        {
            found.insert(other, at: 0)
        }
        return [OptionView(value: "", label: context.texts(none))]
            + found.map { OptionView(value: $0.id.text, label: $0.companyName) }
    }

    /// The customer that a form names; one that this portal does not have is refused.
    ///
    /// - Returns: nil as well if nobody was chosen.
    func read(_ form: inout PageForm, _ context: SignedInContext) async throws -> CustomerID? {
        guard let id = form.optional("customer", .id(of: CustomerKind.self)) else { return nil }
        guard try await customers.find(id, in: context.portal.id) != nil else {
            form.refuse("customer", "error.unknown_option")
            return nil
        }
        return id
    }

    func require(_ form: inout PageForm, _ context: SignedInContext) async throws -> CustomerID? {
        if form["customer"].isEmpty { form.refuse("customer", "form.problem.missing") }
        return try await read(&form, context)
    }
}

extension UseCases {
    var customerChoice: CustomerChoice { CustomerChoice(customers: customers) }
}

extension SignedInContext {
    /// An empty form, for the customer that the address names.
    func emptyForm(_ values: KeyValuePairs<String, String> = [:]) throws -> PageForm {
        let customer = try page.query()["customer"] ?? ""
        return PageForm(
            FormFields(
                [.init(name: "customer", value: customer)] + values.map { .init(name: $0.key, value: $0.value) }),
            texts)
    }

    /// Today on the portal's clock.
    func today() throws -> CalendarDate { try zone().date(at: page.now) }
}
