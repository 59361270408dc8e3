/// `/developers/apps/{appId}/edit`.
package struct EditAppPage: Page {
    package static let template = "edit-app"

    package let appName: String
    package let appHref: String
    package let action: String
    package let form: AppFormView

    package init(appName: String, appHref: String, action: String, form: AppFormView) {
        (self.appName, self.appHref, self.action, self.form) = (appName, appHref, action, form)
    }
}
