import Kernel
import Persistence

extension Customers {
    // MARK: Reading

    /// One statement for customers and their groups: a customer in three groups comes as three rows, in none as one.
    /// What stands between the two pieces selects the customers.
    private static let selected: SQL = """
        SELECT m.group_id, c.id, c.company_name, c.address, c.zip_code, c.city, c.country_code, c.primary_email,
            c.phone, c.integration, c.integration_id, c.created_at
        FROM
        """
    private static let withGroups: SQL = """
        AS c LEFT JOIN customer_group_members AS m ON m.portal_id = c.portal_id AND m.customer_id = c.id
        ORDER BY c.id DESC, m.group_id
        """

    static func selection(of id: CustomerID, in portal: PortalID) -> SQL {
        "\(selected) (SELECT * FROM customers WHERE portal_id = \(portal) AND id = \(id)) \(withGroups)"
    }

    static func selection(of ids: [CustomerID], in portal: PortalID) -> SQL {
        "\(selected) (SELECT * FROM customers WHERE portal_id = \(portal) AND id IN (\(list: ids))) \(withGroups)"
    }

    /// One row more than asked for, to know whether there is more.
    static func selection(_ page: PageRequest<CustomerKind>, in portal: PortalID, where filter: CustomerFilter) -> SQL {
        """
        \(selected) (
            SELECT * FROM customers WHERE \(conditions(page, in: portal, filter)) \(page.limits)
        ) \(withGroups)
        """
    }

    private static func conditions(
        _ page: PageRequest<CustomerKind>, in portal: PortalID, _ filter: CustomerFilter
    ) -> SQL {
        let conditions = page.conditions(in: portal, where: filter.common)
        guard let search = filter.search else { return conditions }
        // The portable subset bans LIKE because only SQLite ignores letter case. Here column and pattern are both in
        // ASCII lower case already, so the two databases agree, and no other test for a part of a text is spelled
        // alike on both.
        return "\(conditions) AND search_text LIKE \(pattern(finding: search)) ESCAPE '!'"
    }

    static func selection(
        _ page: PageRequest<CustomerKind>, in portal: PortalID, membersOf group: CustomerGroupID
    ) -> SQL {
        var conditions: SQL = ""
        if case .after(let id) = page.start { conditions = " AND g.customer_id < \(id)" }
        return """
            \(selected) (
                SELECT customers.* FROM customer_group_members AS g
                JOIN customers ON customers.portal_id = g.portal_id AND customers.id = g.customer_id
                WHERE g.portal_id = \(portal) AND g.group_id = \(group)\(conditions)
                ORDER BY g.customer_id DESC LIMIT \(page.size + 1) OFFSET \(page.offset)
            ) \(withGroups)
            """
    }

    /// Those of `ids` that are members of `group`.
    static func selection(of ids: [CustomerID], in portal: PortalID, membersOf group: CustomerGroupID) -> SQL {
        """
        \(selected) (
            SELECT customers.* FROM customer_group_members AS g
            JOIN customers ON customers.portal_id = g.portal_id AND customers.id = g.customer_id
            WHERE g.portal_id = \(portal) AND g.group_id = \(group) AND g.customer_id IN (\(list: ids))
        ) \(withGroups)
        """
    }

    static func names(of ids: [CustomerID], in portal: PortalID) -> SQL {
        "SELECT id, company_name FROM customers WHERE portal_id = \(portal) AND id IN (\(list: ids))"
    }

    /// Folds the rows of one customer, which follow each other, into one.
    static func customers(of rows: [SQLRow]) throws(StorageError) -> [Customer] {
        var customers: [Customer] = []
        customers.reserveCapacity(rows.count)
        for row in rows {
            let group: CustomerGroupID? = try row.optionalID("group_id")
            if let group, let last = customers.last, try row.text("id") == last.id.text {
                customers[customers.count - 1].groups.append(group)
            } else {
                customers.append(try customer(row, groups: group.map { [$0] } ?? []))
            }
        }
        return customers
    }

    private static func customer(_ row: SQLRow, groups: [CustomerGroupID]) throws(StorageError) -> Customer {
        Customer(
            id: try row.id("id"), companyName: try row.text("company_name"), address: try row.text("address"),
            zipCode: try row.text("zip_code"), city: try row.text("city"),
            countryCode: CountryCode(stored: try row.text("country_code")),
            primaryEmail: EmailAddress(stored: try row.text("primary_email")),
            phone: try row.optionalText("phone").map(PhoneNumber.init(stored:)),
            integration: try row.optionalText("integration"), integrationID: try row.optionalText("integration_id"),
            createdAt: try row.timestamp("created_at"), groups: groups)
    }

    /// Who pays the terms of a subscription.
    static func selectPayer(of payment: Payment) -> SQL {
        """
        SELECT c.company_name AS company_name, c.primary_email AS primary_email
        FROM subscriptions s JOIN customers c ON c.portal_id = s.portal_id AND c.id = s.customer_id
        WHERE s.portal_id = \(payment.portal) AND s.id = \(payment.subject)
        """
    }

    // MARK: Searching

    /// What `search` looks through. The line feed keeps a search from matching across the two; neither address nor
    /// search holds one.
    package static func searchText(companyName: String, email: EmailAddress) -> String {
        lowercased("\(companyName)\n\(email.text)")
    }

    private static func searchText(of customer: Customer) -> String {
        searchText(companyName: customer.companyName, email: customer.primaryEmail)
    }

    /// `50%` becomes `%50!%%`: what was searched for, literally, with anything around it.
    static func pattern(finding search: String) -> String {
        var pattern = "%"
        for scalar in lowercased(search).unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "!" { pattern.unicodeScalars.append("!") }
            pattern.unicodeScalars.append(scalar)
        }
        return pattern + "%"
    }

    /// ASCII letters only: what Unicode calls lower case changes with its version, and the column would not follow.
    private static func lowercased(_ text: String) -> String {
        String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    // MARK: Writing

    static func insert(_ customer: Customer, in portal: PortalID, on connection: any SQLConnection) throws(StorageError)
    {
        try connection.execute(
            """
            INSERT INTO customers (portal_id, id, company_name, address, zip_code, city, country_code, primary_email, phone,
                integration, integration_id, search_text, created_at)
            VALUES (\(portal), \(customer.id), \(customer.companyName), \(customer.address), \(customer.zipCode), \(customer.city),
                \(customer.countryCode.text), \(customer.primaryEmail.text), \(customer.phone?.text), \(customer.integration),
                \(customer.integrationID), \(searchText(of: customer)), \(customer.createdAt))
            """)
    }

    static func find(
        _ id: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Customer? {
        try customers(of: connection.rows(selection(of: id, in: portal))).first
    }

    /// Reads a customer and holds its row until the end of the transaction, so that nobody changes it between reading
    /// and writing.
    ///
    /// An UPDATE that changes nothing: the one way that both databases understand.
    static func lock(
        _ id: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Customer? {
        let locked = try connection.execute(
            "UPDATE customers SET company_name = company_name WHERE portal_id = \(portal) AND id = \(id)")
        guard locked == 1 else { return nil }
        return try customers(of: connection.rows(selection(of: id, in: portal))).first
    }

    /// As above, for at least one.
    static func lock(
        _ ids: [CustomerID], in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [Customer] {
        let ids = IDList.padded(ids)
        try connection.execute(
            """
            UPDATE customers SET company_name = company_name WHERE portal_id = \(portal) AND id IN (\(list: ids))
            """)
        return try customers(of: connection.rows(selection(of: ids, in: portal)))
    }

    static func update(_ customer: Customer, in portal: PortalID, on connection: any SQLConnection) throws(StorageError)
    {
        try connection.execute(
            """
            UPDATE customers SET company_name = \(customer.companyName), address = \(customer.address),
                zip_code = \(customer.zipCode), city = \(customer.city), country_code = \(customer.countryCode.text),
                primary_email = \(customer.primaryEmail.text), phone = \(customer.phone?.text),
                search_text = \(searchText(of: customer))
            WHERE portal_id = \(portal) AND id = \(customer.id)
            """)
    }

    /// What forbids deleting this customer, or nil. **The one place for such guards** (contract api-v1, 4.3): customer
    /// invoices of any kind, subscriptions `in_progress`, agreements `sent`.
    static func obstacle(
        toDeleting id: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> String? {
        if try CustomerInvoices.has(id, in: portal, on: connection) { return "The customer has invoices." }
        if try Agreements.isAwaited(from: id, in: portal, on: connection) {
            return "The customer has agreements that are not signed by all."
        }
        return nil
    }

    /// Ends or deletes what goes with a customer. **The one place for it** (contract api-v1, 4.3): offers, tickets,
    /// shares and so on come here.
    static func deleteBelongings(
        of id: CustomerID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("DELETE FROM customer_group_members WHERE portal_id = \(portal) AND customer_id = \(id)")
        try Appointments.forget(id, in: portal, on: connection)
        try PunchCards.delete(of: id, in: portal, on: connection)
        try Tickets.delete(of: id, in: portal, at: now, on: connection)
        try Agreements.forget(id, in: portal, on: connection)
        try FileShares.delete(of: id, in: portal, on: connection)
        try FileRequests.delete(of: id, in: portal, on: connection)
    }

    static func delete(_ id: CustomerID, in portal: PortalID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("DELETE FROM customers WHERE portal_id = \(portal) AND id = \(id)")
    }
}
