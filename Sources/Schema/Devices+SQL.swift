package import Kernel
package import OAuth
import Persistence

extension SQLOAuthStore {
    package func device(_ digest: TokenDigest) async throws(StorageError) -> DeviceRequest? {
        try await database.first(DeviceRequest.select(where: "digest = \(digest)"), as: DeviceRequest.init)
    }

    package func device(_ code: UserCode) async throws(StorageError) -> DeviceRequest? {
        try await database.first(DeviceRequest.select(where: "user_code = \(code.text)")).map {
            row throws(StorageError) in
            try DeviceRequest(row)
        }
    }
}

extension SQLOAuthTransaction {
    func insert(_ request: DeviceRequest, at now: Timestamp) throws(StorageError) -> Bool {
        let inserted = try connection.execute(
            """
            INSERT INTO device_requests (digest, user_code, app_id, scopes, audience, pause, created_at, expires_at)
            VALUES (\(request.digest), \(request.userCode.text), \(request.app), \(request.scopes), \(request.audience.stored),
                \(TokenLifetimes.devicePause), \(now), \(request.expiresAt))
            ON CONFLICT (user_code) DO NOTHING
            """)
        return inserted == 1
    }

    func device(_ digest: TokenDigest) throws(StorageError) -> DeviceRequest? {
        try connection.first(DeviceRequest.select(where: "digest = \(digest)"), as: DeviceRequest.init)
    }

    func poll(_ device: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool {
        let inTime = try connection.execute(
            """
            UPDATE device_requests SET polled_at = \(now)
            WHERE digest = \(device) AND (polled_at IS NULL OR polled_at + pause <= \(now))
            """)
        if inTime == 1 { return true }
        try connection.execute(
            """
            UPDATE device_requests SET polled_at = \(now), pause = pause + \(TokenLifetimes.devicePause)
            WHERE digest = \(device)
            """)
        return false
    }

    func approve(_ approval: DeviceApproval) throws(StorageError) -> Bool {
        let approved = try connection.execute(
            """
            UPDATE device_requests SET approved_at = \(approval.createdAt), portal_id = \(approval.portal),
                grant_id = \(approval.grant)
            WHERE digest = \(approval.device) AND approved_at IS NULL AND denied_at IS NULL
                AND expires_at > \(approval.createdAt)
            """)
        guard approved == 1 else { return false }
        try connection.execute(
            """
            INSERT INTO grants (portal_id, id, app_id, user_id, scopes, audience, created_at)
            VALUES (\(approval.portal), \(approval.grant), \(approval.app), \(approval.user), \(approval.scopes),
                \(approval.audience.stored),
                \(approval.createdAt))
            """)
        try connection.noteFirstUse(of: approval.app, at: approval.createdAt)
        return true
    }

    func deny(device: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool {
        let denied = try connection.execute(
            """
            UPDATE device_requests SET denied_at = \(now)
            WHERE digest = \(device) AND approved_at IS NULL AND denied_at IS NULL AND expires_at > \(now)
            """)
        return denied == 1
    }

    func spend(device: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool {
        let spent = try connection.execute(
            """
            UPDATE device_requests SET spent_at = \(now)
            WHERE digest = \(device) AND approved_at IS NOT NULL AND spent_at IS NULL
            """)
        return spent == 1
    }
}

extension DeviceRequest {
    fileprivate static func select(where condition: SQL) -> SQL {
        """
        SELECT digest, user_code, app_id, scopes, audience, expires_at, portal_id, grant_id, denied_at, spent_at
        FROM device_requests WHERE \(condition)
        """
    }

    fileprivate init(_ row: SQLRow) throws(StorageError) {
        var decision: Decision?
        if try row.optionalInteger("denied_at") != nil {
            decision = .denied
        } else if try row.optionalText("grant_id") != nil {
            decision = .approved(try row.id("grant_id"), try row.id("portal_id"))
        }
        self.init(
            digest: try row.digest("digest"), userCode: UserCode(stored: try row.text("user_code")),
            app: try row.id("app_id"), scopes: try row.scopes("scopes"),
            audience: Audience(stored: try row.optionalText("audience")), expiresAt: try row.timestamp("expires_at"),
            decision: decision, isSpent: try row.optionalInteger("spent_at") != nil)
    }
}
