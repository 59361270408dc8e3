import Kernel

/// Why a body is no form to us (RFC 7578).
package enum MultipartMalformed: Error { case boundary, part, tooMany, encoding, repeated }

/// What stands before the content of one part of a form.
package struct MultipartPart: Sendable, Equatable {
    package let name: String
    /// As it was sent; nil for a field. Empty: a file field in which nothing was chosen.
    package let fileName: String?
    /// As it was sent.
    package let contentType: String?

    /// - Parameter head: the lines before the empty one, without it.
    init(head: some Collection<UInt8>) throws(MultipartMalformed) {
        guard let text = String(validating: head, as: UTF8.self) else { throw .encoding }
        guard
            text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 || "\t\r\n".unicodeScalars.contains($0) }
            )
        else { throw .part }
        var disposition: HeaderParameters?
        var contentType: String?
        // CR LF is one character.
        for line in text.split(separator: "\r\n" as Character, omittingEmptySubsequences: false) {
            guard !line.contains(where: { $0 == "\r" || $0 == "\n" }), let colon = line.firstIndex(of: ":") else {
                throw .part
            }
            let value = line[line.index(after: colon)...]
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard disposition == nil, let found = HeaderParameters(value) else { throw .part }
                disposition = found
            case "content-type":
                guard contentType == nil else { throw .part }
                contentType = String(value.drop { $0 == " " || $0 == "\t" })
            case "content-transfer-encoding":
                // RFC 7578 §4.7: deprecated. What is encoded must not be taken for the content itself.
                let encoding = value.filter { $0 != " " && $0 != "\t" }.lowercased()
                guard ["binary", "8bit", "7bit"].contains(encoding) else { throw .encoding }
            default: break
            }
        }
        guard let disposition, disposition.value == "form-data", let name = disposition["name"], !name.isEmpty else {
            throw .part
        }
        self.name = name
        self.contentType = contentType
        // Some clients send a name outside of ASCII twice (RFC 6266 §4.3); RFC 7578 §4.2 does not want that, and has no
        // other reading for it.
        fileName = disposition["filename*"].flatMap(Self.decodeExtended) ?? disposition["filename"].map(Self.unescape)
    }

    /// `UTF-8''na%C3%AFve.txt` (RFC 8187 §3.2.1).
    private static func decodeExtended(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        return PercentEncoding.decode(String(parts[2]))
    }

    /// Browsers write a quotation mark in a name as `%22` (HTML, 4.10.22.8), and nothing else that a name may hold.
    private static func unescape(_ name: String) -> String {
        name.split(separator: "%22", omittingEmptySubsequences: false).joined(separator: "\"")
    }
}
