import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// Settings → Portal: its name, its clock, and how long its API keys may live (contract O40). For owners and admins.
package struct PortalSettingsRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/portal", for: .managers, use: form)
        pages.post("/manage/settings/portal", for: .managers, use: change)
    }

    @Sendable private func form(_ context: SignedInContext) async throws -> Response {
        guard let now = try await useCases.portalSettings.find(in: context.portal.id) else { throw PageError.notFound }
        let isChanged = try context.page.query()["done"] == "changed"
        let fields = FormFields([
            .init(name: "name", value: now.name.text), .init(name: "time_zone", value: now.timeZone),
            .init(name: "key_days", value: now.keyDays.map { "\($0)" } ?? ""),
        ])
        return try show(
            fields, context, notice: isChanged ? NoticeView(text: context.texts("portal_settings.changed")) : nil)
    }

    @Sendable private func change(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let new: PortalSettings.Values
        do throws(RefusedForm) {
            new = try PortalSettings.Values(
                name: fields["name"] ?? "", timeZone: fields["time_zone"] ?? "", keyDays: fields["key_days"] ?? "",
                zones: useCases.portalSettings.zones)
        } catch {
            return try show(fields, context, refused: error)
        }
        _ = try await useCases.portalSettings.change(to: new, in: context.portal.id, by: context.actor)
        return context.page.redirect(to: "/manage/settings/portal?done=changed")
    }

    private func show(
        _ fields: FormFields, _ context: SignedInContext, refused: RefusedForm? = nil, notice: NoticeView? = nil
    ) throws -> Response {
        let texts = context.texts
        let chosen = fields["time_zone"] ?? ""
        var names = useCases.portalSettings.zones.names
        // A zone that goes by another name in the list stays what it is.
        if useCases.portalSettings.zones.table(named: chosen) != nil, !names.contains(chosen) { names.append(chosen) }
        let view = PortalSettingsPage(
            slug: context.portal.slug, name: fields.view("name", refused, texts),
            zones: names.map { name in
                OptionView(
                    value: name, label: String(name.map { $0 == "_" ? " " : $0 }), isSelected: name == chosen)
            },
            timeZoneError: refused?.text(of: "time_zone", texts), keyDays: fields.view("key_days", refused, texts),
            keyDaysMaximum: "\(PortalSettings.keyDays.upperBound)")
        return try context.answer(
            view, titled: texts("portal_settings.title"), in: .portal,
            status: refused == nil ? .ok : .unprocessableContent, notice: notice)
    }
}
