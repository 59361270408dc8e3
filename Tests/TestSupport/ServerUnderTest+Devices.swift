import HTTPTypes
import Kernel

/// What a device and its user do (RFC 8628).
extension ServerUnderTest {
    /// The device code of a device that asked for all scopes of `app`, and whose user said yes. It was not served yet.
    package func approvedDevice(_ app: Cast.TestApp, as person: Cast.Person? = nil) async throws -> String {
        var fields = [(name: "client_id", value: app.id.text), (name: "scope", value: app.scopes)]
        if let secret = app.secret { fields.append((name: "client_secret", value: secret)) }
        let asked = try await post("/oauth/device_authorization", fields)
        guard let device = asked["device_code"], let code = asked["user_code"] else {
            throw Unexpected("no code", asked)
        }
        let browser = try await managing(as: person ?? cast.u1)
        guard var form = try await browser.get("/oauth/device").form("/oauth/device") else { throw Unfit() }
        form.set("user_code", code)
        let question = try await browser.follow(try await browser.submit(form))
        guard let decision = question.form(with: "decision") else { throw Unexpected("no question", question) }
        _ = try await browser.submit(decision, press: "approve")
        return device
    }
}
