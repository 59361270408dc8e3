import HTTPTypes
import Kernel
import Web

/// A form with files, as a client sends it.
struct FormBody: Sendable {
    static let boundary = "----form7MA4YWxkTrZu0gW"
    static let contentType = "multipart/form-data; boundary=\(boundary)"

    private(set) var bytes: [UInt8] = []

    static func field(_ name: String, _ value: String) -> FormBody { FormBody().field(name, value) }

    static func file(
        _ name: String, _ fileName: String, _ content: [UInt8], type: String? = "application/octet-stream"
    )
        -> FormBody
    { FormBody().file(name, fileName, content, type: type) }

    func field(_ name: String, _ value: String) -> FormBody { part("name=\"\(name)\"", [], Array(value.utf8)) }

    func file(
        _ name: String, _ fileName: String, _ content: [UInt8], type: String? = "application/octet-stream"
    ) -> FormBody {
        part("name=\"\(name)\"; filename=\"\(fileName)\"", type.map { ["Content-Type: \($0)"] } ?? [], content)
    }

    /// - Parameter parameters: of the content disposition, as they are.
    func part(_ parameters: String, _ more: [String] = [], _ content: [UInt8]) -> FormBody {
        var form = self
        let head = ["--\(Self.boundary)", "Content-Disposition: form-data; \(parameters)"] + more
        form.bytes += Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + content + Array("\r\n".utf8)
        return form
    }

    /// With its end.
    var whole: [UInt8] { bytes + Array("--\(Self.boundary)--\r\n".utf8) }
}

extension APIBench {
    /// Posts a form.
    func upload(
        _ path: String, _ form: FormBody, key: String? = nil, token: String? = nil, version: String? = nil,
        contentType: String = FormBody.contentType
    ) async throws -> Reply {
        try await upload(path, form.whole, key: key, token: token, version: version, contentType: contentType)
    }

    func upload(
        _ path: String, _ bytes: [UInt8], key: String? = nil, token: String? = nil, version: String? = nil,
        contentType: String = FormBody.contentType
    ) async throws -> Reply {
        var headers: HTTPFields = [.authorization: "Bearer \(token ?? self.token)", .contentType: contentType]
        headers[.idempotencyKey] = key
        headers[.xVersion] = version
        return try await raw(.post, path, headers, bytes)
    }

    /// What lies behind a link, as a browser gets it: without a token.
    func download(_ link: String, _ headers: HTTPFields = [:], method: HTTPRequest.Method = .get) async throws -> Reply
    {
        try await raw(method, String(link.dropFirst(Self.origin.count)), headers)
    }
}
