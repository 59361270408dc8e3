import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// Settings → Letterhead: how the portal presents itself on invoices and offers. For owners and admins.
package struct LetterheadRoutes: Sendable {
    private static let path = "/manage/settings/letterhead"
    private static let words: Set = ["changed", "logo-set", "logo-removed"]
    /// The picture, and what a browser puts around it.
    private static let uploadLimit = AppLogo.maximumSize + 8192

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/letterhead", for: .managers, use: form)
        pages.post("/manage/settings/letterhead", for: .managers, use: change)
        pages.managers(upload: "/manage/settings/letterhead/logo", limit: Self.uploadLimit, use: setLogo)
        pages.post("/manage/settings/letterhead/logo/remove", for: .managers, use: removeLogo)
        pages.get("/manage/settings/letterhead/sample", for: .managers, use: sample)
    }

    @Sendable private func form(_ context: SignedInContext) async throws -> Response {
        let query = try context.page.query()
        return try await show(
            try await present(context), context, notice: context.notice(query, "letterhead", Self.words))
    }

    /// The letterhead as a form shows it.
    private func present(_ context: SignedInContext) async throws -> FormFields {
        let now = try await useCases.letterheads.find(in: context.portal.id)
        return FormFields([
            .init(name: "name", value: now.name), .init(name: "address", value: now.address),
            .init(name: "zip_code", value: now.zipCode), .init(name: "city", value: now.city),
            .init(name: "country", value: now.country.text), .init(name: "email", value: now.email?.text ?? ""),
            .init(name: "vat_number", value: now.vatNumber ?? ""),
            .init(name: "registration", value: now.registration ?? ""),
            .init(name: "iban", value: now.iban?.grouped ?? ""), .init(name: "language", value: now.language.rawValue),
        ])
    }

    @Sendable private func change(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let form = LetterheadForm { fields[$0] ?? "" }
        let refused = try await useCases.letterheads.change(to: form, in: context.portal.id, by: context.actor)
        if let refused { return try await show(fields, context, refused: refused) }
        return context.redirect(to: Self.path, done: "changed")
    }

    @Sendable private func setLogo(_ form: MultipartForm, _ context: SignedInContext) async throws -> Response {
        let logo: AppLogo
        do throws(AppLogo.Fault) {
            logo = try AppLogo(form.file("logo")?.content ?? [])
        } catch {
            return try await show(present(context), context, logoError: context.texts(error.rawValue))
        }
        guard try await useCases.letterheads.setLogo(logo, in: context.portal.id, by: context.actor) else {
            return try await show(present(context), context, logoError: context.texts("error.letterhead.logo"))
        }
        return context.redirect(to: Self.path, done: "logo-set")
    }

    @Sendable private func removeLogo(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        _ = try await useCases.letterheads.removeLogo(in: context.portal.id, by: context.actor)
        return context.redirect(to: Self.path, done: "logo-removed")
    }

    @Sendable private func sample(_ context: SignedInContext) async throws -> Response {
        let today = try context.zone().date(at: context.page.now)
        let bytes = try await useCases.papers.sample(in: context.portal.id, on: today)
        var headers = pages.plainHeaders()
        headers[.contentType] = "application/pdf"
        headers[.contentDisposition] = "inline; filename=\"letterhead.pdf\""
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: .init(bytes: bytes)))
    }

    private func show(
        _ fields: FormFields, _ context: SignedInContext, refused: RefusedForm? = nil, logoError: String? = nil,
        notice: NoticeView? = nil
    ) async throws -> Response {
        let texts = context.texts
        let logo = try await useCases.letterheads.logo(in: context.portal.id)
        let inputs = LetterheadPage.Field.all.map { field in
            LetterheadPage.Field(field, fields.view(field.name, refused, texts), texts)
        }
        let languages = MailLanguage.allCases.map { language in
            OptionView(
                value: language.rawValue, label: texts("letterhead.language.\(language.rawValue)"),
                isSelected: fields["language"] == language.rawValue)
        }
        let view = LetterheadPage(
            fields: inputs, languages: languages, hasLogo: logo != nil, logoError: logoError)
        let isRefused = refused != nil || logoError != nil
        return try context.answer(
            view, titled: texts("letterhead.title"), in: .letterhead,
            status: isRefused ? .unprocessableContent : .ok, notice: notice)
    }
}
