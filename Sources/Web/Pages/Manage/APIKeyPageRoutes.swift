import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// Settings → API keys (contract, section 7). For owners and admins.
package struct APIKeyPageRoutes: Sendable {
    private static let path = "/manage/settings/api-keys"
    /// Scopes that a row of the list shows before it says how many more.
    private static let scopesShown = 4

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/api-keys", for: .managers, use: list)
        pages.get("/manage/settings/api-keys/new", for: .managers, use: form)
        pages.post("/manage/settings/api-keys", for: .managers, repeating: ["scope"], use: create)
        pages.post("/manage/settings/api-keys/{key}/rotate", for: .managers, use: rotate)
        pages.get("/manage/settings/api-keys/{key}/revoke", for: .managers, use: confirmRevocation)
        pages.post("/manage/settings/api-keys/{key}/revoke", for: .managers, use: revoke)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let notice: NoticeView? =
            switch try context.page.query()["done"] {
            case "revoked": NoticeView(text: context.texts("keys.revoked"))
            case "changed": NoticeView(text: context.texts("keys.changed"))
            default: nil
            }
        return try await list(context, notice: notice)
    }

    private func list(
        _ context: SignedInContext, notice: NoticeView?, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (texts, times, now) = (context.texts, context.times, context.page.now)
        let rows = try await useCases.apiKeys.list(in: context.portal.id).map { key in
            let scopes = texts.describe(key.scopes)
            let rest = scopes.count - Self.scopesShown
            let path = "\(Self.path)/\(key.id)"
            let isExpired = key.isExpired(at: now)
            let isReplaced = key.successor != nil
            return APIKeyRow(
                name: key.name, shown: key.shown, scopes: Array(scopes.prefix(Self.scopesShown)),
                moreScopes: rest > 0 ? texts("keys.more_scopes", ["count": "\(rest)"]) : nil, creator: key.creator,
                created: times.dayView(key.createdAt), expires: key.expiresAt.map(times.view),
                lastUsed: key.lastUsedAt.map(times.view), lastAddress: key.lastUsedAddress,
                standing: texts.standing(of: key, at: now), isAddressBound: !key.allowedAddresses.isEmpty,
                editHref: isExpired || isReplaced ? nil : "\(path)/edit",
                rotateAction: isExpired || isReplaced || key.effectiveScopes.isEmpty ? nil : "\(path)/rotate",
                revokeAction: "\(path)/revoke")
        }
        return try context.answer(
            APIKeysPage(keys: rows), titled: texts("keys.title"), in: .apiKeys, status: status, notice: notice)
    }

    /// `?preset=read` and `?preset=all` tick boxes, so that it works without JavaScript.
    @Sendable private func form(_ context: SignedInContext) async throws -> Response {
        let chosen: Scopes
        switch try context.page.query()["preset"] {
        case "read": chosen = .allReads
        case "all": chosen = .all
        default: chosen = []
        }
        // Where the portal has a maximum, the form starts with the last day that it allows.
        let day = try await useCases.apiKeys.lifetime(in: context.portal.id).lastDay(madeAt: context.page.now)
        return try await show(
            context,
            FormFields(
                chosen.names.map { .init(name: "scope", value: $0) }
                    + [.init(name: "expires_at", value: day?.description ?? "")]))
    }

    /// The key is on this answer, and nowhere afterwards (O40).
    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let new: NewAPIKey
        do throws(RefusedForm) {
            new = try NewAPIKey(.init(fields), at: context.page.now, end: context.times.end)
        } catch {
            return try await show(context, fields, refused: error)
        }
        switch try await useCases.apiKeys.create(new, in: context.portal.id, for: context.user.id, by: context.actor) {
        case .created(_, let key): return try created(new, key, context)
        case .limitReached:
            return try await show(context, fields, problem: Self.limitText(context.texts), status: .conflict)
        case .beyondMaximum(let limit): return try await show(context, fields, refused: .beyond(limit, context.times))
        case .beyondRate(let ceiling): return try await show(context, fields, refused: .beyond(ceiling))
        }
    }

    @Sendable private func rotate(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        guard let overlap = Overlap(fields["overlap"]) else {
            let notice = NoticeView(text: context.texts("error.overlap.unknown"), isProblem: true)
            return try await list(context, notice: notice, status: .unprocessableContent)
        }
        let rotation = try await useCases.apiKeys.rotate(
            context.page.id("key"), in: context.portal.id, overlap: overlap.seconds, for: context.user.id,
            by: context.actor)
        switch rotation {
        case .rotated(let new, let key, let end): return try created(new, key, context, oldWorksUntil: end)
        case .notFound: throw PageError.notFound
        case .limitReached: return try await refuse(Self.limitText(context.texts), context)
        case .replaced: return try await refuse(context.texts("error.keys.replaced"), context)
        case .powerless: return try await refuse(context.texts("error.keys.powerless"), context)
        }
    }

    private func refuse(_ text: String, _ context: SignedInContext) async throws -> Response {
        try await list(context, notice: NoticeView(text: text, isProblem: true), status: .conflict)
    }

    @Sendable private func confirmRevocation(_ context: SignedInContext) async throws -> Response {
        let id: APIKeyID = try context.page.id("key")
        guard let key = try await useCases.apiKeys.find(id, in: context.portal.id) else { throw PageError.notFound }
        let texts = context.texts
        let view = ConfirmPage(
            heading: key.name, text: texts("keys.revoke.text"), action: "\(Self.path)/\(key.id)/revoke",
            button: texts("keys.revoke"),
            cancelHref: Self.path)
        return try context.answer(view, titled: texts("keys.revoke"), in: .apiKeys)
    }

    @Sendable private func revoke(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let revocation = try await useCases.apiKeys.revoke(
            context.page.id("key"), in: context.portal.id, by: context.actor)
        guard revocation != .notFound else { throw PageError.notFound }
        return context.page.redirect(to: "/manage/settings/api-keys?done=revoked")
    }

    // MARK: - Views

    private func created(
        _ new: NewAPIKey, _ key: Credential, _ context: SignedInContext, oldWorksUntil end: Timestamp? = nil
    ) throws -> Response {
        let secret = key.secret.expose()
        let view = APIKeyCreatedPage(
            name: new.name.text, secret: secret,
            curl: "curl -H 'Authorization: Bearer \(secret)' \(pages.origins.api)/me",
            scopes: context.texts.describe(new.scopes), expires: new.expiresAt.map(context.times.view),
            oldWorksUntil: end.map(context.times.view))
        return try context.answer(view, titled: context.texts("key_created.title"), in: .apiKeys)
    }

    private func show(
        _ context: SignedInContext, _ fields: FormFields, refused: RefusedForm? = nil, problem: String? = nil,
        status: HTTPResponse.Status? = nil
    ) async throws -> Response {
        let limit = try await useCases.apiKeys.lifetime(in: context.portal.id).lastDay(madeAt: context.page.now)
        let form = fields.apiKey(refused, until: limit, context, hasPresets: true, problem: problem)
        return try context.answer(
            NewAPIKeyPage(form: form), titled: context.texts("new_key.title"), in: .apiKeys,
            status: status ?? (refused == nil ? .ok : .unprocessableContent))
    }

    private static func limitText(_ texts: Texts) -> String { texts("error.keys.full", ["limit": "\(APIKeys.limit)"]) }
}

/// How long an old key or secret goes on: one of the choices that the forms offer.
struct Overlap {
    let seconds: Int64

    init?(_ text: String?) {
        guard let seconds = text.flatMap(Int64.init), APIKeys.overlaps.contains(seconds) else { return nil }
        self.seconds = seconds
    }
}
