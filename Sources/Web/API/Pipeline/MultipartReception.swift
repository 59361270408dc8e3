import Crypto
import Hummingbird
import Kernel
import NIOCore
import PortalDomain

/// Receives a multipart body: files go to the disk as they come, everything else becomes the object that JSON would have been.
struct MultipartReception {
    private let fields: MultipartFields
    private let staging: ContentStaging
    private var parser: MultipartParser
    private var nesting: FormNesting
    private var uploads: Uploads
    /// Over names, file names, content types and bytes of the parts in order (contract api-v1, 2.7).
    private var digest = SHA256()
    private var current: Current?
    /// Of the file that is being read; made with its first byte, because an empty part is none.
    private var writer: ContentWriter?
    /// Of the field that is being read.
    private var text: [UInt8] = []
    private var parts = 0
    private var textBytes = 0

    /// The part that is being read.
    private struct Current {
        enum Destination {
            case text
            case file(FilePart)
            /// A file that nobody asked for.
            case nowhere
        }

        let part: MultipartPart
        let destination: Destination
        var hash = SHA256()
        var size = 0
    }

    struct Received {
        let value: JSONValue
        let uploads: Uploads
        let digest: [UInt8]
    }

    init(_ fields: MultipartFields, boundary: MultipartBoundary, staging: ContentStaging) {
        (self.fields, self.staging) = (fields, staging)
        parser = MultipartParser(boundary)
        nesting = FormNesting(lists: fields.lists)
        uploads = Uploads(parts: fields.files)
    }

    /// - Throws: `APIError` for what the client did, `StorageError` for a disk that takes no more. Nothing is left of the files then.
    mutating func receive(_ body: RequestBody) async throws -> Received {
        do {
            try await read(body)
        } catch {
            await writer?.discard()
            await uploads.discard()
            switch error {
            case is MultipartMalformed: throw APIError.badRequest("The form cannot be read.")
            case is ChannelError: throw APIError.badRequest("The body was cut off.")
            default: throw error
            }
        }
        return Received(value: nesting.object, uploads: uploads, digest: Array(digest.finalize()))
    }

    private mutating func read(_ body: RequestBody) async throws {
        var size = 0
        for try await buffer in body {
            size += buffer.readableBytes
            guard size <= fields.limit else { throw APIError.tooLarge }
            parser.feed(buffer.readableBytesView)
            while let event = try parser.next() { try await take(event) }
        }
        try parser.finish()
    }

    private mutating func take(_ event: MultipartParser.Event) async throws {
        switch event {
        case .part(let part): try begin(part)
        case .content(let bytes): try await add(bytes)
        case .end: try await end()
        }
    }

    private mutating func begin(_ part: MultipartPart) throws {
        let file = part.fileName == nil ? nil : fields.files.first { $0.matches(part.name) }
        let isWanted = file.map { uploads.count(of: $0) < $0.count.upperBound } ?? false
        // Whatever leaves no file behind is counted as a text: empty files, those without a name, those that are too many.
        parts += 1
        guard parts - uploads.count - (isWanted ? 1 : 0) <= MultipartFields.textParts else { throw APIError.tooLarge }
        if let file, isWanted {
            current = Current(part: part, destination: .file(file))
            return
        }
        current = Current(part: part, destination: part.fileName == nil ? .text : .nowhere)
        guard let file else { return }
        guard file.isList else { throw MultipartMalformed.repeated }
        uploads.refuse(file, "Must be at most \(file.count.upperBound) files.")
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) async throws {
        guard let destination = current?.destination else { return }
        current?.size += bytes.count
        switch destination {
        case .text:
            textBytes += bytes.count
            guard textBytes <= MultipartFields.textLimit else { throw APIError.tooLarge }
            text += bytes
        case .nowhere: bytes.withUnsafeBytes { current?.hash.update(bufferPointer: $0) }
        case .file(let file):
            let size = current?.size ?? 0
            guard size <= file.maximum, uploads.size(of: file) + size <= file.together else { throw APIError.tooLarge }
            if writer == nil { writer = try await staging.begin() }
            try await writer?.write(bytes)
        }
    }

    private mutating func end() async throws {
        guard let ended = current else { return }
        switch ended.destination {
        case .text:
            // U+0000 is for the rule of the field to refuse (contract api-v1, 2.9).
            guard let value = String(validating: text, as: UTF8.self) else { throw MultipartMalformed.encoding }
            if !value.isEmpty { try nesting.add(ended.part.name, value) }
            note(ended.part, TokenDigest(of: text).hex)
        case .nowhere: note(ended.part, Hex.text(ended.hash.finalize()))
        case .file(let file):
            let content = try await writer?.finish()
            note(ended.part, content?.digest.hex ?? "")
            if let content { await add(content, as: ended.part, of: file) }
        }
        (current, writer, text) = (nil, nil, [])
    }

    private mutating func add(_ content: StagedContent, as part: MultipartPart, of file: FilePart) async {
        if let name = FileName(sent: part.fileName ?? "") {
            uploads.add(UploadedFile(name: name, claimedType: part.contentType, content: content), of: file)
        } else {
            uploads.refuse(file, "Needs a file name of 1 to 255 characters.", one: true)
            await content.discard()
        }
    }

    /// Each with its length, so that no two forms look alike.
    private mutating func note(_ part: MultipartPart, _ content: String) {
        for text in [part.name, part.fileName, part.contentType, content] {
            digest.update(data: Array("\(text?.utf8.count ?? -1):\(text ?? "")".utf8))
        }
    }
}
