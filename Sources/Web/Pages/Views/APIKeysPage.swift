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
    package let standing: KeyStandingView?
    /// Whether it works from some addresses only.
    package let isAddressBound: Bool
    /// Nil for a key that has ended or has a successor.
    package let editHref: String?
    package let rotateAction: String?
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
        standing: KeyStandingView? = nil,
        isAddressBound: Bool = false,
        editHref: String?,
        rotateAction: String?,
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
        self.standing = standing
        self.isAddressBound = isAddressBound
        self.editHref = editHref
        self.rotateAction = rotateAction
        self.revokeAction = revokeAction
    }
}

/// A badge beside the name of a key.
package struct KeyStandingView: Sendable, Equatable {
    package let text: String
    package let hint: String?
    package let isBad: Bool

    package init(text: String, hint: String? = nil, isBad: Bool) {
        self.text = text
        self.hint = hint
        self.isBad = isBad
    }
}
