package import Kernel
package import OAuth

/// From bytes to fields. Form and JSON of the same fields are the same request.
extension OAuthBody {
    package static func form(_ bytes: [UInt8]) throws(OAuthError) -> FormFields {
        do { return try FormFields(parsing: bytes, limit: 100) } catch {
            throw .invalidRequest("The form cannot be read.")
        }
    }

    /// One flat object of strings: the same fields as the form. Nothing nested, no numbers in the place of strings.
    package static func json(_ bytes: [UInt8]) throws(OAuthError) -> FormFields {
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
        "token_type_hint", "client_assertion", "client_assertion_type",
    ]
}
