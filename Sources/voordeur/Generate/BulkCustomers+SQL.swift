import Kernel
import Persistence
import PortalDomain

extension BulkCustomers {
    static func insertion(of rows: some Collection<BulkCustomer>, into portal: PortalID) -> SQL {
        SQL(
            """
            INSERT INTO customers (portal_id, id, company_name, address, zip_code, city, country_code, primary_email, phone,
                search_text, created_at)
            """,
            values: rows.map { row in
                let customer = row.customer
                return [
                    portal.sqlValue, row.id.sqlValue, customer.companyName.sqlValue, customer.address.sqlValue,
                    customer.zipCode.sqlValue, customer.city.sqlValue, customer.countryCode.text.sqlValue,
                    customer.primaryEmail.text.sqlValue, customer.phone?.text.sqlValue ?? .null,
                    Customers.searchText(companyName: customer.companyName, email: customer.primaryEmail).sqlValue,
                    row.id.madeAt.sqlValue,
                ]
            })
    }
}
