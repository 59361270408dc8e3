package import Hummingbird
import Kernel
package import PortalDomain

/// Settings → Features: what of the portal is in use (contract api-v1, 2.13). For owners and admins.
package struct PortalFeatureRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/features", for: .managers, use: form)
        pages.post("/manage/settings/features", for: .managers, repeating: ["on"], use: change)
    }

    @Sendable private func form(_ context: SignedInContext) async throws -> Response {
        let texts = context.texts
        let features = Feature.allCases.map { feature in
            OptionView(
                value: feature.rawValue, label: texts("feature.\(feature.rawValue)"),
                hint: texts("feature.\(feature.rawValue).hint"),
                isSelected: !context.portal.featuresOff.contains(feature))
        }
        let isChanged = try context.page.query()["done"] == "changed"
        return try context.answer(
            PortalFeaturesPage(features: features), titled: texts("features.title"), in: .features,
            notice: isChanged ? NoticeView(text: texts("features.changed")) : nil)
    }

    /// A box that is not ticked is not sent, so the form says what is on.
    @Sendable private func change(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let on = Set(fields.fields.filter { $0.name == "on" }.compactMap { Feature(rawValue: $0.value) })
        _ = try await useCases.portalFeatures.switchOff(
            Set(Feature.allCases).subtracting(on), in: context.portal.id, by: context.actor)
        return context.page.redirect(to: "/manage/settings/features?done=changed")
    }
}
