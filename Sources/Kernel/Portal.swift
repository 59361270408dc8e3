/// A tenant: one business, its settings, and everything that is kept for it.
package struct Portal: Sendable, Equatable {
    package let id: PortalID
    /// The portal's name in addresses: lower-case letters, digits and hyphens.
    package let slug: String
    package let name: String
    /// IANA name: `Europe/Amsterdam`.
    package let timeZone: String
    package let featuresOff: Set<Feature>
    /// Requests per minute and token; nil: the server's default; 0: no limit.
    package let rateLimit: Int?
    /// The operator stopped it: no page of it opens, no credential of it works, nothing new is given.
    package let isSuspended: Bool

    package init(
        id: PortalID, slug: String, name: String, timeZone: String = "Europe/Amsterdam", featuresOff: Set<Feature> = [],
        rateLimit: Int? = nil, isSuspended: Bool = false
    ) {
        (self.id, self.slug, self.name, self.timeZone) = (id, slug, name, timeZone)
        (self.featuresOff, self.rateLimit, self.isSuspended) = (featuresOff, rateLimit, isSuspended)
    }
}

/// What a portal can switch off (contract api-v1, 2.13). An operation of a switched-off group answers 426.
package enum Feature: String, Sendable, CaseIterable {
    case agreements, appointments, files, invoicing, offers, paymentlinks, punchcards, subscriptions, ticketing
}
