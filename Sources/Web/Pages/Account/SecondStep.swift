import HTTPTypes
import Hummingbird
import Kernel
import PortalDomain

/// The second step of signing in, the same in both portals: a code, for accounts that have a second factor.
struct SecondStep: Sendable {
    let useCases: UseCases

    /// Asks for the code. Nil if the account has no second factor and may go on. Throws a `PageRedirect` if the password was replaced
    /// meanwhile.
    ///
    /// - Parameters:
    ///   - ticket: the waiting authorization request to return to.
    ///   - formActions: where the form may lead in the end; see `PageHeaders`.
    func ask(
        _ proof: PasswordProof, _ page: PageContext, returning ticket: String? = nil, formActions: [String] = []
    ) async throws -> Response? {
        switch try await useCases.signInSteps.begin(proof, page.visit) {
        case .notNeeded: return nil
        case .asks(let step): return try show(step.secret.expose(), page, returning: ticket, formActions: formActions)
        case .expired: throw PageRedirect.signInAgain(in: page.area)
        }
    }

    enum Answer {
        case proven(PasswordProof)
        case page(Response)
    }

    /// Somebody sent the code.
    func check(
        _ step: String, _ fields: FormFields, _ page: PageContext, returning ticket: String? = nil,
        formActions: [String] = []
    ) async throws -> Answer {
        let outcome = try await useCases.signInSteps.finish(
            step, page.area.accountKind, code: fields["code"] ?? "", page.visit)
        switch outcome {
        case .welcome(let proof): return .proven(proof)
        case .expired: throw PageRedirect.signInAgain(in: page.area)
        case .wrongCode:
            return .page(
                try show(
                    step, page, returning: ticket, formActions: formActions, problem: page.texts("error.code.wrong"),
                    status: .unprocessableContent))
        case .throttled(let seconds):
            var response = try show(
                step, page, returning: ticket, formActions: formActions, problem: page.texts("error.code.throttled"),
                status: .tooManyRequests)
            response.headers[.retryAfter] = "\(seconds)"
            return .page(response)
        }
    }

    private func show(
        _ step: String, _ page: PageContext, returning ticket: String?, formActions: [String], problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let view = SecondFactorPage(
            action: page.area.signInPath, ticket: step,
            returnTicket: ticket.flatMap { Credential($0, .ticket) }?.secret.expose(), problem: problem)
        return try page.answer(
            view, titled: page.texts("second_factor.title"), status: status, formActions: formActions)
    }
}
