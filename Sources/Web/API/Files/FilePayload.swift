import Kernel
import PortalDomain

/// `FileOrDirectory` of contract api-v1, 4.9. The same in all versions.
enum FilePayload {
    static func write(_ entry: FileEntry, in zone: TimeZoneTable, to json: inout JSONWriter) {
        var size: Int?
        var mediaType: String?
        if case .file(_, _, let bytes, let type) = entry.body { (size, mediaType) = (bytes, type) }
        json.object { json in
            json.field("id", entry.id.text)
            json.field("createdAt", zone.atom(entry.createdAt))
            json.field("type", entry.isDirectory ? "directory" : "file")
            json.field("name", entry.name)
            json.field("size", size)
            json.field("mime", mediaType)
            json.field("fileShareId", entry.share?.text)
            json.field("directoryId", entry.directory?.text)
        }
    }

    static let schema = Schema.Component("FileOrDirectory") { _ in
        .object([
            .init("id", .string("fsf_… for a file, fsd_… for a directory.", example: "fsf_06aqe1bq3p6h2rbkhxys")),
            .init("createdAt", .moment),
            .init("type", .choice(["file", "directory"])),
            .init("name", .string("Not necessarily unique.", example: "report.pdf")),
            .init("size", Schema.integer("Bytes; null for a directory.", example: 48211).nullable),
            .init("mime", Schema.string("Null for a directory.", example: "application/pdf").nullable),
            .init("fileShareId", Schema.id("fss_06aqt1wf86gq1cwjcc2s").nullable),
            .init("directoryId", Schema.id("fsd_06aqh1fx4r7j3npatjh6").nullable),
        ])
    }

    static let fileSchema = Schema.Component("NewFile") { _ in
        .object([.init("file", .file("With a file name, at most 25 MB unless the operator has chosen otherwise."))])
    }

    static let directorySchema = Schema.Component("NewDirectory") { _ in
        .object([.init("name", .text(255, example: "2025"))])
    }
}

extension ValueRule where Value == String {
    /// The name of a directory: no way to anywhere else.
    static var directoryName: ValueRule<String> {
        ValueRule<String>(reading: { value, field, errors in
            guard let name = ValueRule<String>.text(255).read(value, field, &errors) else { return nil }
            guard !name.unicodeScalars.contains("/"), name != ".", name != ".." else {
                errors.append(FieldError(field, "Must not hold a /, and not be . or ..."))
                return nil
            }
            return name
        })
    }
}
