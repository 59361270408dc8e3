import Kernel
import Persistence

extension Payments {
    static let columns: SQL = """
        portal_id, id, purpose, subject_id, code, description, amount, refunded, status, integration, integration_id,
        checkout_url, mandate_id, payers_name, term_starts_on, term_ends_on, attempt, invoice_id, is_settled, created_at,
        paid_at, tried_at
        """

    /// The code is of all portals: it is what tells us the portal.
    static func selection(code: String) -> SQL { "SELECT \(columns) FROM payments WHERE code = \(code)" }

    static func selection(of id: PaymentID, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM payments WHERE portal_id = \(portal) AND id = \(id.text)"
    }

    /// Newest first, of one thing that is paid.
    static func selection<Kind>(
        _ page: PageRequest<Kind>, for purpose: Payment.Purpose, of subject: String, in portal: PortalID
    ) -> SQL {
        """
        SELECT \(columns) FROM payments
        WHERE \(page.conditions(in: portal)) AND purpose = \(purpose.rawValue) AND subject_id = \(subject) \(page.limits)
        """
    }

    static func payment(_ row: SQLRow) throws(StorageError) -> Payment {
        Payment(
            id: PaymentID(stored: try row.text("id")), portal: try row.id("portal_id"),
            purpose: try row.choice("purpose"), subject: try row.text("subject_id"), code: try row.text("code"),
            description: try row.text("description"), amount: try row.cents("amount"),
            refunded: try row.cents("refunded"), status: try row.choice("status"),
            integration: try row.choice("integration"), integrationID: try row.optionalText("integration_id"),
            checkoutURL: try row.optionalText("checkout_url"), mandate: try row.optionalText("mandate_id"),
            payersName: try row.optionalText("payers_name"), term: try term(row),
            createdAt: try row.timestamp("created_at"), paidAt: try row.optionalTimestamp("paid_at"),
            triedAt: try row.optionalTimestamp("tried_at"), hasSettled: try row.optionalInteger("is_settled") == 1)
    }

    private static func term(_ row: SQLRow) throws(StorageError) -> Payment.Term? {
        guard let start = try row.optionalDate("term_starts_on") else { return nil }
        return Payment.Term(
            startsOn: start, endsOn: try row.date("term_ends_on"), attempt: try row.int("attempt"),
            invoice: try row.optionalText("invoice_id"))
    }

    /// - Parameter step: when the background has something to do for it.
    static func insert(
        _ new: NewPayment, nextStep step: Timestamp? = nil, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO payments (portal_id, id, purpose, subject_id, code, description, amount, refunded, status,
                integration, mandate_id, term_starts_on, term_ends_on, attempt, invoice_id, created_at, next_step_at, steps)
            VALUES (\(portal), \(new.seed.id.text), \(new.purpose.rawValue), \(new.subject), \(new.seed.code),
                \(new.description), \(new.amount.count), 0, \(PaymentStatus.open), \(new.integration.rawValue), \(new.mandate),
                \(new.term?.startsOn.description), \(new.term?.endsOn.description), \(new.term?.attempt),
                \(new.term?.invoice), \(new.seed.moment), \(step), 0)
            """)
    }

    /// An open payment for the same, through the same provider: whoever comes back goes on with it.
    static func unfinished(
        for purpose: Payment.Purpose, of subject: String, through integration: PaymentIntegration, in portal: PortalID,
        on connection: any SQLConnection
    ) throws(StorageError) -> Payment? {
        try connection.first(
            """
            SELECT \(columns) FROM payments
            WHERE portal_id = \(portal) AND purpose = \(purpose.rawValue) AND subject_id = \(subject)
                AND status = \(PaymentStatus.open) AND integration = \(integration.rawValue)
            ORDER BY id DESC LIMIT 1
            """, as: payment)
    }

    static func hasPending(
        for purpose: Payment.Purpose, of subject: String, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.first(
            """
            SELECT 1 AS one FROM payments
            WHERE portal_id = \(portal) AND purpose = \(purpose.rawValue) AND subject_id = \(subject)
                AND status = \(PaymentStatus.pending) LIMIT 1
            """) != nil
    }

    /// Notes what the provider made. False if it is known by another id.
    static func note(
        _ begun: BegunPayment, of payment: Payment, nextStep: Timestamp?, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE payments SET integration_id = \(begun.integrationID), checkout_url = \(begun.checkoutURL),
                next_step_at = \(nextStep), steps = 0
            WHERE portal_id = \(payment.portal) AND id = \(payment.id.text)
                AND COALESCE(integration_id, \(begun.integrationID)) = \(begun.integrationID)
            """) == 1
    }

    /// Notes when the provider is asked to charge somebody. False if the payment is there already, or nobody wants it any more.
    static func noteTry(
        of payment: Payment, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE payments SET tried_at = \(now)
            WHERE portal_id = \(payment.portal) AND id = \(payment.id.text) AND integration_id IS NULL
                AND status = \(PaymentStatus.open)
            """) == 1
    }

    /// Notes what a provider knows a payment by, if nobody told us yet.
    static func learn(
        _ integrationID: String, of payment: PaymentID, in portal: PortalID, nextStep: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE payments SET integration_id = \(integrationID), next_step_at = \(nextStep), steps = 0
            WHERE portal_id = \(portal) AND id = \(payment.text) AND integration_id IS NULL
            """)
    }

    /// The one statement that changes a status. Nil if this payment cannot become `status` now: then nothing has changed.
    static func move(
        _ payment: PaymentID, to status: PaymentStatus, by report: PaymentReport, in portal: PortalID,
        at now: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) -> Payment? {
        let before = status.predecessors
        guard !before.isEmpty else { return nil }
        let paidAt = status == .paid ? min(report.paidAt ?? now, now) : nil
        return try connection.first(
            """
            UPDATE payments SET status = \(status), paid_at = COALESCE(\(paidAt), paid_at),
                payers_name = COALESCE(\(report.payersName), payers_name)
            WHERE portal_id = \(portal) AND id = \(payment.text) AND status IN (\(list: before))
            RETURNING \(columns)
            """, as: self.payment)
    }

    /// Cancels what the sandbox has open, and second attempts at what failed there.
    /// - Returns: what was cancelled.
    static func cancelTrials(in portal: PortalID, on connection: any SQLConnection) throws(StorageError) -> [Payment] {
        let sandbox = PaymentIntegration.sandbox.rawValue
        try connection.execute(
            """
            UPDATE payments SET follow_up_at = NULL
            WHERE portal_id = \(portal) AND integration = \(sandbox) AND follow_up_at IS NOT NULL
            """)
        return try connection.rows(
            """
            UPDATE payments SET status = \(PaymentStatus.canceled), next_step_at = NULL
            WHERE portal_id = \(portal) AND integration = \(sandbox)
                AND status IN (\(list: PaymentStatus.canceled.predecessors))
            RETURNING \(columns)
            """, as: payment)
    }

    static func noteSettled(_ payment: Payment, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute(
            """
            UPDATE payments SET is_settled = \(true) WHERE portal_id = \(payment.portal) AND id = \(payment.id.text)
            """)
    }

    /// What is no matter of status. True if it is news.
    static func note(
        refunded: Cents, of payment: PaymentID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE payments SET refunded = \(refunded.count)
            WHERE portal_id = \(portal) AND id = \(payment.text) AND refunded < \(refunded.count)
            """) == 1
    }

    // MARK: In the background

    /// Takes payments for which there is something to do, so that no other node does it too: charges before questions, of which one portal
    /// can have many. Whoever falls over is followed by another at the next step. Of a suspended portal only what its provider has is
    /// looked at: no money is asked for, and what moved is noted.
    static func takeDue(
        at now: Timestamp, limit: Int, on connection: any SQLConnection
    ) throws(StorageError) -> [(payment: Payment, steps: Int)] {
        // All portals in one list: the portal is in each row.
        let rows = try connection.rows(
            """
            UPDATE payments SET steps = steps + 1, next_step_at = \(now + 60)
            WHERE next_step_at <= \(now) AND (portal_id, id) IN (
                SELECT d.portal_id, d.id FROM payments d JOIN portals p ON p.id = d.portal_id
                WHERE d.next_step_at <= \(now) AND (d.integration_id IS NOT NULL OR p.suspended_at IS NULL)
                ORDER BY d.integration_id IS NOT NULL, d.next_step_at LIMIT \(limit)
            )
            RETURNING \(columns), steps
            """)
        return try rows.map { row throws(StorageError) in (try payment(row), try row.int("steps")) }
    }

    /// - Parameter moment: nil: there is nothing left to do.
    static func plan(
        _ moment: Timestamp?, for payment: Payment, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE payments SET next_step_at = \(moment)
            WHERE portal_id = \(payment.portal) AND id = \(payment.id.text)
            """)
    }

    // MARK: Attempts at a term

    /// The newest attempt at the same term as a payment.
    static func lastAttempt(
        at term: Payment.Term, of payment: Payment, on connection: any SQLConnection
    ) throws(StorageError) -> Payment? {
        try connection.first(
            """
            SELECT \(columns) FROM payments
            WHERE portal_id = \(payment.portal) AND subject_id = \(payment.subject) AND term_starts_on = \(term.startsOn)
            ORDER BY attempt DESC LIMIT 1
            """, as: self.payment)
    }

    static func planFollowUp(
        of payment: Payment, at moment: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE payments SET follow_up_at = \(moment)
            WHERE portal_id = \(payment.portal) AND id = \(payment.id.text)
            """)
    }

    /// Failed payments of all portals but suspended ones for which one more attempt is due. Each is given once.
    static func takeFollowUps(
        at now: Timestamp, limit: Int, on connection: any SQLConnection
    ) throws(StorageError) -> [Payment] {
        try connection.rows(
            """
            UPDATE payments SET follow_up_at = NULL
            WHERE follow_up_at <= \(now) AND (portal_id, id) IN (
                SELECT d.portal_id, d.id FROM payments d JOIN portals p ON p.id = d.portal_id AND p.suspended_at IS NULL
                WHERE d.follow_up_at <= \(now) ORDER BY d.follow_up_at LIMIT \(limit)
            )
            RETURNING \(columns)
            """, as: payment)
    }
}
