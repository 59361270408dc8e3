import HTTPTypes
import Kernel
import Persistence
import TestSupport
import Testing

@Suite("P. The audit log", .timeLimit(.minutes(4)))
struct AuditTests {
    private static let path = ServerUnderTest.auditPath

    @Test(
        "221: every change of keys and apps is one event with actor, address, object, before and after",
        arguments: Backend.available)
    func oneEach(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let browser = try await server.managing(as: server.cast.u1)
            let (apps, keys) = ("\(ServerUnderTest.appsPath)/\(app.id)", "/manage/settings/api-keys")
            let known = try await server.auditRecords(server.cast.a.id.text).count
            func keyForm(_ ending: String) async throws -> String {
                let page = try await browser.get(keys)
                return try #require(page.forms.first { $0.action.hasSuffix(ending) }).action
            }

            _ = try await server.press(
                keys, from: "\(keys)/new", browser, [("name", "k"), ("scope", "customers.read")])
            _ = try await server.press(try await keyForm("/rotate"), from: keys, browser, [("overlap", "0")])
            _ = try await server.press(try await keyForm("/revoke"), from: keys, browser)
            let tokens = try await server.tokens(app)
            _ = try await server.press("\(apps)/suspend", from: apps, browser)
            _ = try await server.press("\(apps)/suspend", from: apps, browser)
            _ = try await server.press("\(apps)/reinstate", from: apps, browser)
            _ = try await server.press("\(apps)/reinstate", from: apps, browser)
            let grant = try #require(try await browser.get(apps).form("\(apps)/grants/")).action
            _ = try await server.press(grant, from: apps, browser)
            _ = try await server.press(grant, from: "\(keys)/new", browser)
            _ = try await server.tokens(app)
            _ = try await server.press("\(apps)/revoke", from: apps, browser)
            _ = try await server.press("\(apps)/revoke", from: "\(keys)/new", browser)
            // What is refused changes nothing and tells nothing.
            _ = try await server.refresh(app, tokens.refresh)
            _ = try await server.me(tokens.access)

            // Who signed in is another matter.
            let records = try await server.auditRecords(server.cast.a.id.text).dropFirst(known).filter {
                !$0.action.hasPrefix("user.")
            }
            #expect(
                records.map(\.action) == [
                    "api_key.created", "api_key.rotated", "api_key.revoked", "grant.created", "grant.suspended",
                    "grant.reinstated", "grant.revoked", "grant.created", "grant.revoked",
                ])
            for record in records {
                #expect(record.actor == "user \(server.cast.u1.email)", "\(record)")
                #expect(record.object.split(separator: " ").count == 2, "\(record)")
                #expect(record.before != nil || record.after != nil, "\(record)")
                for text in [record.before, record.after].compactMap({ $0 }) {
                    #expect(throws: Never.self) { try JSONValue(parsing: text.utf8) }
                }
            }
            let standing = records.first { $0.action == "grant.suspended" }
            #expect(standing?.before == #"{"app":"S1","standing":"active"}"#)
            #expect(standing?.after == #"{"app":"S1","standing":"suspended"}"#)
        }
    }

    @Test("221: an event cannot be changed, replaced or deleted, not by SQL either", arguments: Backend.available)
    func appendOnly(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let portal = server.cast.a.id
            let before = try await server.auditRecords(portal.text)
            let event = try #require(before.first)
            // The comment satisfies our own guard: the database itself is asked.
            var attempts: [SQL] = [
                "UPDATE audit_events SET actor_name = 'x' WHERE portal_id = \(portal)",
                "UPDATE audit_events SET created_at = created_at WHERE portal_id = \(portal) AND id = \(event.id)",
                "DELETE FROM audit_events WHERE portal_id = \(portal)",
            ]
            switch backend {
            case .sqlite:
                for verb in ["REPLACE" as SQL, "INSERT OR REPLACE"] {
                    attempts.append(
                        """
                        \(verb) INTO audit_events
                        SELECT portal_id, id, 'x', actor_kind, actor_id, actor_name, address, object_kind, object_id, before,
                            after, created_at FROM audit_events WHERE portal_id = \(portal) AND id = \(event.id)
                        """)
                    attempts.append(
                        """
                        \(verb) INTO audit_events (rowid, portal_id, id, action, actor_kind, actor_id, actor_name, address,
                            object_kind, object_id, created_at)
                        SELECT rowid, 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 0 FROM audit_events
                        WHERE portal_id = \(portal) AND id = \(event.id)
                        """)
                }
            case .postgres:
                attempts += [
                    "TRUNCATE audit_events /* portal_id */", "TRUNCATE audit_events, mails CASCADE /* portal_id */",
                    """
                    INSERT INTO audit_events SELECT * FROM audit_events WHERE portal_id = \(portal) AND id = \(event.id)
                    ON CONFLICT (portal_id, id) DO UPDATE SET action = 'x'
                    """,
                ]
            }
            for attempt in attempts {
                do throws(StorageError) {
                    _ = try await server.database.write { connection throws(StorageError) in
                        try connection.execute(attempt)
                    }
                    Issue.record("it went through: \(attempt.text)")
                } catch {
                    #expect("\(error)".contains("append-only"), "\(attempt.text): \(error)")
                }
            }
            #expect(try await server.auditRecords(portal.text) == before)
            // And it still takes new ones.
            _ = try await server.tokens(server.cast.c1)
            #expect(try await server.auditRecords(portal.text).count == before.count + 1)
        }
    }

    @Test(
        "221: filtered by event, actor, object, dates, app and key, on the page and in both files",
        arguments: Backend.available)
    func filters(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2) = (server.cast.c1, server.cast.c2)
            let keys = "/manage/settings/api-keys"
            let browser = try await server.managing(as: server.cast.u1)
            _ = try await server.tokens(c1)  // Monday 2 March
            server.clock.advance(seconds: 86_400)
            let second = try await server.tokens(c2, as: server.cast.both, ["portal": "alpha"])
            _ = try await server.revoke(c2, second.refresh)
            server.clock.advance(seconds: 86_400)
            let created = try await server.press(
                keys, from: "\(keys)/new", try await server.managing(as: server.cast.u1),
                [("name", "k"), ("scope", "customers.read"), ("scope", "customers.write")])
            let key = try #require(created.body.secret("api-key"))
            let customer = try await server.api(
                "/v1/customers", key, method: .post,
                json: #"""
                    {"companyName":"X","address":"A 1","zipCode":"1000AA","city":"Y","primaryEmail":"x@x.example"}
                    """#)
            let customerID = try #require(customer["id"])
            let keyID = try #require(
                try await server.auditRecords(server.cast.a.id.text).first { $0.action == "api_key.created" }
            ).object.dropFirst("api_key ".count)

            func found(_ query: String) async throws -> [String] {
                let again = try await server.managing(as: server.cast.u1)
                let lines = try await again.get("\(Self.path).jsonl\(query)")
                let csv = try await again.get("\(Self.path).csv\(query)")
                let page = try await again.get("\(Self.path)\(query)")
                let objects = lines.body.split(separator: "\n").compactMap { try? JSONValue(parsing: $0.utf8) }
                let ids = objects.compactMap { object -> String? in
                    if case .string(let id)? = object["id"] { id } else { nil }
                }
                // Three ways to look, one answer.
                #expect(csv.body.split(separator: "\r\n").dropFirst().map { String($0.prefix { $0 != "," }) } == ids)
                #expect(page.body.components("<tr>") == ids.count + (ids.isEmpty ? 0 : 1), "\(query)")
                let actions = objects.compactMap { object -> String? in
                    if case .string(let action)? = object["action"] { action } else { nil }
                }
                return actions.filter { !$0.hasPrefix("user.") }
            }
            _ = browser
            #expect(try await found("?about=\(c1.id)") == ["grant.created"])
            #expect(try await found("?about=\(c2.id)") == ["grant.revoked", "grant.created"])
            #expect(try await found("?about=\(keyID)") == ["customer.created", "api_key.created"])
            #expect(try await found("?object=customer") == ["customer.created"])
            #expect(try await found("?object=\(customerID)") == ["customer.created"])
            #expect(try await found("?action=grant.") == ["grant.revoked", "grant.created", "grant.created"])
            #expect(try await found("?action=grant.created&actor=both@") == ["grant.created"])
            #expect(try await found("?from=2026-03-03&to=2026-03-03") == ["grant.revoked", "grant.created"])
            #expect(try await found("?to=2026-03-02&action=grant.") == ["grant.created"])
            #expect(try await found("?from=2026-03-04") == ["customer.created", "api_key.created"])
            #expect(try await found("?from=2026-03-05") == [])
            #expect(try await found("?object=%25&action=_") == [])

            let again = try await server.managing(as: server.cast.u1)
            let wrong = try await again.get("\(Self.path)?from=2026-02-30&action=grant.")
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.body.contains("Write a date as 2026-11-21."))
            #expect(wrong.body.contains("value=\"2026-02-30\""))
            for ending in [".csv", ".jsonl"] {
                #expect(try await again.get("\(Self.path)\(ending)?to=tomorrow").status == .badRequest)
            }
            // The links keep the filter.
            let page = try await again.get("\(Self.path)?about=\(c2.id)&from=2026-03-01")
            #expect(page.body.contains("audit.csv?about=\(c2.id)&amp;from=2026-03-01"))
            let employee = try await server.managing(as: server.cast.e1)
            for ending in ["", ".csv", ".jsonl"] {
                #expect(try await employee.get(Self.path + ending).status == .forbidden)
            }
        }
    }

    @Test("221: a walk by cursor and an export see every event once, also across batches", arguments: Backend.available)
    func walk(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let portal = server.cast.a.id
            // More than two batches of the export; written as the journal writes, without 1,100 forms.
            try await server.database.write { connection throws(StorageError) in
                for number in 0..<1100 {
                    let name = number == 8 ? "\"\u{301},=1" : "=\(number)"
                    try connection.execute(
                        """
                        INSERT INTO audit_events (portal_id, id, action, actor_kind, actor_id, actor_name, address, object_kind,
                            object_id, created_at)
                        VALUES (\(portal), \("evt_zzzzzzzzzzzzzzzz\(1000 + number)"), 'customer.edited', 'system', '',
                            \(name), '', 'customer', 'cst_x', \(server.clock.now))
                        """)
                }
            }
            let all = try await server.auditRecords(portal.text).map(\.id)
            let browser = try await server.managing(as: server.cast.u1)
            let lines = try await browser.get("\(Self.path).jsonl").body.split(separator: "\n")
            let ids = lines.compactMap { line -> String? in
                if case .string(let id)? = try? JSONValue(parsing: line.utf8)["id"] { id } else { nil }
            }
            #expect(ids == all.reversed())
            let csv = try await browser.get("\(Self.path).csv")
            #expect(csv.body.split(separator: "\r\n").count == all.count + 1)
            #expect(csv.body.contains(",'=7,"))
            // A quote ends its field, whatever stands on it.
            #expect(csv.body.unicodeScalars.firstRange(of: ",\"\"\"\u{301},=1\",".unicodeScalars) != nil)

            var (next, pages, seen) = (String?.some(Self.path), 0, 0)
            while let address = next {
                let page = try await browser.get(address)
                pages += 1
                seen += page.body.components("<tr>") - 1
                next = page.body.link(rel: "next")
            }
            #expect(seen == all.count)
            #expect(pages == (all.count + 49) / 50)
        }
    }
}

extension String {
    fileprivate func components(_ text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }

    /// The address of the first link with this relation.
    fileprivate func link(rel: String) -> String? {
        guard let tag = split(separator: "<a ").first(where: { $0.contains("rel=\"\(rel)\"") }) else { return nil }
        return tag.split(separator: "href=\"").last.map { String($0.prefix { $0 != "\"" }).unescapingHTML }
    }
}
