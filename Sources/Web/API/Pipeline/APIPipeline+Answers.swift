import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore

extension APIPipeline {
    func success(_ answer: APIAnswer, _ context: AppContext, _ course: Course) -> Response {
        let fields = headers.fields(
            answer.body == nil && answer.pieces == nil ? .none : .json, length: answer.body?.count,
            request: context.requestID, version: course.version, standing: course.standing,
            AnswerHeaders.fields(of: answer))
        if let pieces = answer.pieces {
            let body = ResponseBody { writer in
                try await pieces { try await writer.write(ByteBuffer(bytes: $0)) }
                try await writer.finish(nil)
            }
            return Response(status: answer.status, headers: fields, body: body)
        }
        return Self.response(answer.status, fields, answer.body)
    }

    func refusal(_ error: APIError, _ request: Request, _ context: AppContext, _ course: Course) -> Response {
        let accept = request.headers[values: .accept]
        let isProblem = MediaType.accepts("application/problem+json", atLeastAs: "application/json", in: accept)
        let body =
            isProblem
            ? error.problemBody(origin: origins.publicURL, request: context.requestID) : error.publishedBody()
        let fields = headers.fields(
            isProblem ? .problem : .json, length: body.count, request: context.requestID, version: course.version,
            standing: course.standing, error.headers)
        return Self.response(error.kind.status, fields, body)
    }

    private static func response(_ status: HTTPResponse.Status, _ fields: HTTPFields, _ body: [UInt8]?) -> Response {
        if let body {
            return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: body)))
        }
        var response = Response(status: status, headers: fields)
        // RFC 9110 §8.6: a 204 has no length.
        if status == .noContent { response.headers[.contentLength] = nil }
        return response
    }

    /// Causes go to the log, never into an answer.
    static func apiError(_ error: any Error, _ context: AppContext) -> APIError {
        switch error {
        case let error as APIError: return error
        case StorageError.unavailable(let detail):
            context.logger.warning("storage unavailable", metadata: metadata(context, detail))
            return .unavailable
        case StorageError.full: return .full
        case StorageError.conflict:
            context.logger.notice("conflict after retries", metadata: metadata(context, ""))
            return .unavailable
        case is CancellationError: return .unavailable
        default:
            context.logger.error("unexpected error", metadata: metadata(context, String(describing: error)))
            return .internalError
        }
    }

    private static func metadata(_ context: AppContext, _ detail: String) -> Logger.Metadata {
        [
            "id": "\(context.requestID)", "route": "\(context.endpointPath ?? "-")",
            "detail": "\(detail.prefix(500))",
        ]
    }
}
