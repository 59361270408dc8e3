/// `/manage/settings/api-keys/new` (contract O40).
package struct NewAPIKeyPage: Page {
    package static let template = "new-api-key"

    package let form: APIKeyFormView

    package init(form: APIKeyFormView) { self.form = form }
}
