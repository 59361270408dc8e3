/// `/manage/settings/features`.
package struct PortalFeaturesPage: Page {
    package static let template = "portal-features"

    package let features: [OptionView]

    package init(features: [OptionView]) { self.features = features }
}
