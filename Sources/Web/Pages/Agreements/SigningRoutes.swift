import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// `/sign/{signer}/{token}`: the page that signers find in their mail (decision 0038). The link says who they are; those who must
/// prove it are mailed a code.
package struct SigningRoutes: Sendable {
    /// A picture, and one that was drawn in base64.
    private static let limit = 3 * FilePart.megabyte
    private static let words: Set = ["signed", "code"]

    private let pages: PageResponder
    private let agreements: Agreements
    private let downloads: DownloadLinks

    package init(pages: PageResponder, agreements: Agreements, downloads: DownloadLinks) {
        (self.pages, self.agreements, self.downloads) = (pages, agreements, downloads)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/sign/{signer}/{token}", in: .plain, use: show)
        router.on("/sign/{signer}/{token}", method: .post) { [self] request, context in
            try await self.pages.answer(request, context, in: .plain) { try await sign($0) }
        }
        pages.post("/sign/{signer}/{token}/code", in: .plain, use: sendCode)
        pages.get("/sign/{signer}/{token}/documents/{document}", in: .plain, use: download)
    }

    @Sendable private func show(_ page: PageContext) async throws -> Response {
        let done = try page.query()["done"].flatMap { Self.words.contains($0) ? $0 : nil }
        let notice = done.map { NoticeView(text: page.texts("signing.done.\($0)")) }
        return try await show(page, notice: notice)
    }

    private func show(
        _ page: PageContext, notice: NoticeView? = nil, error: String? = nil
    ) async throws -> Response {
        let (found, path) = try await find(page)
        let (texts, signer) = (page.texts, found.signer)
        let times = page.pages.times(in: found.timeZone, page.language)
        let documents = found.documents.map { document in
            SigningPage.Document(
                href: "\(path)/documents/\(document.id)", name: document.name.text,
                size: texts.size(document.size), hash: document.digest.hex)
        }
        let agreement = found.agreement
        let company = SigningPage.Other(
            name: "\(agreement.signerName) (\(found.portalName))", signed: times.view(agreement.createdAt))
        let others = found.signers.map { one in
            SigningPage.Other(name: one.name, signed: one.signedAt.map(times.view))
        }
        let form = SigningPage.Form(
            action: path, codeAction: signer.shouldIdentify ? "\(path)/code" : nil,
            codeText: signer.shouldIdentify ? texts("signing.code") : nil, error: error)
        let view = SigningPage(
            heading: agreement.name, portalName: found.portalName, signerName: signer.name, documents: documents,
            form: signer.signature == nil ? form : nil, signed: signer.signature.map { times.view($0.signedAt) },
            signatureHash: signer.signature?.hash, others: [company] + others)
        return try page.answer(
            view, titled: agreement.name, status: error == nil ? .ok : .unprocessableContent, notice: notice)
    }

    @Sendable private func sendCode(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        let (visit, path) = try visit(page)
        switch try await agreements.sendCode(to: visit) {
        case .sent: return page.redirect(to: LocalPath("\(path)?done=code") ?? "/")
        case .notNeeded: return page.redirect(to: LocalPath(path) ?? "/")
        case .tooSoon: return try await show(page, error: page.texts("signing.error.too_soon"))
        case .notFound: throw PageError.notFound
        }
    }

    private func sign(_ page: PageContext) async throws -> Response {
        // Who has no link, or has signed, sends nothing: asked before a byte is read.
        let (visit, path) = try visit(page)
        guard let found = try await agreements.find(visit) else { throw PageError.notFound }
        guard found.signer.signature == nil else { return page.redirect(to: LocalPath(path) ?? "/") }
        let form = try await page.upload(upTo: Self.limit)
        guard let image = Self.image(of: form) else {
            return try await show(page, error: page.texts("signing.error.signature"))
        }
        let signing = try await agreements.sign(
            visit, with: image, code: form.fields["code"], from: page.address)
        switch signing {
        case .signed: return page.redirect(to: LocalPath("\(path)?done=signed") ?? "/")
        // What stands there then is when.
        case .signedAlready: return page.redirect(to: LocalPath(path) ?? "/")
        case .wrongCode: return try await show(page, error: page.texts("signing.error.code"))
        case .notFound: throw PageError.notFound
        }
    }

    /// What was drawn, else the picture that was chosen.
    private static func image(of form: MultipartForm) -> SignatureImage? {
        if let drawing = form.fields["drawing"] { return SignatureImage(drawing) }
        guard let picture = form.file("picture"), !picture.content.isEmpty else { return nil }
        return SignatureImage("data:image/png;base64,\(Base64.encode(picture.content))")
    }

    /// A link of five minutes, made when somebody follows it.
    @Sendable private func download(_ page: PageContext) async throws -> Response {
        let (found, _) = try await find(page)
        let id: AgreementDocumentID = try page.id("document")
        guard let document = found.documents.first(where: { $0.id == id }) else { throw PageError.notFound }
        let file = LinkedFile(document.content, in: found.portal, named: document.name, type: "application/pdf")
        return page.redirect(to: downloads.path(of: file, at: page.now))
    }

    private func find(_ page: PageContext) async throws -> (AgreementToSign, path: String) {
        let (visit, path) = try visit(page)
        guard let found = try await agreements.find(visit) else { throw PageError.notFound }
        return (found, path)
    }

    private func visit(_ page: PageContext) throws -> (SigningVisit, path: String) {
        guard let signer = page.app.parameters.get("signer"), let token = page.app.parameters.get("token"),
            let visit = SigningVisit(signer: signer, token: token)
        else { throw PageError.notFound }
        return (visit, "\(SigningLinks.path)/\(signer)/\(token)")
    }
}

extension DownloadLinks {
    /// The same link, for a redirect within our own origin.
    func path(of file: LinkedFile, at now: Timestamp) -> LocalPath {
        LocalPath("/download/\(token(for: file, until: now + Self.lifetime))") ?? "/"
    }
}
