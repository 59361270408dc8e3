import HTTPTypes
import Kernel
import Persistence
import TestSupport
import Testing

/// The harness itself: each watcher must be able to fail a test that asserts nothing.
@Suite("Watchers", .timeLimit(.minutes(3)))
struct WatcherTests {
    private let token = "vdr_at_000000000000000000000000000000abcdef"

    /// What the watchers of a server throw after `body`.
    private func alarms(
        on backend: Backend, _ body: @escaping @Sendable (ServerUnderTest) async throws -> Void
    ) async throws -> Set<Watcher> {
        do {
            try await withServer(on: backend, body)
            return []
        } catch let alarms as Watch.Alarms {
            return alarms.watchers
        }
    }

    @Test("a test without fault raises nothing", arguments: Backend.available)
    func silence(on backend: Backend) async throws {
        let raised = try await alarms(on: backend) { server async throws in
            for app in [server.cast.c1, server.cast.s1] {
                let tokens = try await server.tokens(app)
                _ = try await server.refresh(app, tokens.refresh)
                _ = try await server.revoke(app, tokens.access)
            }
        }
        #expect(raised.isEmpty)
    }

    @Test("W1: a 5xx fails the test, unless the test asked for it", arguments: Backend.available)
    func serverErrors(on backend: Backend) async throws {
        for excused in [false, true] {
            let raised = try await alarms(on: backend) { server async throws in
                server.watch.excuse(.branches)
                if excused { server.watch.excuse(.serverErrors) }
                await server.database.close()
                #expect(try await server.browser().get("/health/ready").status == .serviceUnavailable)
            }
            #expect(raised == (excused ? [] : [.serverErrors]))
        }
    }

    @Test("W2: what holds a token or belongs to the protocol is not stored", arguments: Backend.available)
    func noStore(on backend: Backend) async throws {
        let token = token
        try await withServer(on: backend) { server async throws in
            func raised(_ path: String, _ headers: HTTPFields, _ body: String = "{}") async -> Set<Watcher> {
                await server.pretend(path, .ok, headers, body)
                return server.watch.takeAlarms()
            }
            for path in ["/oauth/token", "/oauth/tokens", "/oauth/revoke", "/oauth/introspect", "/oauth/authorize?x=1"]
            {
                #expect(await raised(path, [:]) == [.noStore], "\(path)")
                #expect(await raised(path, [.cacheControl: "max-age=60"]) == [.noStore], "\(path)")
                #expect(await raised(path, [.cacheControl: "no-store"]).isEmpty, "\(path)")
            }
            #expect(await raised("/manage/settings/api-keys", [:], "<code>\(token)</code>") == [.noStore])
            #expect(await raised("/manage/settings/api-keys", [:], "<code>vdr_key_…abcd</code>").isEmpty)
            #expect(await raised("/manage", [.location: "/manage?ticket=\(token)"]) == [.noStore])
        }
    }

    @Test("W3: a Location leads to us or to a registered origin", arguments: Backend.available)
    func redirects(on backend: Backend) async throws {
        try await withServer(on: backend) { server async throws in
            func raised(_ location: String) async -> Set<Watcher> {
                await server.pretend(
                    "/oauth/authorize", .seeOther, [.location: location, .cacheControl: "no-store"], "")
                return server.watch.takeAlarms()
            }
            for location in [
                "https://evil.example/cb", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil",
                "https://app1.example@evil.example/cb", "https://app1.example.evil.example/cb",
                "https://app1.example:8443/cb", "http://127.0.0.1:80@evil.example/cb", "http://localhost:8080.evil/",
            ] { #expect(await raised(location) == [.redirects], "\(location)") }
            for location in [
                "/manage", "\(ServerUnderTest.issuer)/manage", "https://app1.example/cb?code=x", "com.example.app:/cb",
                "http://127.0.0.1:4711/cb", "http://[::1]:1/cb",
            ] { #expect(await raised(location).isEmpty, "\(location)") }
        }
    }

    @Test("W4: errors keep to the characters of RFC 6749 §5.2", arguments: Backend.available)
    func errorTexts(on backend: Backend) async throws {
        try await withServer(on: backend) { server async throws in
            func raised(_ headers: HTTPFields, _ body: String) async -> Set<Watcher> {
                var headers = headers
                headers[.cacheControl] = "no-store"
                await server.pretend("/oauth/token", .badRequest, headers, body)
                return server.watch.takeAlarms()
            }
            let json: HTTPFields = [.contentType: "application/json"]
            for text in ["caf\u{e9}", "say \\\"x\\\"", "a\\\\b", "a\\nb", "\u{7f}"] {
                #expect(await raised(json, #"{"error":"x","error_description":"\#(text)"}"#) == [.errorTexts])
            }
            #expect(await raised(json, #"{"error":"inv\u00e4lid"}"#) == [.errorTexts])
            #expect(await raised([.location: "/cb?error=a%22b"], "") == [.errorTexts])
            #expect(await raised([.wwwAuthenticate: "Bearer error=\"a\\b\""], "") == [.errorTexts])
            #expect(await raised(json, #"{"error":"invalid_grant","error_description":"It's [over]!"}"#).isEmpty)
        }
    }

    @Test("W5: a secret in a log fails the test, by its form and by its value", arguments: Backend.available)
    func logs(on backend: Backend) async throws {
        let verifier = ServerUnderTest.pkce().verifier
        for line in ["token \(token)", "verifier \(verifier)", "password=\(Cast.password)"] {
            let raised = try await alarms(on: backend) { server async throws in
                _ = try await server.tokens(server.cast.s1)
                server.logs.append(line)
            }
            #expect(raised == [.logs], "\(line)")
        }
        let harmless = try await alarms(on: backend) { server async throws in
            _ = try await server.tokens(server.cast.s1)
            server.logs.append(
                "vdr_at_••• and vdr_key_…abcd and a verifier that nobody sent: \(String(verifier.reversed()))")
        }
        #expect(harmless.isEmpty)
    }

    @Test("W6: a second live refresh token under a grant fails the test", arguments: Backend.available)
    func branches(on backend: Backend) async throws {
        let faults: [SQL] = [
            // A retired token that is the head again.
            """
            INSERT INTO retired_refresh_tokens (digest, portal_id, grant_id, retired_at)
            SELECT head_digest, portal_id, id, created_at FROM grants WHERE head_digest IS NOT NULL
            """,
            // A head that another grant has replaced.
            """
            UPDATE grants SET predecessor_digest = (SELECT MAX(head_digest) FROM grants WHERE portal_id IS NOT NULL)
            WHERE portal_id IS NOT NULL AND predecessor_digest IS NOT NULL
            """,
            // A successor that nobody wrote down.
            "UPDATE grants SET head_digest = 'unknown' WHERE portal_id IS NOT NULL AND predecessor_digest IS NOT NULL",
            // Rotation where the token is fixed.
            "UPDATE grants SET predecessor_digest = 'old' WHERE portal_id IS NOT NULL AND predecessor_digest IS NULL",
        ]
        for fault in faults {
            let raised = try await alarms(on: backend) { server async throws in
                _ = try await server.tokens(server.cast.c1)
                let token = try await server.tokens(server.cast.s1).refresh
                _ = try await server.refresh(server.cast.s1, token)
                try await server.database.write { connection throws(StorageError) in _ = try connection.execute(fault) }
            }
            #expect(raised == [.branches], "\(fault.text)")
        }
    }

    @Test("W8: an answer that the OpenAPI document does not promise fails the test", arguments: Backend.available)
    func contract(on backend: Backend) async throws {
        try await withServer(on: backend) { server async throws in
            let version = try #require(HTTPField.Name("X-Version"))
            let json: HTTPFields = [.contentType: "application/json", version: "1.1.0"]
            let group =
                "\"id\":\"cug_06apw0jjwyak35esvjfr\",\"createdAt\":\"2025-03-05T14:30:00+01:00\",\"name\":\"Dealers\""
            let path = "/v1/customer-groups/cug_06apw0jjwyak35esvjfr"
            func raised(_ status: HTTPResponse.Status, _ headers: HTTPFields, _ body: String) async -> Set<Watcher> {
                await server.pretend(path, status, headers, body, to: .get)
                return server.watch.takeAlarms()
            }
            #expect(await raised(.ok, json, "{\(group)}").isEmpty)
            for body in [
                "{\(group),\"more\":1}", "{\"id\":\"cug_06apw0jjwyak35esvjfr\"}", "[]", "no JSON",
                "{\(group.replacing("cug_", with: "cst_"))}", "{\(group.replacing("+01:00", with: "Z"))}",
                "{\(group.replacing("\"Dealers\"", with: "null"))}",
            ] { #expect(await raised(.ok, json, body) == [.contract], "\(body)") }
            #expect(await raised(.created, json, "{}") == [.contract])
            #expect(await raised(.ok, [.contentType: "text/html", version: "1.1.0"], "{\(group)}") == [.contract])
            #expect(await raised(.notFound, json, "{\"code\":404,\"message\":\"Not found.\"}").isEmpty)
            #expect(await raised(.notFound, json, "{\"code\":\"404\",\"message\":\"Not found.\"}") == [.contract])
        }
    }

    @Test("W7: a change without an event, and an event without a change, fail the test", arguments: Backend.available)
    func auditEvents(on backend: Backend) async throws {
        try await withServer(on: backend) { server async throws in
            let database = WatchedDatabase(server.database, server.watch)
            let portal = server.cast.a.id
            func raised(_ statements: SQL...) async throws -> Set<Watcher> {
                try await database.write { connection throws(StorageError) in
                    for statement in statements { _ = try connection.execute(statement) }
                }
                return server.watch.takeAlarms()
            }
            func event(_ id: String, _ action: String) -> SQL {
                """
                INSERT INTO audit_events (portal_id, id, action, actor_kind, actor_id, actor_name, address, object_kind,
                    object_id, created_at)
                VALUES (\(portal), \(id), \(action), 'user', 'u', 'n', '', 'portal', 'p', 0)
                """
            }
            let change: SQL = "UPDATE memberships SET role = 'admin' WHERE portal_id = \(portal) AND role = 'employee'"
            let back: SQL = "UPDATE memberships SET role = 'employee' WHERE portal_id = \(portal) AND role = 'admin'"
            #expect(try await raised(change) == [.auditEvents], "a change without an event")
            #expect(try await raised(back, event("1", "user.role_changed")).isEmpty)
            #expect(try await raised(event("2", "user.role_changed")) == [.auditEvents], "an event without a change")
            #expect(
                try await raised(change, event("3", "user.role_changed"), event("4", "user.role_changed"))
                    == [.auditEvents], "twice")
            #expect(
                try await raised(back, event("5", "user.role_changed"), event("6", "user.changed")) == [.auditEvents],
                "two events for one change")
            #expect(try await raised("UPDATE portals SET name = name WHERE id = \(portal)").isEmpty, "a lock")
            #expect(try await raised(back).isEmpty, "nothing was left to change")
            #expect(
                try await raised("UPDATE grants SET last_used_at = 1 WHERE portal_id = \(portal)").isEmpty, "books")
        }
    }
}
