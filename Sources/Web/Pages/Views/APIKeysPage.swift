/// `/manage/settings/api-keys` (contract O41).
package struct APIKeysPage: Page {
    package static let template = "api-keys"

    package let keys: [APIKeyRow]
    package let hasKeys: Bool

    package init(keys: [APIKeyRow]) {
        self.keys = keys
        self.hasKeys = !keys.isEmpty
    }
}

/// A key: never more of it than prefix and last four.
package struct APIKeyRow: Sendable, Equatable {
    package let name: String
    package let shown: String
    /// The first few scopes; `moreScopes` says how many more ("+4").
    package let scopes: [ScopeText]
    package let moreScopes: String?
    package let creator: String
    package let created: TimeView
    package let expires: TimeView?
    package let lastUsed: TimeView?
    package let lastAddress: String?
    package let isExpired: Bool
    package let rotateAction: String
    package let revokeAction: String

    package init(
        name: String,
        shown: String,
        scopes: [ScopeText],
        moreScopes: String? = nil,
        creator: String,
        created: TimeView,
        expires: TimeView?,
        lastUsed: TimeView?,
        lastAddress: String?,
        isExpired: Bool = false,
        rotateAction: String,
        revokeAction: String
    ) {
        self.name = name
        self.shown = shown
        self.scopes = scopes
        self.moreScopes = moreScopes
        self.creator = creator
        self.created = created
        self.expires = expires
        self.lastUsed = lastUsed
        self.lastAddress = lastAddress
        self.isExpired = isExpired
        self.rotateAction = rotateAction
        self.revokeAction = revokeAction
    }
}
