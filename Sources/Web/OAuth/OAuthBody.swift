import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import OAuth

/// Reads the body of a token, revocation or introspection request into flat fields.
struct OAuthBody: Sendable {
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
        let fields = isJSON ? try json(bytes) : try form(bytes)
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

    private func form(_ bytes: [UInt8]) throws(OAuthError) -> FormFields {
        do { return try FormFields(parsing: bytes, limit: 100) } catch {
            throw .invalidRequest("The form cannot be read.")
        }
    }

    /// One flat object of strings: the same fields as the form. Nothing nested, no numbers in the place of strings.
    private func json(_ bytes: [UInt8]) throws(OAuthError) -> FormFields {
        guard case .object(let members) = try? JSONValue(parsing: bytes) else {
            throw .invalidRequest("The body is not a JSON object.")
        }
        var fields: [FormFields.Field] = []
        for member in members {
            switch member.value {
            case .string(let text):
                guard !text.utf8.contains(0) else { throw .invalidRequest("A field holds a NUL character.") }
                fields.append(.init(name: member.name, value: text))
            case .null: continue
            default:
                // Unknown fields are ignored whatever they hold; known ones must be strings.
                guard !Self.known.contains(member.name) else { throw .invalidRequest("Every field must be a string.") }
            }
        }
        return FormFields(fields)
    }

    private static let known: Set<String> = [
        "grant_type", "client_id", "client_secret", "code", "redirect_uri", "code_verifier", "refresh_token", "scope",
        "token",
        "token_type_hint",
    ]

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
