import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Settings → Connected apps and the audit log (contract O50, O51, checklist P)", .timeLimit(.minutes(2)))
struct ConnectedAppPageTests {
    static let path = "/manage/settings/apps"

    @Test("215, 216: listed with everything, and revoked for this portal only", arguments: Backend.available)
    func revoke(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let mine = try await server.tokens(server.cast.c1)
            let other = try await server.tokens(server.cast.c2)
            let theirs = try await server.tokens(server.cast.c1, as: server.cast.u2)
            let browser = try await server.manage()
            let list = try await browser.get(Self.path)
            for text in ["C1", "C2", "Apps &amp; Co", "customers.read", server.cast.u1.email, "not verified"] {
                #expect(list.contains(text), "\(text)")
            }
            let form = try #require(list.form("\(Self.path)/\(server.cast.c1.id)/revoke"))
            let confirm = try await browser.get(form.action)
            #expect(confirm.form(form.action) != nil)
            #expect(confirm.contains("The app loses its access at once"))

            let answer = try await browser.submit(form)
            #expect(answer.location == "\(Self.path)?done=revoked")
            #expect(try await server.me(mine.access).status == .unauthorized)
            #expect(try await server.refresh(server.cast.c1, mine.refresh).error == "invalid_grant")
            #expect(try await server.me(other.access).status == .ok)
            #expect(try await server.me(theirs.access).status == .ok)
            let after = try await browser.follow(answer)
            #expect(after.contains("The access is revoked."))
            #expect(after.form("\(Self.path)/\(server.cast.c1.id)/revoke") == nil)
            #expect(try await browser.submit(form).status == .seeOther)
            #expect(try await server.events("grant.revoked", in: server.cast.a.id.text) == 1)
            let consents = try await server.database.rows(
                "SELECT app_id FROM consents WHERE portal_id = \(server.cast.a.id)")
            #expect(try consents.map { try $0.text("app_id") } == [server.cast.c2.id.text])
        }
    }

    @Test("217: suspended and reinstated, the old tokens work again", arguments: Backend.available)
    func suspend(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let tokens = try await server.tokens(server.cast.c1)
            let browser = try await server.manage()
            func press(_ action: String) async throws -> Answer {
                let csrf = try await server.csrf(browser, Self.path)
                return try await browser.post("\(Self.path)/\(server.cast.c1.id)/\(action)", [("csrf", csrf)])
            }
            #expect(try await press("suspend").location == "\(Self.path)?done=suspended")
            #expect(try await press("suspend").status == .seeOther)
            #expect(try await server.me(tokens.access).status == .unauthorized)
            let list = try await browser.get(Self.path)
            #expect(list.contains("suspended"))
            #expect(list.form("\(Self.path)/\(server.cast.c1.id)/reinstate") != nil)
            #expect(try await press("reinstate").location == "\(Self.path)?done=reinstated")
            #expect(try await press("reinstate").status == .seeOther)
            #expect(try await server.me(tokens.access).status == .ok)
            #expect(try await server.events("grant.suspended", in: server.cast.a.id.text) == 1)
            #expect(try await server.events("grant.reinstated", in: server.cast.a.id.text) == 1)
        }
    }

    @Test("220: an app that this portal never let in is a 404", arguments: Backend.available)
    func unknown(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let theirs = try await server.tokens(server.cast.c1, as: server.cast.u2)
            let browser = try await server.manage()
            let csrf = try await server.csrf(browser, "/manage")
            for id in [server.cast.c1.id.text, "app_00000000000000000000", "nonsense"] {
                for action in ["revoke", "suspend", "reinstate"] {
                    #expect(
                        try await browser.post("\(Self.path)/\(id)/\(action)", [("csrf", csrf)]).status == .notFound)
                }
                #expect(try await browser.get("\(Self.path)/\(id)/revoke").status == .notFound)
            }
            #expect(try await server.me(theirs.access).status == .ok)
            #expect(try await browser.get(Self.path).contains("No apps connected"))
        }
    }

    @Test("221: the log is filtered, paged and exported, and holds this portal only", arguments: Backend.available)
    func audit(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            for number in 1...60 {
                let new = try NewAPIKey(
                    .init(name: "=key \(number), \"x\"", scopes: ["customers.read"]), at: server.clock.now
                ) { _ in server.clock.now }
                _ = try await server.useCases.apiKeys.create(
                    new, in: server.cast.a.id, for: server.cast.u1.id,
                    by: .init(kind: .user, id: server.cast.u1.id.text, name: server.cast.u1.email, address: "192.0.2.7")
                )
            }
            let path = "/manage/settings/audit"
            let first = try await browser.get(path)
            #expect(first.contains("created an API key"))
            #expect(first.contains("192.0.2.7"))
            #expect(first.contains("=key 60"))
            #expect(!first.contains("=key 10, &quot;x&quot; · key_"))
            let older = try #require(first.body.range("href=\"", "\"", containing: "before="))
            #expect(try await browser.get(older.unescapingHTML).contains("=key 10, &quot;x&quot; · key_"))
            #expect(try await browser.get("\(path)?action=portal.").contains("created the portal"))
            #expect(try await browser.get("\(path)?action=nothing").contains("Nothing matches this filter."))
            #expect(!(try await browser.get("\(path)?actor=operator")).contains("api_key.created</code>"))
            #expect(!first.contains("beta"))

            let csv = try await browser.get("\(path).csv?action=api_key.")
            #expect(csv.headers[.contentType]?.hasPrefix("text/csv") == true)
            let lines = csv.body.split(separator: "\r\n")
            #expect(lines.count == 61)
            #expect(lines[0] == "id,time,action,actor_kind,actor_id,actor,address,object_kind,object_id,before,after")
            #expect(lines[1].contains(",2026-03-02T09:00:00Z,api_key.created,user,"))
            #expect(csv.headers[.contentDisposition] == "attachment; filename=\"audit-alpha.csv\"")
            let jsonl = try await browser.get("\(path).jsonl")
            let objects = jsonl.body.split(separator: "\n").compactMap { try? JSONValue(parsing: $0.utf8) }
            #expect(objects.count == 60 + 3)
            #expect(objects.first?["after"]?["name"] == .string("=key 60, \"x\""))
            for answer in [csv, jsonl] { #expect(answer.headers[.cacheControl] == "no-store") }
        }
    }

    @Test("CSV: what a spreadsheet would run gets an apostrophe")
    func formulas() async throws {
        try await withServer(on: .sqlite) { server in
            let browser = try await server.manage()
            let new = NewMember(email: AccountEmail("=cmd@alpha.example")!, role: .employee)
            _ = try await server.useCases.memberships.add(
                new, to: server.cast.a, by: .init(kind: .`operator`, id: "", name: "=1+1", address: "@x"))
            let csv = try await browser.get("/manage/settings/audit.csv?action=user.invited")
            #expect(csv.contains(",'=1+1,'@x,user,"))
        }
    }
}

extension String {
    /// The first piece between `start` and `end` that contains `text`.
    func range(_ start: String, _ end: String, containing text: String) -> String? {
        split(separator: start).dropFirst().map { String($0.prefix(while: { String($0) != end })) }.first {
            $0.contains(text)
        }
    }
}
