import Hummingbird
import Kernel
import PortalDomain

/// A form of a page with files that went to the disk as they came. What nobody keeps is thrown away.
struct PageUpload: Sendable {
    let fields: FormFields
    private let uploads: Uploads

    private init(_ received: MultipartReception.Received) {
        var fields: [FormFields.Field] = []
        if case .object(let members) = received.value {
            for member in members {
                if case .string(let value) = member.value { fields.append(.init(name: member.name, value: value)) }
            }
        }
        (self.fields, uploads) = (FormFields(fields), received.uploads)
    }

    /// Nil if nothing was chosen, or if its name is none.
    func file(_ name: String) -> UploadedFile? { uploads.file(named: name) }

    /// Reads the form, asks whether it is of this browser and session, and runs `handler`. Who may send one is to be known before.
    ///
    /// - Throws: `PageError.tooLarge` also for a file that is larger than its part allows.
    static func receive(
        _ parts: [FilePart], by page: PageContext, into staging: ContentStaging,
        _ handler: (PageUpload) async throws -> Response
    ) async throws -> Response {
        let types = page.request.headers[values: .contentType]
        guard types.count == 1, let boundary = try? MultipartBoundary(contentType: types[0]) else {
            throw PageError.badRequest
        }
        let form = MultipartFields(schema: "", lists: [], files: parts)
        var reception = MultipartReception(form, boundary: boundary, staging: staging)
        let received: MultipartReception.Received
        do {
            received = try await reception.receive(page.request.body)
        } catch let error as APIError {
            throw error.kind.status == .contentTooLarge ? PageError.tooLarge : PageError.badRequest
        }
        return try await received.uploads.untilTheEnd {
            let upload = PageUpload(received)
            try page.pages.csrf.verify(upload.fields, of: page.request, in: page.area)
            return try await handler(upload)
        }
    }
}

extension PageContext {
    /// A form with small files in it, proven to be of this browser and session. It is held in memory, so who may send one is to be
    /// known before.
    func upload(upTo limit: Int) async throws -> MultipartForm {
        let form = try await FormBody.multipart(of: request, limit: limit)
        try pages.csrf.verify(form.fields, of: request, in: area)
        return form
    }
}
