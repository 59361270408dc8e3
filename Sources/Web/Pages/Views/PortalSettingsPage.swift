/// `/manage/settings/portal`.
package struct PortalSettingsPage: Page {
    package static let template = "portal-settings"

    package let slug: String
    package let name: FieldView
    package let zones: [OptionView]
    package let timeZoneError: String?
    /// Days, or empty.
    package let keyDays: FieldView
    package let keyDaysMaximum: String
    package let problems: ProblemSummary?

    package init(
        slug: String, name: FieldView, zones: [OptionView], timeZoneError: String? = nil, keyDays: FieldView,
        keyDaysMaximum: String
    ) {
        self.slug = slug
        self.name = name
        self.zones = zones
        self.timeZoneError = timeZoneError
        self.keyDays = keyDays
        self.keyDaysMaximum = keyDaysMaximum
        self.problems = ProblemSummary(
            nil, ("name", name.error), ("time_zone", timeZoneError), ("key_days", keyDays.error))
    }
}
