import Hummingbird
import Kernel
import PortalDomain

/// `/manage/file-requests/new`: what somebody is to send, up to ten files.
struct FileRequestFormRoutes: Sendable {
    private static let path = FileRequestPageRoutes.path
    private static let numbers = 1...10

    let pages: PageResponder
    let useCases: UseCases

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, pages)
        pages.form(
            "/manage/file-requests/new", show: { try await show($0.emptyForm(["required1": "1"]), $0) }, send: create)
    }

    @Sendable private func create(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        var form = PageForm(fields, context.texts)
        let name = form.required("name", .text(255))
        let description = form.optional("description", .text(2000))
        let customer = try await useCases.customerChoice.read(&form, context)
        var files: [NewFileRequest.Wanted] = []
        for number in Self.numbers {
            guard let name = form.optional("file\(number)", .text(255)) else { continue }
            files.append(
                .init(
                    name: name, description: nil, isRequired: form.isTicked("required\(number)"),
                    maximumKilobytes: Files.maximumSize / 1024))
        }
        if files.isEmpty { form.refuse("file1", "form.problem.missing") }
        guard form.isFine, let name else { return try await show(form, context) }
        let new = NewFileRequest(
            name: name, description: description, directory: nil, customer: customer, files: files)
        let made = try await useCases.fileRequests.create(new, in: context.portal.id, by: context.actor)
        guard case .created(let request) = made else { throw PageError.notFound }
        return context.redirect(to: "\(Self.path)/\(request.id)", done: "request-made")
    }

    private func show(_ form: PageForm, _ context: SignedInContext) async throws -> Response {
        let texts = context.texts
        let customers = try await useCases.customerChoice.options(
            chosen: form["customer"], none: "file_requests.anybody", context)
        let view = FormPage(
            crumb: LinkView(href: Self.path, label: texts("file_requests.title")), title: texts("file_requests.new"),
            action: "\(Self.path)/new",
            fields: [
                form.input("name", "file_requests.name", limit: 255),
                form.input(
                    "description", "file_requests.description", type: "area", limit: 2000, isOptional: true),
                form.choice("customer", "file_requests.of", customers, hint: "file_requests.of.hint"),
            ],
            groups: Self.numbers.map { number in
                .init(
                    texts("file_requests.file", ["number": "\(number)"]),
                    [
                        form.input("file\(number)", "file_requests.what", limit: 255, isOptional: number > 1),
                        form.input("required\(number)", "file_requests.required", type: "box"),
                    ])
            }, send: texts("file_requests.new"))
        return try context.answer(form, view, in: .files)
    }
}
