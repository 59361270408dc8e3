import HTTPTypes
import Hummingbird
import Kernel
import NIOCore

extension APIPipeline {
    static func query(of request: Request) throws -> FormFields {
        guard let text = request.uri.query, !text.isEmpty else { return FormFields([]) }
        guard let query = try? FormFields(parsing: text.utf8) else {
            throw APIError.badRequest("The query cannot be read.")
        }
        guard query.repeatedNames.isEmpty else {
            throw APIError.badRequest("A query parameter was sent more than once.")
        }
        return query
    }

    /// The content type (9), the size (10) and the syntax (11) of a body, if the operation has fields (contract 2.10).
    func body(of request: Request, for operation: Operation) async throws -> (value: JSONValue, bytes: [UInt8]) {
        guard case .json(_, let required) = operation.body else { return (.object([]), []) }
        let types = request.headers[values: .contentType]
        guard let type = types.first else {
            // Nothing at all is the same as `{}` where that will do.
            guard !required, try await collect(request)?.isEmpty == true else { throw APIError.unsupportedMediaType }
            return (.object([]), [])
        }
        guard types.count == 1, MediaType.isJSON(type) else { throw APIError.unsupportedMediaType }
        guard let bytes = try await collect(request) else { throw APIError.tooLarge }
        if bytes.isEmpty, !required { return (.object([]), []) }
        guard !bytes.isEmpty else { throw APIError.badRequest("The body is empty.") }
        do {
            let value = try JSONValue(parsing: bytes)
            guard case .object = value else { throw APIError.badRequest("The body is not a JSON object.") }
            return (value, bytes)
        } catch let malformed as JSONValue.Malformed {
            throw APIError.badRequest(malformed.reason)
        }
    }

    /// Nil: larger than allowed.
    private func collect(_ request: Request) async throws -> [UInt8]? {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximumBody { return nil }
        var bytes: [UInt8] = []
        do {
            for try await buffer in request.body {
                guard bytes.count + buffer.readableBytes <= maximumBody else { return nil }
                bytes.append(contentsOf: buffer.readableBytesView)
            }
            return bytes
        } catch is ChannelError {
            throw APIError.badRequest("The body was cut off.")
        }
    }
}
