import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore
package import PortalDomain

/// Sends a file: all of it or one range, piece by piece, no faster than the client takes it.
package struct FileResponses: Sendable {
    private let contents: Contents

    package init(contents: Contents) { self.contents = contents }

    /// - Returns: nil if the file is gone.
    package func response(_ file: LinkedFile, to request: Request) async throws -> Response? {
        guard let content = try await contents.find(file.content, in: file.portal) else { return nil }
        let range = ByteRange(Self.range(request, content), size: content.size)
        var headers = Self.headers(file, content)
        switch range {
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(content.size)"
            headers[.contentType] = nil
            headers[.contentDisposition] = nil
            return Response(status: .rangeNotSatisfiable, headers: headers)
        case .part(let part):
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(content.size)"
            return try await send(content, part, .partialContent, headers, request)
        case .whole: return try await send(content, 0..<content.size, .ok, headers, request)
        }
    }

    private func send(
        _ content: StoredContent, _ range: Range<Int>, _ status: HTTPResponse.Status, _ headers: HTTPFields,
        _ request: Request
    ) async throws -> Response? {
        var headers = headers
        headers[.contentLength] = "\(range.count)"
        guard request.method != .head else { return Response(status: status, headers: headers) }
        // Opened before the answer begins: what is not there is a 404, and not an answer that breaks off.
        guard let reader = try await contents.read(range, of: content) else { return nil }
        let body = ResponseBody(contentLength: range.count) { writer in
            try await reader.forEachPiece { try await writer.write(ByteBuffer(bytes: $0)) }
            try await writer.finish(nil)
        }
        return Response(status: status, headers: headers, body: body)
    }

    /// RFC 9110 §13.1.5: a range of another file than the one that the client has a part of is no use to it.
    private static func range(_ request: Request, _ content: StoredContent) -> String? {
        let ranges = request.headers[values: .range]
        guard ranges.count == 1 else { return nil }
        guard let condition = request.headers[.ifRange] else { return ranges[0] }
        return condition == tag(of: content) ? ranges[0] : nil
    }

    private static func tag(of content: StoredContent) -> String { "\"\(content.digest.hex)\"" }

    /// A stranger's bytes: saved and never shown, and if a browser shows them after all, without any power (contract api-v1, 2.12).
    private static func headers(_ file: LinkedFile, _ content: StoredContent) -> HTTPFields {
        [
            .contentType: file.mediaType,
            .contentDisposition: ContentDisposition.attachment(file.name),
            .acceptRanges: "bytes",
            .eTag: tag(of: content),
            .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "sandbox",
            .cacheControl: "private, no-store",
            .referrerPolicy: "no-referrer",
        ]
    }
}

/// RFC 6266
enum ContentDisposition {
    /// With the name twice: for old clients in ASCII, and as it is (RFC 8187 §3.2).
    static func attachment(_ name: FileName) -> String {
        // A name that was kept when we were less careful may hold a path.
        let scalars = name.text.unicodeScalars.map { $0 == "/" || $0 == "\\" ? "_" : $0 }
        let plain = scalars.map { (0x20...0x7E).contains($0.value) && $0 != "\"" && $0 != "%" ? $0 : "_" }
        let (whole, ascii) = (Self.text(scalars), Self.text(plain))
        return "attachment; filename=\"\(ascii)\"; filename*=UTF-8''\(PercentEncoding.encode(whole))"
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> String { String(String.UnicodeScalarView(scalars)) }
}
