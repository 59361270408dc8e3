import Kernel
import Web

/// Forms with files: what was read can be written, and reads the same again.
enum MultipartChecks {
    /// Input with a NUL in it names its own boundary before the NUL.
    static func fault(_ bytes: [UInt8]) -> String? {
        if let end = bytes.firstIndex(of: 0), !bytes.contains(0x0D) || end < bytes.firstIndex(of: 0x0D) ?? 0 {
            let type = String(decoding: bytes[..<end], as: UTF8.self)
            _ = try? MultipartForm(Array(bytes[(end + 1)...]), contentType: type)
            return nil
        }
        guard let form = try? MultipartForm(bytes, contentType: type) else { return nil }
        let names = form.fields.fields.map(\.name) + form.files.map(\.name)
        if Set(names.map { Array($0.utf8) }).count < names.count { return "a name twice" }
        if form.fields.fields.contains(where: { $0.value.utf8.contains(0) }) { return "NUL" }
        guard let again = try? MultipartForm(written(form), contentType: type), again.files == form.files,
            again.fields.fields.elementsEqual(form.fields.fields, by: same)
        else { return "written and read again it differs" }
        return nil
    }

    /// In pieces of whatever size, a form is the same form.
    static func streamFault(_ bytes: [UInt8]) -> String? {
        guard let boundary = try? MultipartBoundary(contentType: type) else { return "no boundary" }
        let whole = parts([bytes[...]], boundary)
        if let whole, whole.contains(where: { $0.head.name.isEmpty }) { return "a part without a name" }
        for length in [1, 3, 7] {
            let pieces = stride(from: 0, to: bytes.count, by: length).map { bytes[$0..<min($0 + length, bytes.count)] }
            if parts(pieces, boundary) != whole { return "in pieces of \(length) it differs" }
        }
        return nil
    }

    private struct Part: Equatable {
        let head: MultipartPart
        var content: [UInt8] = []
    }

    private static func parts(_ pieces: [ArraySlice<UInt8>], _ boundary: MultipartBoundary) -> [Part]? {
        var parser = MultipartParser(boundary)
        var parts: [Part] = []
        do {
            for piece in pieces {
                parser.feed(piece)
                while let event = try parser.next() {
                    switch event {
                    case .part(let head): parts.append(Part(head: head))
                    case .content(let bytes): parts[parts.count - 1].content += bytes
                    case .end: break
                    }
                }
            }
            try parser.finish()
            return parts
        } catch {
            return nil
        }
    }

    private static let type = "multipart/form-data; boundary=x"

    private static func same(_ one: FormFields.Field, _ other: FormFields.Field) -> Bool {
        one.name.utf8.elementsEqual(other.name.utf8) && one.value.utf8.elementsEqual(other.value.utf8)
    }

    private static func written(_ form: MultipartForm) -> [UInt8] {
        var bytes: [UInt8] = []
        func part(_ name: String, _ more: String, _ content: [UInt8]) {
            let escaped = name.split(omittingEmptySubsequences: false) { $0 == "\\" }.joined(separator: "\\\\")
                .split(omittingEmptySubsequences: false) { $0 == "\"" }.joined(separator: "\\\"")
            bytes += Array("--x\r\nContent-Disposition: form-data; name=\"\(escaped)\"\(more)\r\n\r\n".utf8)
            bytes += content
            bytes += Array("\r\n".utf8)
        }
        for field in form.fields.fields { part(field.name, "", Array(field.value.utf8)) }
        for file in form.files { part(file.name, "; filename=\"a\"", file.content) }
        return bytes + Array("--x--\r\n".utf8)
    }
}
