import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// Settings → Payments: who takes the portal's money. For owners and admins.
package struct PaymentSettingsRoutes: Sendable {
    private let pages: PageResponder
    private let settings: PaymentSettings

    package init(pages: PageResponder, settings: PaymentSettings) { (self.pages, self.settings) = (pages, settings) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/payments", for: .managers, use: form)
        pages.post("/manage/settings/payments", for: .managers, use: change)
    }

    @Sendable private func form(_ context: SignedInContext) async throws -> Response {
        let now = try await settings.find(in: context.portal.id)
        let isChanged = try context.page.query()["done"] == "changed"
        return try show(
            now, chosen: now.integration?.rawValue ?? "none", (now.chargesFirstTerm, now.mailsInvoices), context,
            notice: isChanged ? NoticeView(text: context.texts("portal_settings.changed")) : nil)
    }

    @Sendable private func change(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let now = try await settings.find(in: context.portal.id)
        let boxes = (first: fields["first_payment"] == "on", mail: fields["mail_invoices"] == "on")
        let wish: PaymentSettings.Wish
        do throws(RefusedForm) {
            wish = try PaymentSettings.Wish(
                integration: fields["integration"] ?? "", mollieKey: fields["mollie_key"] ?? "",
                forgetsKey: fields["forget_key"] == "on", chargesFirstTerm: boxes.first, mailsInvoices: boxes.mail,
                present: now)
        } catch {
            return try show(
                now, chosen: fields["integration"] ?? "", boxes, context, refused: error)
        }
        _ = try await settings.change(to: wish, in: context.portal.id, by: context.actor)
        return context.page.redirect(to: "/manage/settings/payments?done=changed")
    }

    private func show(
        _ now: PaymentSettings.Values, chosen: String, _ boxes: (first: Bool, mail: Bool), _ context: SignedInContext,
        refused: RefusedForm? = nil, notice: NoticeView? = nil
    ) throws -> Response {
        let texts = context.texts
        let words = PaymentIntegration.allCases.map(\.rawValue) + ["none"]
        let view = PaymentSettingsPage(
            integrations: words.map { word in
                OptionView(
                    value: word, label: texts("payment_settings.\(word)"), hint: texts("payment_settings.\(word).hint"),
                    isSelected: word == chosen)
            }, integrationError: refused?.text(of: "integration", texts),
            keyHint: texts(now.hasMollieKey ? "payment_settings.key.set" : "payment_settings.key.hint"),
            keyError: refused?.text(of: "mollie_key", texts), hasKey: now.hasMollieKey, chargesFirstTerm: boxes.first,
            mailsInvoices: boxes.mail)
        return try context.answer(
            view, titled: texts("payment_settings.title"), in: .payments,
            status: refused == nil ? .ok : .unprocessableContent, notice: notice)
    }
}
