import Kernel
import PortalDomain

/// What the forms for new and for changed keys have in common.
extension NewAPIKey.Draft {
    init(_ fields: FormFields) {
        self.init(
            name: fields["name"] ?? "", scopes: fields.all("scope"), expiresOn: fields["expires_at"] ?? "",
            addresses: fields["allowed_addresses"] ?? "",
            apiVersion: fields.contains("api_version") ? fields["api_version"] ?? "" : nil,
            rateLimit: fields["rate_limit"] ?? "")
    }
}

extension FormFields {
    /// The form as it was filled in.
    /// - Parameters:
    ///   - refused: what is wrong with it.
    ///   - limit: the last day that the portal allows.
    ///   - again: asked on the same page.
    func apiKey(
        _ refused: RefusedForm?, until limit: CalendarDate?, _ context: SignedInContext, hasPresets: Bool = false,
        again: ReauthenticationView? = nil, problem: String? = nil
    ) -> APIKeyFormView {
        let texts = context.texts
        return APIKeyFormView(
            name: view("name", refused, texts), areas: texts.picker(chosen: Set(all("scope"))),
            scopeError: refused?.text(of: "scope", texts), expiresAt: view("expires_at", refused, texts),
            expiryLimit: limit.map { texts("new_key.expires.limit", ["date": context.times.text($0)]) },
            addresses: view("allowed_addresses", refused, texts), rateLimit: view("rate_limit", refused, texts),
            versions: texts.versions(chosen: contains("api_version") ? self["api_version"] ?? "" : nil),
            hasPresets: hasPresets,
            again: again, problem: problem ?? refused?.text(of: "api_version", texts))
    }
}

extension RefusedForm {
    /// The last day lies beyond what the portal allows.
    static func beyond(_ limit: Timestamp, _ times: PageTimes) -> RefusedForm {
        RefusedForm([FormProblem("expires_at", "error.expires_at.beyond", ["date": times.lastDay(before: limit)])])
    }
}

extension RefusedForm {
    /// More requests than the portal may send.
    static func beyond(_ ceiling: RateCeiling) -> RefusedForm {
        RefusedForm([FormProblem("rate_limit", "error.rate_limit.beyond", ["limit": "\(ceiling.limit)"])])
    }
}

extension Texts {
    /// The API versions to choose from.
    /// - Parameter chosen: nil: nothing yet. Empty: no pin.
    func versions(chosen: String?) -> [OptionView] {
        let chosen = chosen ?? NewAPIKey.apiVersions[0]
        return NewAPIKey.apiVersions.map { OptionView(value: $0, label: $0, isSelected: $0 == chosen) }
            + [OptionView(value: "", label: self("new_key.version.none"), isSelected: chosen.isEmpty)]
    }

    /// What is special about a key, in one or two words; nil if nothing is.
    func standing(of key: APIKey, at now: Timestamp) -> KeyStandingView? {
        if key.isExpired(at: now) { return KeyStandingView(text: self("keys.expired"), isBad: true) }
        if key.creatorRole == nil || key.effectiveScopes.isEmpty {
            return KeyStandingView(text: self("keys.stopped"), hint: self("keys.stopped.hint"), isBad: true)
        }
        if key.successor != nil { return KeyStandingView(text: self("keys.replaced"), isBad: false) }
        if key.effectiveScopes != key.scopes {
            return KeyStandingView(text: self("keys.limited"), hint: self("keys.limited.hint"), isBad: false)
        }
        return nil
    }
}
