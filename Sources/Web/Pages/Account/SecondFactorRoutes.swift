import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// Account → Two-step sign-in: setting it up, new recovery codes, switching it off (contract O70).
package struct SecondFactorRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        for area in [PageFrame.Area.manage, .developer] {
            pages.account(get: "/second-factor", in: area, use: show)
            pages.account(post: "/second-factor", in: area, use: change)
            pages.account(get: "/second-factor/set-up", in: area, use: setUp)
            pages.account(post: "/second-factor/set-up", in: area, use: confirm)
        }
    }

    @Sendable private func show(_ context: AccountContext) async throws -> Response { try await show(context, nil) }

    /// `do`: `begin` when it is off, `codes` or `end` when it is on.
    @Sendable private func change(_ fields: FormFields, _ context: AccountContext) async throws -> Response {
        let (accounts, account, visit) = (useCases.accounts, context.account, context.page.visit)
        let change: Accounts.SecondFactorChange
        switch fields["do"] {
        case "begin": change = try await accounts.beginSecondFactor(of: account, fields.again, visit)
        case "codes": change = try await accounts.replaceRecoveryCodes(of: account, fields.again, visit)
        case "end": change = try await accounts.endSecondFactor(of: account, fields.again, visit)
        default: throw PageError.badRequest
        }
        switch (change, fields["do"]) {
        case (.refused(let refusal), _): return try await show(context, context.page.again(refused: refusal))
        case (.tooLate, _): return context.page.redirect(to: LocalPath(context.path("/second-factor")) ?? "/")
        case (.done, "begin"): return context.page.redirect(to: LocalPath(context.path("/second-factor/set-up")) ?? "/")
        case (.done(let codes), "codes"): return try showCodes(codes, context)
        case (.done, _): return context.redirect(done: "second-factor-off")
        }
    }

    private func show(_ context: AccountContext, _ again: ReauthenticationView?) async throws -> Response {
        let state = try await useCases.secondFactors.state(of: context.account)
        let again = again ?? ReauthenticationView()
        let view: AccountSecondFactorPage
        switch state {
        case .off:
            view = AccountSecondFactorPage(
                accountHref: context.path(""), action: context.path("/second-factor"), again: again.asking(code: false))
        case .on(let since, let left):
            view = AccountSecondFactorPage(
                accountHref: context.path(""), action: context.path("/second-factor"), again: again.asking(code: true),
                since: context.times.view(since), codesLeft: context.texts.counted("second_factor.left", left),
                hasFewCodes: left < 3)
        }
        return try context.answer(
            view, titled: context.texts("account.second_factor"),
            status: view.problems == nil ? .ok : .unprocessableContent)
    }

    // MARK: - Setting up

    @Sendable private func setUp(_ context: AccountContext) async throws -> Response {
        try await showSetUp(context)
    }

    /// The recovery codes are on this answer, and nowhere afterwards.
    @Sendable private func confirm(_ fields: FormFields, _ context: AccountContext) async throws -> Response {
        let change = try await useCases.accounts.confirmSecondFactor(
            of: context.account, code: fields["code"] ?? "", context.page.visit)
        switch change {
        case .done(let codes): return try showCodes(codes, context)
        case .tooLate: return context.page.redirect(to: LocalPath(context.path("/second-factor")) ?? "/")
        case .refused(.throttled(let seconds)): throw PageError(.tooManyRequests, retryAfter: seconds)
        case .refused: return try await showSetUp(context, problem: context.texts("error.code.wrong"))
        }
    }

    private func showSetUp(_ context: AccountContext, problem: String? = nil) async throws -> Response {
        guard let totp = try await useCases.secondFactors.pending(of: context.account) else {
            throw PageRedirect(to: LocalPath(context.path("/second-factor")) ?? "/")
        }
        let uri = totp.uri(for: context.email)
        let view = SecondFactorSetUpPage(
            backHref: context.path("/second-factor"), action: context.path("/second-factor/set-up"), uri: uri,
            code: QRCode(uri), secret: totp.secretText, codeError: problem)
        return try context.answer(
            view, titled: context.texts("second_factor.set_up.title"),
            status: problem == nil ? .ok : .unprocessableContent)
    }

    private func showCodes(_ codes: [RecoveryCode], _ context: AccountContext) throws -> Response {
        let view = RecoveryCodesPage(codes: codes.map(\.shown), doneHref: context.path("/second-factor"))
        return try context.answer(view, titled: context.texts("recovery_codes.title"))
    }
}
