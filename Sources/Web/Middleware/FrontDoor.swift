import HTTPTypes
package import Hummingbird
package import Kernel
import Logging

/// The outermost middleware: gives each request its id and client address, turns every error into an answer of its surface, and counts
/// and logs what happened. The log has the matched route and never the URI, which may hold a code or a state.
package struct FrontDoor: RouterMiddleware {
    package typealias Context = AppContext

    private let ambient: Ambient
    private let address: ClientAddress
    private let errors: SurfaceErrors
    private let metrics: RequestMetrics

    package init(ambient: Ambient, address: ClientAddress, errors: SurfaceErrors, metrics: RequestMetrics) {
        (self.ambient, self.address, self.errors, self.metrics) = (ambient, address, errors, metrics)
    }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.requestID = ambient.makeID()
        context.clientAddress = address.resolve(peer: context.clientAddress, headers: request.headers)
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = try await errors.response(to: error, request, context)
        }
        if response.headers[.xRequestID] == nil { response.headers[.xRequestID] = context.requestID.text }
        let duration = ContinuousClock.now - start
        let route = context.endpointPath ?? "-"
        metrics.count(request.method, route, status: response.status.code, duration)
        context.logger.info(
            "request",
            metadata: [
                "id": "\(context.requestID)", "method": "\(request.method)", "route": "\(route)",
                "status": "\(response.status.code)", "ms": "\(duration.milliseconds)",
                "address": "\(context.clientAddress)",
            ])
        return response
    }
}

extension Duration {
    /// With one decimal.
    fileprivate var milliseconds: String {
        let tenths = components.seconds * 10_000 + components.attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
