import Kernel
import Persistence

extension Sessions {
    static func insert(
        _ digest: TokenDigest, as id: SessionID, _ account: Account, _ portal: PortalID?, _ visit: Visit,
        at now: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO sessions (digest, id, account_kind, account_id, portal_id, created_at, last_seen_at, authenticated_at,
                address, user_agent)
            VALUES (\(digest), \(id), \(account.kind.rawValue), \(account.id), \(portal), \(now), \(now), \(now),
                \(visit.address), \(visit.device.userAgent))
            """)
    }

    static func selectAll(of account: Account, at now: Timestamp) -> SQL {
        """
        SELECT digest, id, created_at, last_seen_at, address, user_agent FROM sessions
        WHERE account_id = \(account.id) AND account_kind = \(account.kind.rawValue) AND id IS NOT NULL
            AND created_at > \(now - Session.longest) AND last_seen_at > \(now - Session.idle)
        ORDER BY last_seen_at DESC, id DESC
        """
    }

    static func line(_ row: SQLRow, seenFrom current: TokenDigest) throws(StorageError) -> SessionLine {
        SessionLine(
            id: try row.id("id"), device: Device(userAgent: try row.text("user_agent")),
            address: try row.text("address"),
            createdAt: try row.timestamp("created_at"), lastSeenAt: try row.timestamp("last_seen_at"),
            isCurrent: try row.digest("digest") == current)
    }

    static func end(
        _ id: SessionID, of account: Account, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            DELETE FROM sessions
            WHERE id = \(id) AND account_id = \(account.id) AND account_kind = \(account.kind.rawValue)
            """) == 1
    }

    /// How many there were.
    @discardableResult
    static func endOthers(
        of account: Account, than digest: TokenDigest, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try SignInSteps.endAll(of: account, on: connection)
        return try connection.execute(
            """
            DELETE FROM sessions
            WHERE account_id = \(account.id) AND account_kind = \(account.kind.rawValue) AND digest <> \(digest)
            """)
    }

    /// Notes that the account is used in this browser. True if it was not before.
    static func know(
        _ browser: TokenDigest, of account: Account, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let isNew = try connection.execute(
            """
            INSERT INTO known_browsers (account_kind, account_id, browser_digest, first_seen_at, last_seen_at)
            VALUES (\(account.kind.rawValue), \(account.id), \(browser), \(now), \(now))
            ON CONFLICT (account_kind, account_id, browser_digest) DO NOTHING
            """)
        if isNew == 1 { return true }
        try connection.execute(
            """
            UPDATE known_browsers SET last_seen_at = \(now)
            WHERE account_kind = \(account.kind.rawValue) AND account_id = \(account.id) AND browser_digest = \(browser)
            """)
        return false
    }

    static func countBrowsers(of account: Account, on connection: any SQLConnection) throws(StorageError) -> Int {
        try connection.first(
            """
            SELECT COUNT(*) AS n FROM known_browsers
            WHERE account_kind = \(account.kind.rawValue) AND account_id = \(account.id)
            """)?.int("n") ?? 0
    }

    static func end(_ digest: TokenDigest, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("DELETE FROM sessions WHERE digest = \(digest)")
    }

    static func endAll(of account: Account, on connection: any SQLConnection) throws(StorageError) {
        try SignInSteps.endAll(of: account, on: connection)
        try connection.execute(
            "DELETE FROM sessions WHERE account_id = \(account.id) AND account_kind = \(account.kind.rawValue)")
    }

    static func prune(
        idleSince idle: Timestamp, begunBefore begun: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("DELETE FROM sessions WHERE last_seen_at <= \(idle) OR created_at <= \(begun)")
    }

    static func see(_ digest: TokenDigest, at now: Timestamp, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute(
            "UPDATE sessions SET last_seen_at = \(now) WHERE digest = \(digest) AND last_seen_at <= \(now - Int64(60))")
    }

    static func update(_ digest: TokenDigest, portal: PortalID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("UPDATE sessions SET portal_id = \(portal) WHERE digest = \(digest)")
    }

    /// A session that a developer opened from their own, as the owner of the test portal, ends with it: at sign-out, by a ban, with
    /// the account.
    private static func isOpenFromItsParent(at now: Timestamp) -> SQL {
        """
        (s.parent_digest IS NULL OR EXISTS (
            SELECT o.digest FROM sessions o JOIN developers d ON d.id = o.account_id
            WHERE o.digest = s.parent_digest AND o.account_kind = \(Account.Kind.developer.rawValue)
                AND o.created_at > \(now - Session.longest) AND o.last_seen_at > \(now - Session.idle)
                AND d.banned_at IS NULL AND d.deleted_at IS NULL
        ))
        """
    }

    /// One row per membership, or one without. One statement, because every page asks it.
    static func selectUser(_ digest: TokenDigest, at now: Timestamp) -> SQL {
        """
        SELECT s.digest AS digest, s.portal_id AS open_portal, s.created_at AS created_at, s.last_seen_at AS last_seen_at,
            s.authenticated_at AS authenticated_at, u.id AS user_id, u.email AS email, u.name AS user_name, m.role AS role,
            p.id AS id, p.slug AS slug, p.name AS name, p.time_zone AS time_zone, p.features_off AS features_off,
            p.rate_limit AS rate_limit, p.suspended_at AS suspended_at
        FROM sessions s
            JOIN users u ON u.id = s.account_id
            LEFT JOIN memberships m ON m.user_id = u.id
            LEFT JOIN portals p ON p.id = m.portal_id
        WHERE s.digest = \(digest) AND s.account_kind = \(Account.Kind.user.rawValue)
            AND s.created_at > \(now - Session.longest) AND s.last_seen_at > \(now - Session.idle) AND u.disabled_at IS NULL
            AND \(isOpenFromItsParent(at: now))
        ORDER BY p.name, p.id
        """
    }

    static func userSession(_ rows: [SQLRow]) throws(StorageError) -> UserSession? {
        guard let first = rows.first else { return nil }
        let user = User(
            id: try first.id("user_id"), email: try first.text("email"), name: try first.text("user_name"),
            isDisabled: false)
        var memberships: [Membership] = []
        for row in rows where try row.optionalText("role") != nil {
            memberships.append(try Memberships.membership(row))
        }
        return UserSession(session: try session(first), user: user, memberships: memberships)
    }

    static func selectDeveloper(_ digest: TokenDigest, at now: Timestamp) -> SQL {
        """
        SELECT s.digest AS digest, s.portal_id AS open_portal, s.created_at AS created_at, s.last_seen_at AS last_seen_at,
            s.authenticated_at AS authenticated_at, d.id AS id, d.email AS email, d.name AS name,
            d.confirmed_at AS confirmed_at, d.verified_at AS verified_at, d.banned_at AS banned_at
        FROM sessions s JOIN developers d ON d.id = s.account_id
        WHERE s.digest = \(digest) AND s.account_kind = \(Account.Kind.developer.rawValue)
            AND s.created_at > \(now - Session.longest) AND s.last_seen_at > \(now - Session.idle) AND d.banned_at IS NULL
            AND d.deleted_at IS NULL
        """
    }

    static func developerSession(_ row: SQLRow) throws(StorageError) -> DeveloperSession {
        DeveloperSession(session: try session(row), developer: try Developers.developer(row))
    }

    private static func session(_ row: SQLRow) throws(StorageError) -> Session {
        Session(
            digest: try row.digest("digest"), createdAt: try row.timestamp("created_at"),
            lastSeenAt: try row.timestamp("last_seen_at"), authenticatedAt: try row.timestamp("authenticated_at"),
            portal: try row.optionalID("open_portal"))
    }
}
