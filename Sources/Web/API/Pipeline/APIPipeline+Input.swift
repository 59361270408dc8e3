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
    func body(of request: Request, for operation: Operation) async throws -> ReceivedBody {
        guard operation.body != .none else { return ReceivedBody() }
        let types = request.headers[values: .contentType]
        guard let type = types.first else {
            // Nothing at all is the same as `{}` where that will do.
            guard operation.body.json?.isRequired == false, try await collect(request)?.isEmpty == true else {
                throw APIError.unsupportedMediaType
            }
            return ReceivedBody()
        }
        guard types.count == 1 else { throw APIError.unsupportedMediaType }
        if let json = operation.body.json, MediaType.isJSON(type) {
            return try await self.json(of: request, isRequired: json.isRequired)
        }
        guard let form = operation.body.form, MultipartBoundary.isForm(type) else {
            throw APIError.unsupportedMediaType
        }
        return try await self.form(of: request, form, type)
    }

    private func json(of request: Request, isRequired: Bool) async throws -> ReceivedBody {
        guard let bytes = try await collect(request) else { throw APIError.tooLarge }
        if bytes.isEmpty, !isRequired { return ReceivedBody() }
        guard !bytes.isEmpty else { throw APIError.badRequest("The body is empty.") }
        do {
            let value = try JSONValue(parsing: bytes)
            guard case .object = value else { throw APIError.badRequest("The body is not a JSON object.") }
            return ReceivedBody(value: value, identity: bytes)
        } catch let malformed as JSONValue.Malformed {
            throw APIError.badRequest(malformed.reason)
        }
    }

    private func form(of request: Request, _ fields: MultipartFields, _ type: String) async throws -> ReceivedBody {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > fields.limit {
            throw APIError.tooLarge
        }
        guard let boundary = try? MultipartBoundary(contentType: type) else {
            throw APIError.badRequest("The boundary cannot be read.")
        }
        var reception = MultipartReception(fields, boundary: boundary, staging: staging)
        let received = try await reception.receive(request.body)
        return ReceivedBody(value: received.value, identity: received.digest, uploads: received.uploads, isForm: true)
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

/// A body as far as it concerns everybody: well-formed.
struct ReceivedBody {
    var value = JSONValue.object([])
    /// Equal for bodies that are the same request (contract api-v1, 2.7).
    var identity: [UInt8] = []
    var uploads = Uploads.none
    var isForm = false
}
