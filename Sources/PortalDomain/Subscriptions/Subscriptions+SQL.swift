import Kernel
import Persistence

extension Subscriptions {
    static let columns: SQL = """
        portal_id, id, customer_id, description, starts_on, billing_interval, renews_on, billing_day, amount, vat_rate,
        create_invoice, invoice_description, integration, create_payment, mandate_id, provider_customer, follow_up, terminated_at,
        is_final, created_at
        """

    static func selection(of id: SubscriptionID, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM subscriptions WHERE portal_id = \(portal) AND id = \(id)"
    }

    static func selection(_ page: PageRequest<SubscriptionKind>, in portal: PortalID, where filter: ListFilter) -> SQL {
        "SELECT \(columns) FROM subscriptions WHERE \(page.conditions(in: portal, where: filter)) \(page.limits)"
    }

    static func subscription(_ row: SQLRow) throws(StorageError) -> Subscription {
        var charging: Subscription.Charging?
        if try row.bool("create_payment") {
            charging = .init(
                through: try row.choice("integration"), mandate: try row.optionalText("mandate_id"),
                giver: try row.optionalText("provider_customer"))
        }
        return Subscription(
            id: try row.id("id"), customer: try row.id("customer_id"), description: try row.text("description"),
            startsOn: try row.date("starts_on"), interval: try row.choice("billing_interval"),
            renewsOn: try row.date("renews_on"), billingDay: try row.int("billing_day"),
            amount: try row.cents("amount"), vatRate: try row.vatRate("vat_rate"),
            createsInvoice: try row.bool("create_invoice"),
            invoiceDescription: try row.optionalText("invoice_description"), charging: charging,
            followsUpFailures: try row.bool("follow_up"), terminatedAt: try row.optionalTimestamp("terminated_at"),
            isFinal: try row.bool("is_final"), createdAt: try row.timestamp("created_at"))
    }

    /// - Parameter dueAt: when the background looks at it next; nil: never.
    static func insert(
        _ new: Subscription, dueAt: Timestamp?, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO subscriptions (portal_id, id, customer_id, description, starts_on, billing_interval, renews_on, billing_day,
                amount, vat_rate, create_invoice, invoice_description, integration, create_payment, mandate_id,
                provider_customer, follow_up, terminated_at, is_final, created_at, due_at)
            VALUES (\(portal), \(new.id), \(new.customer), \(new.description), \(new.startsOn.description),
                \(new.interval.rawValue), \(new.renewsOn.description), \(new.billingDay), \(new.amount.count),
                \(new.vatRate.rawValue), \(new.createsInvoice), \(new.invoiceDescription),
                \(new.charging?.integration.rawValue), \(new.charging != nil), \(new.charging?.mandate),
                \(new.charging?.giver), \(new.followsUpFailures), \(new.terminatedAt), \(new.isFinal), \(new.createdAt), \(dueAt))
            """)
    }

    /// Reads a subscription and holds its row until the end of the transaction: see `Customers.lock`.
    static func lock(
        _ id: SubscriptionID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Subscription? {
        try connection.first(
            "UPDATE subscriptions SET amount = amount WHERE portal_id = \(portal) AND id = \(id) RETURNING \(columns)",
            as: subscription)
    }

    /// The same, if it is still due: whoever came first has moved it on.
    static func lockDue(
        _ id: SubscriptionID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Subscription? {
        try connection.first(
            """
            UPDATE subscriptions SET amount = amount WHERE portal_id = \(portal) AND id = \(id) AND due_at <= \(now)
            RETURNING \(columns)
            """, as: subscription)
    }

    static func update(
        _ changed: Subscription, dueAt: Timestamp?, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE subscriptions SET description = \(changed.description), billing_interval = \(changed.interval.rawValue),
                renews_on = \(changed.renewsOn.description), billing_day = \(changed.billingDay),
                amount = \(changed.amount.count), vat_rate = \(changed.vatRate.rawValue),
                mandate_id = \(changed.charging?.mandate), terminated_at = \(changed.terminatedAt),
                is_final = \(changed.isFinal), due_at = \(dueAt)
            WHERE portal_id = \(portal) AND id = \(changed.id)
            """)
    }

    static func delete(_ id: SubscriptionID, in portal: PortalID, on connection: any SQLConnection) throws(StorageError)
    {
        try connection.execute(
            """
            DELETE FROM payments
            WHERE portal_id = \(portal) AND purpose = \(Payment.Purpose.term.rawValue) AND subject_id = \(id)
            """)
        try connection.execute("DELETE FROM subscriptions WHERE portal_id = \(portal) AND id = \(id)")
    }

    /// The first mandate that a payer of this subscription gave charges its later terms. False if it has one.
    static func give(
        _ mandate: String, of customer: String?, to id: SubscriptionID, in portal: PortalID,
        on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE subscriptions SET mandate_id = \(mandate), provider_customer = \(customer)
            WHERE portal_id = \(portal) AND id = \(id) AND create_payment = \(true) AND mandate_id IS NULL
            """) == 1
    }

    /// Whom the provider knows as the giver of a mandate, if a subscription of this customer is charged by it.
    static func giver(
        of mandate: String, through integration: PaymentIntegration, for customer: CustomerID, in portal: PortalID,
        on connection: any SQLConnection
    ) throws(StorageError) -> String? {
        try connection.first(
            """
            SELECT provider_customer FROM subscriptions
            WHERE portal_id = \(portal) AND customer_id = \(customer) AND integration = \(integration.rawValue)
                AND mandate_id = \(mandate) AND provider_customer IS NOT NULL LIMIT 1
            """)?.text("provider_customer")
    }

    /// Gives the portal's subscriptions that were tried out in the sandbox to a provider, which knows none of their mandates.
    /// - Returns: those of them that have terms to come, as they are now.
    static func moveTrials(
        to integration: PaymentIntegration, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [Subscription] {
        try connection.rows(
            """
            UPDATE subscriptions SET integration = \(integration.rawValue), mandate_id = NULL, provider_customer = NULL
            WHERE portal_id = \(portal) AND integration = \(PaymentIntegration.sandbox.rawValue)
                AND is_final = \(false)
            RETURNING \(columns)
            """, as: subscription)
    }

    // MARK: In the background

    /// What begins a term now, of all portals but suspended ones: the one that waits longest first.
    static func selectDue(at now: Timestamp, limit: Int) -> SQL {
        """
        SELECT s.portal_id, s.id FROM subscriptions s JOIN portals p ON p.id = s.portal_id AND p.suspended_at IS NULL
        WHERE s.due_at <= \(now) ORDER BY s.due_at, s.id LIMIT \(limit)
        """
    }

    static func plan(
        _ id: SubscriptionID, at moment: Timestamp?, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "UPDATE subscriptions SET due_at = \(moment) WHERE portal_id = \(portal) AND id = \(id)")
    }

    /// After the portal's clock was set anew, days begin at other moments: the background finds out which.
    static func planAnew(in portal: PortalID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("UPDATE subscriptions SET due_at = 0 WHERE portal_id = \(portal) AND due_at IS NOT NULL")
    }

    // MARK: With its customer

    /// Whether a customer has a subscription `in_progress`: it began, and nobody has terminated it.
    static func isRunning(
        for customer: CustomerID, on today: CalendarDate, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.first(
            """
            SELECT 1 AS one FROM subscriptions
            WHERE portal_id = \(portal) AND customer_id = \(customer) AND terminated_at IS NULL
                AND starts_on <= \(today.description) LIMIT 1
            """) != nil
    }

    static func all(
        of customer: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [Subscription] {
        try connection.rows(
            "SELECT \(columns) FROM subscriptions WHERE portal_id = \(portal) AND customer_id = \(customer) ORDER BY id",
            as: subscription)
    }
}
