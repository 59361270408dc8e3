package import Kernel

package enum CustomerKind: EntityKind { package static let idPrefix = "cst" }
package typealias CustomerID = Identifier<CustomerKind>

/// A person or company that a portal serves (contract api-v1, 4.3).
package struct Customer: Sendable, Equatable {
    package let id: CustomerID
    package internal(set) var companyName: String
    package internal(set) var address: String
    package internal(set) var zipCode: String
    package internal(set) var city: String
    package internal(set) var countryCode: CountryCode
    package internal(set) var primaryEmail: EmailAddress
    package internal(set) var phone: PhoneNumber?
    /// The name of the connected bookkeeping, and the customer's id over there. Set by the server.
    package let integration: String?
    package let integrationID: String?
    package let createdAt: Timestamp
    /// The groups it is a member of, oldest first.
    package internal(set) var groups: [CustomerGroupID]
}

/// What somebody says about a customer that is to be.
package struct NewCustomer: Sendable {
    package let companyName: String
    package let address: String
    package let zipCode: String
    package let city: String
    package let countryCode: CountryCode
    package let primaryEmail: EmailAddress
    package let phone: PhoneNumber?

    package init(
        companyName: String, address: String, zipCode: String, city: String, countryCode: CountryCode = .netherlands,
        primaryEmail: EmailAddress, phone: PhoneNumber? = nil
    ) {
        (self.companyName, self.address, self.zipCode, self.city) = (companyName, address, zipCode, city)
        (self.countryCode, self.primaryEmail, self.phone) = (countryCode, primaryEmail, phone)
    }

    func customer(_ id: CustomerID) -> Customer {
        Customer(
            id: id, companyName: companyName, address: address, zipCode: zipCode, city: city, countryCode: countryCode,
            primaryEmail: primaryEmail, phone: phone, integration: nil, integrationID: nil, createdAt: id.madeAt,
            groups: [])
    }
}

/// New values for some fields of a customer; nil leaves a field as it is.
package struct CustomerEdit: Sendable {
    package let companyName: String?
    package let address: String?
    package let zipCode: String?
    package let city: String?
    package let countryCode: CountryCode?
    package let primaryEmail: EmailAddress?
    package let phone: Change<PhoneNumber>

    package init(
        companyName: String? = nil, address: String? = nil, zipCode: String? = nil, city: String? = nil,
        countryCode: CountryCode? = nil, primaryEmail: EmailAddress? = nil, phone: Change<PhoneNumber> = .keep
    ) {
        (self.companyName, self.address, self.zipCode, self.city) = (companyName, address, zipCode, city)
        (self.countryCode, self.primaryEmail, self.phone) = (countryCode, primaryEmail, phone)
    }

    func applied(to customer: Customer) -> Customer {
        var edited = customer
        edited.companyName = companyName ?? customer.companyName
        edited.address = address ?? customer.address
        edited.zipCode = zipCode ?? customer.zipCode
        edited.city = city ?? customer.city
        edited.countryCode = countryCode ?? customer.countryCode
        edited.primaryEmail = primaryEmail ?? customer.primaryEmail
        edited.phone = phone.applied(to: customer.phone)
        return edited
    }
}

/// Which customers a list shows. All conditions must hold.
package struct CustomerFilter: Sendable {
    /// Found anywhere in company name or e-mail address, letter case of ASCII letters ignored.
    package let search: String?
    package let common: ListFilter

    package init(search: String? = nil, _ common: ListFilter = .init()) {
        (self.search, self.common) = (search, common)
    }
}

/// What came of deleting something.
package enum Deletion: Sendable, Equatable {
    case deleted
    case notFound
    /// The text names what stands in the way.
    case refused(String)
}
