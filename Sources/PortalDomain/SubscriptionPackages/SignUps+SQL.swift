import Kernel
import Persistence

extension SignUps {
    static let columns: SQL = """
        portal_id, id, name, billing_interval, amount, vat_rate, company_name, address, zip_code, city, email, created_at,
        expires_at, subscription_id
        """

    /// For the page of the sign-up, whose address names no portal.
    static func selection(of id: SignUpID) -> SQL { "SELECT \(columns) FROM sign_ups WHERE id = \(id.text)" }

    static func signUp(_ row: SQLRow) throws(StorageError) -> SignUp {
        SignUp(
            id: SignUpID(stored: try row.text("id")), portal: try row.id("portal_id"), name: try row.text("name"),
            interval: try row.choice("billing_interval"), amount: try row.cents("amount"),
            vatRate: try row.vatRate("vat_rate"), companyName: try row.text("company_name"),
            address: try row.text("address"), zipCode: try row.text("zip_code"), city: try row.text("city"),
            email: EmailAddress(stored: try row.text("email")), createdAt: try row.timestamp("created_at"),
            expiresAt: try row.timestamp("expires_at"), subscription: try row.optionalID("subscription_id"))
    }

    static func insert(_ signUp: SignUp, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO sign_ups (portal_id, id, name, billing_interval, amount, vat_rate, company_name, address, zip_code, city,
                email, created_at, expires_at)
            VALUES (\(signUp.portal), \(signUp.id.text), \(signUp.name), \(signUp.interval.rawValue),
                \(signUp.amount.count), \(signUp.vatRate.rawValue), \(signUp.companyName), \(signUp.address),
                \(signUp.zipCode), \(signUp.city), \(signUp.email.text), \(signUp.createdAt), \(signUp.expiresAt))
            """)
    }

    /// Reads a sign-up and holds its row until the end of the transaction: see `Customers.lock`.
    static func lock(
        _ id: SignUpID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> SignUp? {
        try connection.first(
            "UPDATE sign_ups SET amount = amount WHERE portal_id = \(portal) AND id = \(id.text) RETURNING \(columns)",
            as: signUp)
    }

    static func settle(
        _ id: SignUpID, by subscription: SubscriptionID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "UPDATE sign_ups SET subscription_id = \(subscription) WHERE portal_id = \(portal) AND id = \(id.text)")
    }

    /// Makes the payment of a sign-up one of the subscription that came of it.
    static func hand(
        _ payment: Payment, to subscription: SubscriptionID, for term: Payment.Term, on connection: any SQLConnection
    ) throws(StorageError) -> Payment? {
        try connection.first(
            """
            UPDATE payments SET purpose = \(Payment.Purpose.term.rawValue), subject_id = \(subscription),
                term_starts_on = \(term.startsOn.description), term_ends_on = \(term.endsOn.description),
                attempt = \(term.attempt)
            WHERE portal_id = \(payment.portal) AND id = \(payment.id.text)
            RETURNING \(Payments.columns)
            """, as: Payments.payment)
    }

    /// How many payments a term has.
    static func attempts(
        at start: CalendarDate, of subscription: SubscriptionID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.first(
            """
            SELECT COUNT(*) AS n FROM payments
            WHERE portal_id = \(portal) AND purpose = \(Payment.Purpose.term.rawValue) AND subject_id = \(subscription)
                AND term_starts_on = \(start.description)
            """)?.int("n") ?? 0
    }

    /// What has had its time, of all portals: what nobody paid, except where a provider may still report; and what came to something.
    ///
    /// - Parameters:
    ///   - late: before then also what a provider never reported on.
    static func selectOver(at now: Timestamp, late: Timestamp, limit: Int) -> SQL {
        """
        SELECT portal_id, id FROM sign_ups s
        WHERE s.expires_at <= \(now) AND (s.expires_at <= \(late) OR NOT EXISTS (
            SELECT 1 FROM payments p
            WHERE p.portal_id = s.portal_id AND p.purpose = \(Payment.Purpose.signUp.rawValue) AND p.subject_id = s.id
                AND p.status IN (\(PaymentStatus.open), \(PaymentStatus.pending))
                AND p.integration <> \(PaymentIntegration.sandbox.rawValue) AND p.integration_id IS NOT NULL
        ))
        ORDER BY s.expires_at LIMIT \(limit)
        """
    }

    static func delete(
        _ id: SignUpID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let deleted = try connection.execute(
            "DELETE FROM sign_ups WHERE portal_id = \(portal) AND id = \(id.text) AND expires_at <= \(now)")
        guard deleted == 1 else { return false }
        try connection.execute(
            """
            DELETE FROM payments
            WHERE portal_id = \(portal) AND purpose = \(Payment.Purpose.signUp.rawValue) AND subject_id = \(id.text)
            """)
        return true
    }
}
