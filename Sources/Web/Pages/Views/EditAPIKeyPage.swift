/// `/manage/settings/api-keys/{key}/edit` (contract O42).
package struct EditAPIKeyPage: Page {
    package static let template = "edit-api-key"

    /// `vdr_key_…4f2A`
    package let shown: String
    package let action: String
    /// The state of the key that the form was filled in for.
    package let revision: String
    package let form: APIKeyFormView
    /// What the key would be able to do more, one line each.
    package let widening: [String]
    /// Asked then: once more, who are you?
    package let again: ReauthenticationView?

    package init(
        shown: String, action: String, revision: String, form: APIKeyFormView, widening: [String] = [],
        again: ReauthenticationView? = nil
    ) {
        (self.shown, self.action, self.revision, self.form) = (shown, action, revision, form)
        (self.widening, self.again) = (widening, again)
    }
}
