import Background
import Kernel
import Logging
import Persistence
import PortalDomain
import Web

/// Settings → API keys, as an owner uses it in a browser.
package struct KeyDesk: Sendable {
    package static let path = "/manage/settings/api-keys"

    package let server: ServerUnderTest
    package let browser: Browser

    /// A key that was just made.
    package struct Made: Sendable {
        package let id: String
        package let key: String
        /// The page that showed it.
        package let answer: Answer
    }

    /// - Parameter person: else the owner of portal A.
    package init(_ server: ServerUnderTest, as person: Cast.Person? = nil) async throws {
        (self.server, browser) = (server, server.browser())
        try await server.signIn(browser, as: person ?? server.cast.u1)
    }

    /// Sends the form for a new key.
    package func create(
        _ fields: [String: String] = [:], scopes: [String] = ["customers.read"]
    ) async throws -> Answer {
        try await fill("\(Self.path)/new", to: Self.path, ["name": "Bookkeeping"].merging(fields) { $1 }, scopes)
    }

    package func make(
        _ fields: [String: String] = [:], scopes: [String] = ["customers.read"]
    ) async throws -> Made {
        try await made(try await create(fields, scopes: scopes))
    }

    /// Sends the form for a change. Fields and scopes that are not named stay.
    package func edit(
        _ id: String, _ fields: [String: String] = [:], scopes: [String]? = nil
    ) async throws -> Answer {
        try await fill("\(Self.path)/\(id)/edit", to: "\(Self.path)/\(id)/edit", fields, scopes)
    }

    package func rotate(_ id: String, overlap: String) async throws -> Answer {
        try await post("\(id)/rotate", [("overlap", overlap)])
    }

    package func rotated(_ id: String, overlap: String) async throws -> Made {
        try await made(try await rotate(id, overlap: overlap))
    }

    package func revoke(_ id: String) async throws -> Answer { try await post("\(id)/revoke", []) }

    package func list() async throws -> String { try await browser.get(Self.path).body }

    /// Saves the settings of the portal.
    package func settings(_ fields: [String: String]) async throws -> Answer {
        try await fill("/manage/settings/portal", to: "/manage/settings/portal", fields, nil)
    }

    /// Sends a form of this person, whatever page it is on.
    package func post(_ path: String, _ fields: [Browser.FormFieldPair]) async throws -> Answer {
        let page = try await browser.get(Self.path)
        guard let csrf = page.forms.lazy.compactMap({ $0.value("csrf") }).first else {
            throw Unexpected("no form", page)
        }
        return try await browser.post("\(Self.path)/\(path)", [("csrf", csrf)] + fields)
    }

    private func fill(
        _ page: String, to action: String, _ fields: [String: String], _ scopes: [String]?
    ) async throws -> Answer {
        let answer = try await browser.get(page)
        guard var form = answer.form(action) else { throw Unexpected("no form", answer) }
        for (name, value) in fields { form.set(name, value) }
        if let scopes { form.set("scope", scopes) }
        return try await browser.submit(form)
    }

    private func made(_ answer: Answer) async throws -> Made {
        guard let key = answer.body.secret("api-key") else { throw Unexpected("no key", answer) }
        // The page after a POST names no id; the list has the newest key first.
        guard
            let action = try await browser.get(Self.path).forms.map(\.action).first(where: { $0.hasSuffix("/revoke") }),
            let id = action.split(separator: "/").dropLast().last
        else { throw Unexpected("no key in the list", answer) }
        return Made(id: String(id), key: key, answer: answer)
    }
}

/// What happens to keys by the passing of time, and what people hear of it.
extension ServerUnderTest {
    /// A look of the background service, as `node` does it. Nil if the work is another node's.
    package func lookAfterKeys(as node: String = "one") async throws -> (warned: Int, revoked: Int)? {
        let keeper = KeyKeeper(
            deadlines: server.useCases.keyDeadlines, database: database, node: node, ambient: clock.ambient,
            logger: Logger(label: "test") { _ in logs.handler })
        return try await keeper.look().map { ($0.warned, $0.revoked) }
    }

    /// Writes down what was used, as the use recorder does once a minute.
    package func recordUses() async throws { try await server.recordUses() }

    /// Mails in the outbox whose subject has these words in it, newest first.
    package func mails(about words: String) async throws -> [(to: String, subject: String, body: String)] {
        try await server.useCases.outbox.list(limit: 1000).map(\.mail).filter { $0.subject.contains(words) }.map {
            ($0.recipient, $0.subject, $0.body)
        }
    }

    /// Takes somebody out of portal A.
    package func remove(_ person: Cast.Person) async throws {
        _ = try await server.useCases.memberships.remove(person.id, from: cast.a.id, by: AuditEvent.Actor.commandLine)
    }

    /// Audit events of one kind in portal A: who, from where, before and after.
    package func events(
        named action: String, in scope: String? = nil
    ) async throws -> [(actor: String, address: String, object: String, before: String?, after: String?)] {
        try await database.rows(
            """
            SELECT actor_name, address, object_id, before, after FROM audit_events
            WHERE portal_id = \(scope ?? cast.a.id.text) AND action = \(action) ORDER BY id DESC
            """
        ).map {
            (
                try $0.text("actor_name"), try $0.text("address"), try $0.text("object_id"),
                try $0.optionalText("before"), try $0.optionalText("after")
            )
        }
    }
}

extension ServerUnderTest {
    /// What a node does that believes it still holds the lease. Returns how many keys it warned of.
    package func sweepWithoutLease() async throws -> Int { try await server.useCases.keyDeadlines.sweep().warned }
}
