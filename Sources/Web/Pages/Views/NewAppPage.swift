/// `/developers/apps/new` (contract O61).
package struct NewAppPage: Page {
    package static let template = "new-app"

    package let form: AppFormView

    package init(form: AppFormView) { self.form = form }
}
