import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// Settings → API keys → one of them → Change (contract O42). For owners and admins.
package struct APIKeyEditRoutes: Sendable {
    private static let path = "/manage/settings/api-keys"

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/api-keys/{key}/edit", for: .managers, use: form)
        pages.post("/manage/settings/api-keys/{key}/edit", for: .managers, repeating: ["scope"], use: edit)
    }

    @Sendable private func form(_ context: SignedInContext) async throws -> Response {
        let (key, lifetime) = try await find(context)
        guard key.successor == nil else { throw PageError.notFound }
        return try await show(key, lifetime, key.fields(lifetime), context)
    }

    /// Asks once more who it is when the key would be able to do more, on the same form: what was filled in stays.
    @Sendable private func edit(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let (key, lifetime) = try await find(context)
        let new: NewAPIKey
        do throws(RefusedForm) {
            // A day that stays as it is means the moment that it stood for.
            let day = key.expiresAt.map(lifetime.lastDay)
            new = try NewAPIKey(.init(fields), at: context.page.now) { date in
                date == day ? key.expiresAt ?? context.times.end(of: date) : context.times.end(of: date)
            }
        } catch {
            return try await show(key, lifetime, fields, context, refused: error)
        }
        let revision = fields["revision"].flatMap(Int64.init) ?? -1
        let editing = try await useCases.apiKeys.edit(
            key.id, in: context.portal.id, to: new, from: revision, proof: .session, by: context.actor)
        guard case .needsPassword(let widening) = editing else {
            return try await answer(editing, key, lifetime, fields, context)
        }
        // Nobody was asked yet.
        guard fields["current_password"]?.isEmpty == false else {
            return try await show(
                key, lifetime, fields, context, widening: widening, again: ReauthenticationView(),
                status: .unprocessableContent)
        }
        let visit = context.page.visit
        if let refusal = try await useCases.accounts.refusal(of: fields.again, by: .user(context.user.id), visit) {
            return try await show(
                key, lifetime, fields, context, widening: widening, again: context.page.again(refused: refusal),
                status: .unprocessableContent)
        }
        let confirmed = try await useCases.apiKeys.edit(
            key.id, in: context.portal.id, to: new, from: revision, proof: .password, by: context.actor)
        return try await answer(confirmed, key, lifetime, fields, context)
    }

    private func answer(
        _ editing: APIKeys.Editing, _ key: APIKey, _ lifetime: KeyLifetime, _ fields: FormFields,
        _ context: SignedInContext
    ) async throws -> Response {
        switch editing {
        case .changed, .unchanged: return context.page.redirect(to: "/manage/settings/api-keys?done=changed")
        case .beyondMaximum(let limit):
            return try await show(key, lifetime, fields, context, refused: .beyond(limit, context.times))
        case .beyondRate(let ceiling):
            return try await show(key, lifetime, fields, context, refused: .beyond(ceiling))
        case .changedMeanwhile:
            // The form with the key as it is now: what somebody else narrowed must not come back unseen.
            let (key, lifetime) = try await find(context)
            return try await show(
                key, lifetime, key.fields(lifetime), context, problem: context.texts("error.keys.changed_meanwhile"),
                status: .conflict)
        case .replaced:
            return try await show(
                key, lifetime, fields, context, problem: context.texts("error.keys.replaced"), status: .conflict)
        case .notFound, .needsPassword: throw PageError.notFound
        }
    }

    private func find(_ context: SignedInContext) async throws -> (APIKey, KeyLifetime) {
        let portal = context.portal.id
        guard let key = try await useCases.apiKeys.find(context.page.id("key"), in: portal),
            !key.isExpired(at: context.page.now)
        else { throw PageError.notFound }
        return (key, try await useCases.apiKeys.lifetime(in: portal))
    }

    private func show(
        _ key: APIKey, _ lifetime: KeyLifetime, _ fields: FormFields, _ context: SignedInContext,
        refused: RefusedForm? = nil, widening: [KeyWidening] = [], again: ReauthenticationView? = nil,
        problem: String? = nil, status: HTTPResponse.Status? = nil
    ) async throws -> Response {
        let texts = context.texts
        let isOn = try await useCases.secondFactors.isOn(.user(context.user.id))
        let again = again?.asking(code: isOn)
        let limit = lifetime.lastDay(madeAt: key.createdAt)
        let view = EditAPIKeyPage(
            shown: key.shown, action: "\(Self.path)/\(key.id)/edit", revision: fields["revision"] ?? "",
            form: fields.apiKey(refused, until: limit, context, again: again, problem: problem),
            widening: widening.map { texts("edit_key.widening.\($0.rawValue)") }, again: again)
        return try context.answer(
            view, titled: texts("edit_key.title"), in: .apiKeys,
            status: status ?? (refused == nil ? .ok : .unprocessableContent))
    }
}

extension APIKey {
    /// As the form shows it.
    fileprivate func fields(_ lifetime: KeyLifetime) -> FormFields {
        FormFields(
            scopes.names.map { .init(name: "scope", value: $0) } + [
                .init(name: "name", value: name), .init(name: "revision", value: "\(revision)"),
                .init(name: "expires_at", value: expiresAt.map { lifetime.lastDay(before: $0).description } ?? ""),
                .init(name: "allowed_addresses", value: allowedAddresses.map(\.description).joined(separator: "\n")),
                .init(name: "api_version", value: apiVersion ?? ""),
                .init(name: "rate_limit", value: rateLimit.map { "\($0)" } ?? ""),
            ])
    }
}
