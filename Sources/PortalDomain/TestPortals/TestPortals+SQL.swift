import Kernel
import Persistence

extension TestPortals {
    static func select(of developer: DeveloperID) -> SQL {
        """
        SELECT t.portal_id, t.user_id, p.slug, p.name FROM test_portals t JOIN portals p ON p.id = t.portal_id
        WHERE t.developer_id = \(developer)
        """
    }

    static func has(_ portal: PortalID, on connection: any SQLConnection) throws(StorageError) -> Bool {
        try connection.first("SELECT 1 AS one FROM test_portals WHERE portal_id = \(portal)") != nil
    }

    static func selectCount(in portal: PortalID) -> SQL {
        "SELECT COUNT(*) AS n FROM customers WHERE portal_id = \(portal)"
    }

    static func testPortal(_ row: SQLRow) throws(StorageError) -> TestPortal {
        TestPortal(
            portal: try row.id("portal_id"), slug: try row.text("slug"), name: try row.text("name"),
            owner: try row.id("user_id"))
    }

    static func lock(_ developer: DeveloperID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("UPDATE developers SET name = name WHERE id = \(developer)")
    }

    static func insert(
        _ portal: PortalID, _ owner: UserID, of developer: DeveloperID, at now: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO test_portals (developer_id, portal_id, user_id, created_at)
            VALUES (\(developer), \(portal), \(owner), \(now))
            """)
    }

    /// A user whom no mail reaches (RFC 2606 §2) and who has no password: no way in but the developer's session.
    static func insert(
        _ owner: UserID, named name: String, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        let email = "\(owner.text)@test-portal\(Journal.nowhere)"
        try connection.execute(
            """
            INSERT INTO users (id, email, email_key, name, password_hash, created_at)
            VALUES (\(owner), \(email), \(email), \(name), \(nil as String?), \(now))
            """)
    }

    static func bind(
        _ session: TokenDigest, to parent: TokenDigest, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("UPDATE sessions SET parent_digest = \(parent) WHERE digest = \(session)")
    }

    /// Ends the owner of a developer's test portal, and with them its keys and connections.
    /// - Returns: the portal, whose cached credentials must be forgotten; nil if there is none.
    static func close(
        of developer: DeveloperID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> PortalID? {
        guard let row = try connection.first(select(of: developer)) else { return nil }
        let testPortal = try testPortal(row)
        try disconnect(testPortal.portal, at: now, on: connection)
        try connection.execute(
            "UPDATE users SET disabled_at = \(now) WHERE id = \(testPortal.owner) AND disabled_at IS NULL")
        try connection.execute("DELETE FROM memberships WHERE portal_id = \(testPortal.portal)")
        return testPortal.portal
    }

    /// Leaves nothing of what the developer named or added.
    static func empty(
        _ portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try deleteCustomers(in: portal, at: now, on: connection)
        try connection.execute("UPDATE portals SET name = slug WHERE id = \(portal)")
        try connection.execute(
            "UPDATE users SET name = id WHERE id IN (SELECT user_id FROM test_portals WHERE portal_id = \(portal))")
    }

    static func disconnect(
        _ portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "UPDATE grants SET revoked_at = \(now) WHERE portal_id = \(portal) AND revoked_at IS NULL")
        try connection.execute(
            "UPDATE api_keys SET revoked_at = \(now) WHERE portal_id = \(portal) AND revoked_at IS NULL")
        try connection.execute("DELETE FROM consents WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM standings WHERE portal_id = \(portal)")
    }

    /// With everything that refers to them.
    static func deleteCustomers(
        in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try deletePapers(in: portal, at: now, on: connection)
        try Appointments.deleteAll(in: portal, on: connection)
        try PunchCards.deleteAll(in: portal, on: connection)
        try Tickets.deleteAll(in: portal, at: now, on: connection)
        try Agreements.deleteAll(in: portal, at: now, on: connection)
        try connection.execute("DELETE FROM sign_ups WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM subscriptions WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM subscription_packages WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM payments WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM payment_links WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM payment_settings WHERE portal_id = \(portal)")
        try Files.deleteAll(in: portal, at: now, on: connection)
        try connection.execute("DELETE FROM customer_group_members WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM customer_groups WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM customers WHERE portal_id = \(portal)")
    }

    /// Invoices and offers with their files, and what stands on them.
    private static func deletePapers(
        in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        let invoices = try connection.rows(
            "DELETE FROM customer_invoices WHERE portal_id = \(portal) RETURNING content_id")
        let offers = try connection.rows(
            "DELETE FROM customer_offers WHERE portal_id = \(portal) RETURNING content_id")
        let uses: [ContentID] = try (invoices + offers).map { row throws(StorageError) in try row.id("content_id") }
        try Contents.delete(uses, in: portal, at: now, on: connection)
        try connection.execute("DELETE FROM invoice_numbers WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM letterhead_logos WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM letterheads WHERE portal_id = \(portal)")
    }
}
