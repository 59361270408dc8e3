import HTTPTypes
import Hummingbird
import Kernel
import NIOCore

/// Reads the body of a form.
enum FormBody {
    /// Bytes. The longest form is a list of redirect URIs.
    static let limit = 65_536

    /// - Parameter repeating: fields that may come more than once, such as a group of check boxes. Any other that does is a 400: which
    ///   of the two was meant?
    static func fields(of request: Request, repeating: Set<String>) async throws -> FormFields {
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
        guard type == "application/x-www-form-urlencoded" else { throw PageError.badRequest }
        let bytes = try await bytes(of: request, upTo: limit)
        guard let fields = try? FormFields(parsing: bytes.readableBytesView) else { throw PageError.badRequest }
        guard fields.repeatedNames.allSatisfy(repeating.contains) else { throw PageError.badRequest }
        return fields
    }

    /// A form with files in it.
    static func multipart(of request: Request, limit: Int) async throws -> MultipartForm {
        let bytes = try await bytes(of: request, upTo: limit)
        let type = request.headers[.contentType] ?? ""
        guard let form = try? MultipartForm(Array(bytes.readableBytesView), contentType: type) else {
            throw PageError.badRequest
        }
        return form
    }

    private static func bytes(of request: Request, upTo limit: Int) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw PageError.tooLarge
        }
    }
}
