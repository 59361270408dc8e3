/// `/developers/apps/{appId}` (contract O62).
package struct DeveloperAppPage: Page {
    package static let template = "developer-app"

    package let name: String
    package let description: String?
    package let website: LinkView?
    package let clientID: String
    package let type: String
    package let profile: String
    package let apiVersion: String
    package let created: TimeView
    package let portalCount: String
    package let redirectURIs: [String]
    package let scopes: [AppScope]
    /// What is switched on, in words.
    package let options: [String]
    /// Native and browser apps have none and cannot make one.
    package let isPublic: Bool
    /// It proves itself with its keys, and so has no secrets.
    package let isKeyed: Bool
    package let keys: [AppKeyRow]
    package let hasKeys: Bool
    package let secrets: [AppSecretRow]
    package let secretsAction: String
    package let authorizeURL: String
    package let initial: String
    package let logo: String?
    package let logoHref: String
    package let tryHref: String
    package let editHref: String
    package let deleteAction: String
    /// Token requests and refusals of the last 30 days.
    package let charts: [ChartView]
    package let errors: [AppErrorRow]
    package let hasErrors: Bool
    package let hasSecrets: Bool

    package init(
        name: String,
        description: String?,
        website: LinkView?,
        clientID: String,
        type: String,
        profile: String,
        apiVersion: String,
        created: TimeView,
        portalCount: String,
        redirectURIs: [String],
        scopes: [AppScope],
        options: [String],
        isPublic: Bool,
        isKeyed: Bool,
        keys: [AppKeyRow],
        secrets: [AppSecretRow],
        secretsAction: String,
        authorizeURL: String,
        logo: String?,
        logoHref: String,
        tryHref: String,
        editHref: String,
        deleteAction: String,
        charts: [ChartView],
        errors: [AppErrorRow]
    ) {
        self.name = name
        self.description = description
        self.website = website
        self.clientID = clientID
        self.type = type
        self.profile = profile
        self.apiVersion = apiVersion
        self.created = created
        self.portalCount = portalCount
        self.redirectURIs = redirectURIs
        self.scopes = scopes
        self.options = options
        self.isPublic = isPublic
        self.isKeyed = isKeyed
        self.keys = keys
        self.hasKeys = !keys.isEmpty
        self.secrets = secrets
        self.secretsAction = secretsAction
        self.authorizeURL = authorizeURL
        self.initial = String(name.prefix(1))
        self.logo = logo
        self.logoHref = logoHref
        self.tryHref = tryHref
        self.editHref = editHref
        self.deleteAction = deleteAction
        self.charts = charts
        self.errors = errors
        self.hasErrors = !errors.isEmpty
        self.hasSecrets = !secrets.isEmpty
    }
}

package struct AppScope: Sendable, Equatable {
    package let name: String
    package let text: String
    package let isRequired: Bool

    package init(name: String, text: String, isRequired: Bool) {
        self.name = name
        self.text = text
        self.isRequired = isRequired
    }
}

/// A public key, by what a developer recognises it by.
package struct AppKeyRow: Sendable, Equatable {
    package let id: String
    package let algorithm: String
    package let thumbprint: String

    package init(id: String, algorithm: String, thumbprint: String) {
        self.id = id
        self.algorithm = algorithm
        self.thumbprint = thumbprint
    }
}

/// Never more of the secret than prefix and last four.
package struct AppSecretRow: Sendable, Equatable {
    package let shown: String
    package let created: TimeView
    /// "12 days", ready to show.
    package let age: String
    package let expires: TimeView?
    package let revokeAction: String

    package init(
        shown: String,
        created: TimeView,
        age: String,
        expires: TimeView?,
        revokeAction: String
    ) {
        self.shown = shown
        self.created = created
        self.age = age
        self.expires = expires
        self.revokeAction = revokeAction
    }
}

/// A refusal, as the log of the server knows it too.
package struct AppErrorRow: Sendable, Equatable {
    package let at: TimeView
    package let code: String
    package let reason: String
    package let endpoint: String
    package let id: String

    package init(at: TimeView, code: String, reason: String, endpoint: String, id: String) {
        (self.at, self.code, self.reason, self.endpoint, self.id) = (at, code, reason, endpoint, id)
    }
}
