import Kernel
import Persistence
import PortalDomain

extension BulkCustomers {
    /// One INSERT for all `rows`.
    static func insertion(of rows: ArraySlice<BulkCustomer>, into portal: PortalID) -> SQL {
        var text = SQL.StringInterpolation(literalCapacity: 64 * rows.count, interpolationCount: 11 * rows.count)
        text.appendLiteral(
            """
            INSERT INTO customers (portal_id, id, company_name, address, zip_code, city, country_code, primary_email, phone,
                search_text, created_at) VALUES
            """)
        for (position, row) in rows.enumerated() {
            let customer = row.customer
            text.appendLiteral(position == 0 ? " " : ", ")
            let values: SQL = """
                (\(portal), \(row.id), \(customer.companyName), \(customer.address), \(customer.zipCode), \(customer.city),
                \(customer.countryCode.text), \(customer.primaryEmail.text), \(customer.phone?.text), \(searchText(of: row)),
                \(row.createdAt))
                """
            text.appendInterpolation(values)
        }
        return SQL(stringInterpolation: text)
    }

    /// As `Customers` keeps it: company and address, line feed between, ASCII letters in lower case.
    private static func searchText(of row: BulkCustomer) -> String {
        let text = "\(row.customer.companyName)\n\(row.customer.primaryEmail.text)"
        return String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
