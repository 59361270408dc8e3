import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import OAuth

/// Reads the body of a token, revocation or introspection request into flat fields.
package struct OAuthBody: Sendable {
    /// Bytes. The largest legitimate request is a tenth of this.
    private static let limit = 16_384

    enum Kind: Sendable { case form, formOrJSON }

    let kind: Kind

    func fields(of request: Request) async throws -> FormFields {
        // Parameters in the address end up in logs (RFC 6749 §2.3.1, §3.2).
        guard request.uri.query?.isEmpty ?? true else {
            throw OAuthError.invalidRequest("Parameters belong in the body, not in the address.")
        }
        let type = mediaType(request.headers)
        let isJSON = kind == .formOrJSON && type == "application/json"
        guard isJSON || type == "application/x-www-form-urlencoded" else {
            throw OAuthError.invalidRequest("This content type is not supported here.")
        }
        let bytes = try await bytes(of: request)
        let fields = isJSON ? try Self.json(bytes) : try Self.form(bytes)
        guard fields.repeatedNames.allSatisfy({ $0 == "resource" }) else {
            throw OAuthError.invalidRequest("A parameter was sent more than once.")
        }
        return fields
    }

    private func bytes(of request: Request) async throws -> [UInt8] {
        do {
            return Array(buffer: try await request.body.collect(upTo: Self.limit))
        } catch is NIOTooManyBytesError {
            throw OAuthError.invalidRequest("The body is too large.")
        }
    }

    /// Without parameters, in lower case. A charset other than UTF-8 is another type.
    private func mediaType(_ headers: HTTPFields) -> String {
        let parts = (headers[.contentType] ?? "").lowercased().split(separator: ";").map {
            $0.filter { $0 != " " && $0 != "\t" }
        }
        guard
            parts.dropFirst().allSatisfy({
                !$0.hasPrefix("charset=") || $0 == "charset=utf-8" || $0 == "charset=\"utf-8\""
            })
        else { return "" }
        return parts.first ?? ""
    }
}
