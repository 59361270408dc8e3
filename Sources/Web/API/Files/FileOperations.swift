import HTTPTypes
import Kernel
package import PortalDomain

/// `/files`: the files of a portal, in directories (contract api-v1, 4.9).
package struct FileOperations: Sendable {
    private let files: Files
    private let downloads: DownloadLinks
    private let origins: Origins

    package init(files: Files, downloads: DownloadLinks, origins: Origins) {
        (self.files, self.downloads, self.origins) = (files, downloads, origins)
    }

    private static let directory = Operation.Parameter(
        "directory", .string("A directory; absent: the top.", example: "fsd_06aqh1fx4r7j3npatjh6"))

    static let list = Operation(
        "list-files", .get, "/files", group: "Files", summary: "List what is directly in a directory, newest first.",
        access: .scope(.filesRead), feature: .files, parameters: [directory], success: .page("FileOrDirectory"))
    static let post = Operation(
        "post-files", .post, "/files", group: "Files", summary: "Upload a file, or make a directory.",
        access: .scope(.filesWrite), feature: .files, parameters: [directory],
        body: .jsonOrMultipart(
            json: "NewDirectory", multipart: "NewFile", files: [FilePart("file")]),
        success: .created("FileOrDirectory"))
    static let get = Operation(
        "get-file", .get, "/files/{fileOrDirId}", group: "Files", summary: "Read one file or directory.",
        access: .scope(.filesRead), feature: .files, success: .entity("FileOrDirectory"))
    static let delete = Operation(
        "delete-file", .delete, "/files/{fileOrDirId}", group: "Files", summary: "Delete a file or a directory.",
        access: .scope(.filesWrite), feature: .files,
        parameters: [
            .init("recursive", .string("true: a directory with all that is in it.", example: "false"))
        ], success: .noContent, mayConflict: true)
    static let download = Operation(
        "download-file", .get, "/files/{fileId}/download", group: "Files", summary: "Get a link to a file.",
        access: .scope(.filesRead), feature: .files, success: .entity("CloudFile"))

    static let all = [list, post, get, delete, download]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.post, post), .init(Self.get, get), .init(Self.delete, delete),
            .init(Self.download, download),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<FileEntryKind>(reading: &fields, of: call)
        let directory = fields.optional("directory", .id(of: DirectoryKind.self))
        try await check(directory, &fields, call)
        let slice = try await files.list(query.request, of: directory, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/files")
        return page.answer(id: \.id.position) { FilePayload.write($1, in: call.zone, to: &$0) }
    }

    func post(_ call: APICall) async throws -> APIAnswer {
        var query = FieldReader(call.query)
        let directory = query.optional("directory", .id(of: DirectoryKind.self))
        var fields = FieldReader(call.body)
        let file = call.isForm ? fields.file("file", in: call.uploads) : nil
        let name = call.isForm ? nil : fields.required("name", .directoryName)
        for error in fields.errors { query.refuse(error.field, error.message) }
        if !query.errors.isEmpty { try await check(directory, &query, call) }

        let answer: @Sendable (FileEntry) -> APIAnswer = { [origins] entry in
            .created(Self.payload(entry, call), at: "\(origins.api)/files/\(entry.id)")
        }
        let creation: FileCreation
        if let file {
            creation = try await files.add(
                file, to: directory, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        } else if let name {
            creation = try await files.makeDirectory(
                named: name, in: directory, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        } else {
            throw query.refusal
        }
        switch creation {
        case .created(let entry): return answer(entry)
        case .noDirectory: throw APIError.invalid([.unknown("directory")])
        case .tooDeep:
            throw APIError.invalid([
                FieldError("directory", "Directories stand at most \(Files.maximumDepth) levels deep.")
            ])
        }
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        guard let entry = try await files.find(Self.id(call), in: call.portal) else { throw APIError.notFound }
        return .ok(Self.payload(entry, call))
    }

    func delete(_ call: APICall) async throws -> APIAnswer {
        let id = try Self.id(call)
        let isRecursive = try await call.fields { () throws(APIError) in
            var fields = FieldReader(call.query)
            let isRecursive = fields.optional(
                "recursive", .ofText("Must be true or false.") { ["true": true, "false": false][$0] })
            guard fields.errors.isEmpty else { throw fields.refusal }
            return isRecursive ?? false
        } of: {
            try await files.find(id, in: call.portal) != nil
        }
        return try .deletion(await files.delete(id, isRecursive: isRecursive, in: call.portal, by: call.actor))
    }

    func download(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("fileId", of: FileKind.self)
        guard let entry = try await files.find(.file(id), in: call.portal),
            case .file(_, let content, _, let mediaType) = entry.body
        else { throw APIError.notFound }
        let link = downloads.link(
            to: content, in: call.portal, named: entry.fileName, type: mediaType, at: call.now)
        return link.answer(to: call)
    }

    /// Throws what is wrong, an unknown directory included.
    private func check(_ directory: DirectoryID?, _ fields: inout FieldReader, _ call: APICall) async throws {
        if let directory, try await files.find(.directory(directory), in: call.portal) == nil {
            let unknown = FieldError.unknown("directory")
            fields.refuse(unknown.field, unknown.message)
        }
        guard fields.errors.isEmpty else { throw fields.refusal }
    }

    private static func id(_ call: APICall) throws(APIError) -> FileEntryID {
        guard let id = FileEntryID(call.text("fileOrDirId")) else { throw .notFound }
        return id
    }

    private static func payload(_ entry: FileEntry, _ call: APICall) -> JSONWriter {
        var json = JSONWriter(reservingCapacity: 384)
        FilePayload.write(entry, in: call.zone, to: &json)
        return json
    }
}
