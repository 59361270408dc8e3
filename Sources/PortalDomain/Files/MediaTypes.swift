/// What a file is (contract api-v1, 4.9): found from its bytes, else from its name, else nothing in particular. What the sender
/// says is not asked.
package enum MediaTypes {
    package static let unknown = "application/octet-stream"

    package static func type(of content: StagedContent, named name: FileName) -> String {
        type(startingWith: content.firstBytes, named: name)
    }

    package static func type(startingWith bytes: [UInt8], named name: FileName) -> String {
        let byName = name.fileExtension.flatMap { extensions[$0] }
        for (signature, type) in signatures where bytes.starts(with: signature) {
            // Office files are ZIP archives, and the name alone tells which.
            if type == "application/zip", let byName, isArchive(byName) { return byName }
            return type
        }
        if bytes.count >= 12, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) {
            return "image/webp"
        }
        if bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8) {
            return bytes[8..<12].elementsEqual("heic".utf8) ? "image/heic" : "video/mp4"
        }
        return byName ?? unknown
    }

    private static func isArchive(_ type: String) -> Bool {
        type.hasPrefix("application/vnd.openxmlformats") || type.hasPrefix("application/vnd.oasis")
            || type == "application/epub+zip"
    }

    private static let signatures: [([UInt8], String)] = [
        (Array("%PDF-".utf8), "application/pdf"), ([0x89] + Array("PNG\r\n\u{1A}\n".utf8), "image/png"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"), (Array("GIF87a".utf8), "image/gif"), (Array("GIF89a".utf8), "image/gif"),
        ([0x50, 0x4B, 0x03, 0x04], "application/zip"), ([0x1F, 0x8B], "application/gzip"),
        (Array("7z".utf8) + [0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
        ([0x49, 0x49, 0x2A, 0x00], "image/tiff"), ([0x4D, 0x4D, 0x00, 0x2A], "image/tiff"),
        (Array("{\\rtf".utf8), "application/rtf"), (Array("OggS".utf8), "audio/ogg"), (Array("ID3".utf8), "audio/mpeg"),
        (Array("fLaC".utf8), "audio/flac"),
    ]

    private static let extensions: [String: String] = [
        "txt": "text/plain", "md": "text/markdown", "csv": "text/csv", "html": "text/html", "htm": "text/html",
        "css": "text/css", "ics": "text/calendar", "vcf": "text/vcard", "xml": "application/xml",
        "json": "application/json", "pdf": "application/pdf", "rtf": "application/rtf", "zip": "application/zip",
        "gz": "application/gzip", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "heic": "image/heic", "tif": "image/tiff",
        "tiff": "image/tiff", "mp3": "audio/mpeg", "wav": "audio/wav", "ogg": "audio/ogg", "mp4": "video/mp4",
        "mov": "video/quicktime", "webm": "video/webm", "eml": "message/rfc822", "msg": "application/vnd.ms-outlook",
        "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "odp": "application/vnd.oasis.opendocument.presentation", "epub": "application/epub+zip",
    ]
}
