import Kernel
import Persistence
import Schema
import TestSupport
import Testing

@testable import PortalDomain

/// How the databases find a page of a list: along an index that has its order, from where the page begins. Whatever a portal has
/// grown to, they look at the page and not at the portal.
@Suite("Plans of lists", .timeLimit(.minutes(2)))
struct ListPlanTests {
    /// A statement, and the walk along an index that must serve it.
    struct Listing: Sendable, CustomTestStringConvertible {
        let name: String
        let sql: SQL
        let table: String
        let index: String
        /// The columns by which the walk is bounded.
        let bounds: [String]
        var testDescription: String { name }

        init(_ name: String, _ sql: SQL, _ table: String, _ index: String = "pkey", by bounds: [String] = ["portal_id"])
        {
            (self.name, self.sql, self.table, self.index, self.bounds) = (name, sql, table, index, bounds)
        }
    }

    private static let portal = PortalID(stored: "ptl_06apcz00000000000000")
    private static let now = Timestamp(seconds: 1_741_000_000)
    private static let day = CalendarDate("2025-03-05")!
    private static let customer = CustomerID(stored: "cst_06apczxmqbsaeh9edd1r")

    private static func first<Kind>() -> PageRequest<Kind> { PageRequest(start: .page(1), size: 15) }
    private static func after<Kind>() -> PageRequest<Kind> {
        PageRequest(start: .after(Identifier(firstAt: now)), size: 15)
    }
    private static let ofCustomer = ListFilter(customer: customer)
    private static let between = ListFilter(createdAfter: now - 86_400, createdBefore: now)
    private static let (ids, times): ([String], [String]) = (["portal_id", "id"], ["portal_id", "id", "id"])

    static let listings: [Listing] =
        customers + invoices + offers + tickets + paymentLinks + others

    /// Where two indexes would do, PostgreSQL decides by its statistics, and empty tables have none. SQLite goes by the conditions.
    static let choices: [Listing] = [
        .init(
            "members of a group", Customers.selection(after(), in: portal, membersOf: .init(stored: "cug_1")),
            "customer_group_members", by: ["portal_id", "group_id", "customer_id"]),
        .init(
            "open invoices of a customer", invoice(after(), ofCustomer, status: .open), "customer_invoices", "customer",
            by: ["portal_id", "customer_id", "id"]),
    ]

    private static let customers: [Listing] = [
        .init("customers", Customers.selection(first(), in: portal, where: .init()), "customers"),
        .init("customers, by cursor", Customers.selection(after(), in: portal, where: .init()), "customers", by: ids),
        .init(
            "customers, by time", Customers.selection(first(), in: portal, where: .init(between)), "customers",
            by: times),
        .init(
            "customers, searched", Customers.selection(after(), in: portal, where: .init(search: "jan")), "customers",
            by: ids),
        .init("groups", CustomerGroups.selection(after(), in: portal), "customer_groups", by: ids),
    ]

    private static let invoices: [Listing] = [
        .init("invoices", invoice(first()), "customer_invoices"),
        .init("invoices, by cursor", invoice(after()), "customer_invoices", by: ids),
        .init("invoices, by time", invoice(first(), between), "customer_invoices", by: times),
        .init("open invoices", invoice(after(), status: .open), "customer_invoices", "open", by: ids),
        .init("paid invoices", invoice(after(), status: .paid), "customer_invoices", "paid", by: ids),
        .init(
            "open invoices, by time", invoice(first(), between, status: .open), "customer_invoices", "open", by: times),
        .init(
            "invoices of a customer", invoice(after(), ofCustomer), "customer_invoices", "customer",
            by: ["portal_id", "customer_id", "id"]),
    ]

    private static func invoice(
        _ page: PageRequest<CustomerInvoiceKind>, _ filter: ListFilter = .init(), status: CustomerInvoice.Status? = nil
    ) -> SQL { CustomerInvoices.selection(page, in: portal, where: filter, status: status) }

    private static let offers: [Listing] = [
        .init("offers", offer(after()), "customer_offers", by: ids),
        .init("offers, by time", offer(first(), between), "customer_offers", by: times),
        .init("open offers", offer(after(), status: .open), "customer_offers", "undecided", by: ids),
        .init("expired offers", offer(after(), status: .expired), "customer_offers", "undecided", by: ids),
        .init("accepted offers", offer(after(), status: .accepted), "customer_offers", "accepted", by: ids),
        .init("rejected offers", offer(after(), status: .rejected), "customer_offers", "rejected", by: ids),
        .init(
            "offers of a customer", offer(after(), ofCustomer), "customer_offers", "customer",
            by: ["portal_id", "customer_id", "id"]),
    ]

    private static func offer(
        _ page: PageRequest<CustomerOfferKind>, _ filter: ListFilter = .init(), status: CustomerOffer.Status? = nil
    ) -> SQL { CustomerOffers.selection(page, in: portal, where: filter, status: status, on: day) }

    private static let tickets: [Listing] = [
        .init("tickets", Tickets.selection(after(), in: portal, where: .init()), "tickets", by: ids),
        .init("tickets, by time", Tickets.selection(first(), in: portal, where: .init(between)), "tickets", by: times),
        .init(
            "open tickets", Tickets.selection(after(), in: portal, where: .init(status: .open)), "tickets", "status",
            by: ["portal_id", "status", "id"]),
        .init(
            "tickets of a customer", Tickets.selection(after(), in: portal, where: .init(ofCustomer)), "tickets",
            "customer", by: ["portal_id", "customer_id", "id"]),
    ]

    private static let paymentLinks: [Listing] = [
        .init("payment links", link(after()), "payment_links", by: ids),
        .init("payment links, by time", link(first(), between), "payment_links", by: times),
        .init("open payment links", link(after(), status: .open), "payment_links", "unpaid", by: ids),
        .init("paid payment links", link(after(), status: .paid), "payment_links", "paid", by: ids),
        .init("closed payment links", link(after(), status: .closed), "payment_links", "closed", by: ids),
        .init("expired payment links", link(after(), status: .expired), "payment_links", "unpaid", by: ids),
    ]

    private static func link(
        _ page: PageRequest<PaymentLinkKind>, _ filter: ListFilter = .init(), status: PaymentLink.Status? = nil
    ) -> SQL { PaymentLinks.selection(page, in: portal, where: filter, status: status, at: now) }

    private static let others: [Listing] = [
        .init(
            "payments of a link",
            Payments.selection(after() as PageRequest<PaymentLinkKind>, for: .link, of: "plk_1", in: portal),
            "payments",
            "subject", by: ["portal_id", "purpose", "subject_id", "id"]),
        .init("subscriptions", Subscriptions.selection(after(), in: portal, where: .init()), "subscriptions", by: ids),
        .init(
            "subscription packages", SubscriptionPackages.selection(after(), in: portal), "subscription_packages",
            by: ids),
        .init("agreements", Agreements.selection(after(), in: portal), "agreements", by: ids),
        .init("punch cards", PunchCards.selection(after(), in: portal), "punch_cards", by: ids),
        .init(
            "issued punch cards", PunchCards.selection(after(), card: .init(stored: "pch_1"), in: portal),
            "issued_punch_cards", "card", by: ["portal_id", "punch_card_id", "id"]),
        .init(
            "files of a directory", Files.select(after(), of: .init(stored: "dir_1"), in: portal), "files",
            "files_of_directory", by: ["portal_id", "parent_id", "tail"]),
        .init(
            "files at the top", Files.select(after(), of: nil, in: portal), "files", "files_of_directory",
            by: ["portal_id", "parent_id", "tail"]),
        .init("file shares", FileShares.select(after(), in: portal), "file_shares", by: ids),
        .init("file requests", FileRequests.select(after(), in: portal), "file_requests", by: ids),
        .init("platform invoices", PlatformInvoices.selection(after(), in: portal), "platform_invoices", by: ids),
        .init("webhooks", Webhooks.selection(after(), in: portal), "webhooks", by: ids),
        .init(
            "deliveries of a webhook", Webhooks.deliveries(after(), of: .init(stored: "whk_1"), in: portal),
            "webhook_deliveries", "webhook", by: ["portal_id", "webhook_id", "id"]),
        .init(
            "audit log", AuditLog.select(in: .portal(portal), .init(), before: .init(firstAt: now), limit: 50),
            "audit_events", by: ids),
    ]

    @Test("A page is found along an index in its own order, bounded on both databases", arguments: Backend.available)
    func plans(on backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Migrations.all, tenantTables: Migrations.tenantTables) {
            database in
            for listing in Self.listings + (backend == .sqlite ? Self.choices : []) {
                let plan = try await QueryPlan(of: listing.sql, on: database)
                let fault = plan.fault(in: listing)
                #expect(fault == nil, "\(listing.name): \(fault ?? "")\n\(plan)")
            }
        }
    }
}

/// What a database says about how it would run a statement.
private struct QueryPlan: CustomStringConvertible {
    private enum Shape { case sqlite, postgres }

    private let shape: Shape
    /// Each step with the place it stands at: equal for steps of one level.
    private let steps: [(level: Int, text: String)]

    init(of sql: SQL, on database: any SQLDatabase) async throws {
        switch database.dialect {
        case .sqlite:
            shape = .sqlite
            steps = try await database.rows("EXPLAIN QUERY PLAN \(sql)").map {
                (level: try $0.int("parent"), text: try $0.text("detail"))
            }
        case .postgres:
            shape = .postgres
            // The tables are empty, where reading all of it is the best plan. What is asked is which plan there is for a large one.
            steps = try await database.read { connection throws(StorageError) in
                for setting in ["enable_seqscan", "enable_bitmapscan", "enable_sort"] {
                    _ = try connection.rows("SELECT set_config(\(setting), 'off', TRUE)")
                }
                return try connection.rows("EXPLAIN (COSTS OFF) \(sql)").map { row throws(StorageError) in
                    let line = try row.text("QUERY PLAN")
                    return (level: line.prefix { $0 == " " }.count, text: String(line.drop { $0 == " " }))
                }
            }
        }
    }

    var description: String { steps.map { "\($0.level) \($0.text)" }.joined(separator: "\n") }

    /// Nil if the listing's table is walked along its index.
    func fault(in listing: ListPlanTests.Listing) -> String? {
        let wanted = listing.index.hasPrefix(listing.table) ? listing.index : "\(listing.table)_\(listing.index)"
        switch shape {
        case .sqlite:
            let index = listing.index == "pkey" ? "sqlite_autoindex_\(listing.table)_1" : wanted
            guard let step = steps.first(where: { $0.text.contains("INDEX \(index) (") }) else {
                return "not along \(index)"
            }
            let found = step.text.matches(of: /(\w+)[=<>]+\?/).map { String($0.1) }
            guard found == listing.bounds else { return "bounded by \(found)" }
            let isSorted = steps.contains { $0.level == step.level && $0.text.contains("TEMP B-TREE FOR ORDER BY") }
            return isSorted ? "sorted" : nil
        case .postgres:
            guard let position = steps.firstIndex(where: { $0.text.contains("Scan Backward using \(wanted) on") }),
                position + 1 < steps.count
            else { return "not along \(wanted)" }
            let condition = steps[position + 1].text
            let found = condition.matches(of: /(\w+) (?:[=<>]+|IS NULL)/).map { String($0.1) }
            guard found.sorted() == listing.bounds.sorted() else { return "bounded by \(found)" }
            guard let limit = steps[..<position].lastIndex(where: { $0.text.contains("Limit") }) else {
                return "no limit"
            }
            return steps[limit..<position].contains { $0.text.contains("Sort") } ? "sorted" : nil
        }
    }
}
