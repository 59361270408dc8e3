package import Kernel

/// What a key is made from. Every field is checked.
package struct NewAPIKey: Sendable, Equatable {
    package let name: PublicName
    package let scopes: Scopes
    package let expiresAt: Timestamp?
    package let allowedAddresses: [AddressRange]
    package let apiVersion: String?
    /// Requests per minute, 0: no limit; nil: as its portal.
    package let rateLimit: Int?

    /// Versions that a key or app can be pinned to, oldest first.
    package static let apiVersions = ["1.0.0", "1.1.0"]
    package static let maximumAddresses = 100

    /// The fields as somebody filled them in.
    package struct Draft: Sendable {
        package var name: String
        package var scopes: [String]
        /// A date, `2026-11-21`: the last day on which it works. Empty: it works until it is revoked.
        package var expiresOn: String
        /// One per line.
        package var addresses: String
        /// Nil: not asked, so 1.0.0. Empty: no pin.
        package var apiVersion: String?
        /// Requests per minute. Empty: as the portal.
        package var rateLimit: String

        package init(
            name: String, scopes: [String], expiresOn: String = "", addresses: String = "", apiVersion: String? = nil,
            rateLimit: String = ""
        ) {
            (self.name, self.scopes, self.expiresOn) = (name, scopes, expiresOn)
            (self.addresses, self.apiVersion, self.rateLimit) = (addresses, apiVersion, rateLimit)
        }
    }

    package init(
        name: PublicName, scopes: Scopes, expiresAt: Timestamp?, allowedAddresses: [AddressRange], apiVersion: String?,
        rateLimit: Int?
    ) {
        (self.name, self.scopes, self.expiresAt) = (name, scopes, expiresAt)
        (self.allowedAddresses, self.apiVersion, self.rateLimit) = (allowedAddresses, apiVersion, rateLimit)
    }

    /// - Parameter end: the moment at which a day is over where the portal is.
    package init(_ draft: Draft, at now: Timestamp, end: (CalendarDate) -> Timestamp) throws(RefusedForm) {
        var problems: [FormProblem] = []
        var name: PublicName?
        do throws(PublicName.Fault) {
            name = try PublicName(draft.name, limit: 255)
        } catch { problems.append(error.problem(of: "name")) }

        let scopes = ScopeChoice(draft.scopes)
        if let problem = scopes.problem { problems.append(FormProblem("scope", problem)) }

        var expiresAt: Timestamp?
        let date = PublicName.trimmed(draft.expiresOn)
        if !date.isEmpty {
            expiresAt = CalendarDate(date).map(end)
            if let expiresAt, expiresAt <= now { problems.append(FormProblem("expires_at", "error.expires_at.past")) }
            if expiresAt == nil { problems.append(FormProblem("expires_at", "error.expires_at.malformed")) }
        }

        let addresses = AddressList(draft.addresses, limit: Self.maximumAddresses)
        if let problem = addresses.problem { problems.append(problem) }

        let pin = VersionPin(draft.apiVersion)
        if let problem = pin.problem { problems.append(problem) }
        let rate = PublicName.trimmed(draft.rateLimit)
        let rateLimit = rate.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(rate) : nil
        if !rate.isEmpty, rateLimit.map({ $0 > RateCeiling.highest }) ?? true {
            problems.append(FormProblem("rate_limit", "error.rate_limit.malformed"))
        }
        guard let name, problems.isEmpty else { throw RefusedForm(problems) }
        self.init(
            name: name, scopes: scopes.scopes, expiresAt: expiresAt, allowedAddresses: addresses.ranges,
            apiVersion: pin.version, rateLimit: rateLimit)
    }
}
