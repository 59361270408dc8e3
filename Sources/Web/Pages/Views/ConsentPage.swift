/// Answered by `/oauth/authorize`: may this app have these scopes in this portal? (contract O12)
package struct ConsentPage: Page {
    package static let template = "consent"

    package let action: String
    /// Where "not you?" posts to: ends the session and comes back to this request.
    package let switchAction: String
    package let ticket: String
    package let app: ConsentApp
    /// Host of the redirect URI, or the scheme of a native app.
    package let redirectHost: String?
    /// What the device shows that asks, instead of a redirect URI (RFC 8628 §3.3.1).
    package let deviceCode: String?
    package let servers: [ConsentServer]
    package let hasServers: Bool
    package let read: [ConsentScope]
    package let change: [ConsentScope]
    package let signedInAs: String
    package let portal: PortalChoice?
    package let portalChoice: [PortalChoice]
    package let hasPortalChoice: Bool
    package let hasRead: Bool
    package let hasChange: Bool
    package let problems: ProblemSummary?

    package init(
        action: String,
        switchAction: String,
        ticket: String,
        app: ConsentApp,
        redirectHost: String? = nil,
        deviceCode: String? = nil,
        portals: [PortalChoice],
        servers: [ConsentServer] = [],
        read: [ConsentScope],
        change: [ConsentScope],
        signedInAs: String,
        problem: String? = nil
    ) {
        self.action = action
        self.switchAction = switchAction
        self.ticket = ticket
        self.app = app
        self.redirectHost = redirectHost
        self.deviceCode = deviceCode
        self.servers = servers
        self.hasServers = !servers.isEmpty
        self.read = read
        self.change = change
        self.signedInAs = signedInAs
        self.portal = portals.count == 1 ? portals[0] : nil
        self.portalChoice = portals.count == 1 ? [] : portals
        self.hasPortalChoice = portals.count > 1
        self.hasRead = !read.isEmpty
        self.hasChange = !change.isEmpty
        self.problems = ProblemSummary(problem)
    }
}

/// The app that asks, as far as a person can judge it.
package struct ConsentApp: Sendable, Equatable {
    package let name: String
    package let developer: String
    package let isVerified: Bool
    package let website: LinkView?
    package let logo: String?
    package let initial: String

    package init(name: String, developer: String, isVerified: Bool, website: LinkView?, logo: String? = nil) {
        self.name = name
        self.developer = developer
        self.isVerified = isVerified
        self.website = website
        self.logo = logo
        self.initial = String(name.prefix(1))
    }
}

/// A portal of the signed-in user; `value` is its slug.
package struct PortalChoice: Sendable, Equatable {
    package let value: String
    package let name: String
    package let isSelected: Bool

    package init(value: String, name: String, isSelected: Bool = false) {
        self.value = value
        self.name = name
        self.isSelected = isSelected
    }
}

/// A line of the consent page. A required one cannot be deselected; `isNew` was not granted before.
package struct ConsentScope: Sendable, Equatable {
    package let name: String
    package let text: String
    package let isRequired: Bool
    package let isNew: Bool
    package let isChecked: Bool

    package init(name: String, text: String, isRequired: Bool = false, isNew: Bool = false, isChecked: Bool = true) {
        self.name = name
        self.text = text
        self.isRequired = isRequired
        self.isNew = isNew
        self.isChecked = isChecked
    }
}
