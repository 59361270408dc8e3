import HTTPTypes
import Kernel
import PortalDomain

/// The requests after the callback, as an app would make them: exchange, one call of the API, revocation.
struct TrialWalk: Sendable {
    let app: RegisteredApp
    let trial: Trial
    let callback: String
    let origins: Origins
    let calls: InnerCalls
    let context: DeveloperContext

    /// Stops after the first refusal. The tokens live in here and nowhere else; the last step ends them.
    func steps(code: String, secret: String?) async throws -> [TrialStep] {
        let client = [("client_id", app.id.text)] + (secret.map { [("client_secret", $0)] } ?? [])
        let fields =
            [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", callback),
                ("code_verifier", trial.verifier),
            ] + client
        let exchanged = try await calls.post("/oauth/token", fields, calls.token, context.page.app)
        var steps = [step("token", "POST", "\(origins.publicURL)/oauth/token", fields, exchanged)]
        guard let json = try? JSONValue(parsing: exchanged.body.utf8), case .string(let access)? = json["access_token"]
        else { return steps }

        let called = try await calls.get("/v1/customers?per_page=3", bearer: access, calls.api, context.page.app)
        let request = "GET \(origins.api)/customers?per_page=3\nAuthorization: Bearer \(access)"
        steps.append(step("api", request, called))

        if case .string(let refresh)? = json["refresh_token"] {
            let fields = [("token", refresh)] + client
            let revoked = try await calls.post("/oauth/revoke", fields, calls.revocation, context.page.app)
            steps.append(step("revoke", "POST", "\(origins.publicURL)/oauth/revoke", fields, revoked))
        }
        return steps
    }

    private func step(
        _ name: String, _ method: String, _ url: String, _ fields: [(String, String)], _ answer: InnerCalls.Answer
    ) -> TrialStep {
        let lines = fields.map { field, value in
            // What was pasted may be anything, and is shown as nothing.
            let isHidden = field == "client_secret" || field == "code_verifier"
            return "\(field)=\(isHidden ? "•••" : value)"
        }
        let head = "\(method) \(url)\nContent-Type: application/x-www-form-urlencoded\n\n"
        return step(name, head + lines.joined(separator: "\n&"), answer)
    }

    private func step(_ name: String, _ request: String, _ answer: InnerCalls.Answer) -> TrialStep {
        let status = "\(answer.status.code) \(answer.status.reasonPhrase)"
        let type = answer.headers[.contentType].map { "\nContent-Type: \($0)" } ?? ""
        return TrialStep(
            title: context.texts("try.step.\(name)"), request: MaskedText.mask(request),
            answer: MaskedText.mask("HTTP \(status)\(type)\n\n\(answer.body)"),
            isSuccess: answer.status.code < 300, status: status, requestID: answer.requestID.text)
    }
}
