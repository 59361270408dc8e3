/// The answer to the POST that made or rotated a key: the only time that the key is shown.
package struct APIKeyCreatedPage: Page {
    package static let template = "api-key-created"

    package let name: String
    package let secret: String
    package let curl: String
    package let scopes: [ScopeText]
    package let expires: TimeView?
    /// After a rotation: until when the old key still works.
    package let oldWorksUntil: TimeView?
    package let doneHref: String

    package init(
        name: String,
        secret: String,
        curl: String,
        scopes: [ScopeText],
        expires: TimeView?,
        oldWorksUntil: TimeView? = nil,
        doneHref: String = "/manage/settings/api-keys"
    ) {
        self.name = name
        self.secret = secret
        self.curl = curl
        self.scopes = scopes
        self.expires = expires
        self.oldWorksUntil = oldWorksUntil
        self.doneHref = doneHref
    }
}
