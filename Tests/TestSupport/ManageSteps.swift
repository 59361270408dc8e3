import HTTPTypes
import Kernel
import Persistence

/// The steps that people take in the portals, and what the audit log says about them.
extension ServerUnderTest {
    package static let appsPath = "/manage/settings/apps"
    package static let auditPath = "/manage/settings/audit"

    /// A browser in which `person` is signed in at the manage portal.
    package func managing(as person: Cast.Person) async throws -> Browser {
        let browser = browser()
        try await signIn(browser, as: person)
        return browser
    }

    /// A browser in which a developer is signed in.
    package func developing(as email: String = "developer@apps.example") async throws -> Browser {
        let browser = browser()
        let page = try await browser.get("/developers/sign-in")
        guard var form = page.form("/developers/sign-in") else { throw Unexpected("no sign-in form", page) }
        form.set("email", email)
        form.set("password", Cast.password)
        let answer = try await browser.submit(form)
        guard answer.status == .seeOther else { throw Unexpected("sign-in failed", answer) }
        return browser
    }

    /// Posts to `path` with the anti-forgery value of `page`, as a form of that page would.
    package func press(
        _ path: String, from page: String, _ browser: Browser, _ fields: [Browser.FormFieldPair] = []
    ) async throws -> Answer {
        let answer = try await browser.get(page)
        guard let csrf = answer.forms.lazy.compactMap({ $0.value("csrf") }).first else {
            throw Unexpected("no form on \(page)", answer)
        }
        return try await browser.post(path, fields + [("csrf", csrf)])
    }

    /// One row of the audit log, as the database has it.
    package struct AuditRecord: Sendable, Equatable {
        package let id: String
        package let action: String
        package let actor: String
        package let address: String
        package let object: String
        package let before: String?
        package let after: String?
    }

    /// The audit events of a portal or developer, oldest first.
    package func auditRecords(_ scope: String) async throws -> [AuditRecord] {
        try await database.rows(
            """
            SELECT id, action, actor_kind, actor_name, address, object_kind, object_id, before, after FROM audit_events
            WHERE portal_id = \(scope) ORDER BY id
            """
        ).map { row in
            AuditRecord(
                id: try row.text("id"), action: try row.text("action"),
                actor: "\(try row.text("actor_kind")) \(try row.text("actor_name"))", address: try row.text("address"),
                object: "\(try row.text("object_kind")) \(try row.text("object_id"))",
                before: try row.optionalText("before"), after: try row.optionalText("after"))
        }
    }
}
