import HTTPTypes
package import Hummingbird
import Kernel
import Logging
package import PortalDomain

/// `POST /providers/mollie/…`: the provider says that something happened to a payment (form field `id`). What did, it is asked itself; whatever is
/// not ours is answered 200, so that nobody learns which payments there are (contract api-v1, 5.1).
package struct ProviderRoutes: Sendable {
    private let payments: Payments

    package init(payments: Payments) { self.payments = payments }

    package func add(to router: some RouterMethods<AppContext>) {
        router.on("/providers/mollie/{code}", method: .post) { request, context in
            try await callback(request, context)
        }
    }

    private func callback(_ request: Request, _ context: AppContext) async throws -> Response {
        guard let fields = try? await FormBody.fields(of: request, repeating: []), let id = fields["id"],
            id.hasPrefix("tr_"), id.utf8.count <= 64, id.utf8.allSatisfy(PercentEncoding.isUnreserved),
            let payment = try await payments.find(code: context.parameters.get("code") ?? "")
        else { return Self.answer(.ok) }
        switch try await payments.callback(id, for: payment) {
        case .heard, .unknown: return Self.answer(.ok)
        case .failed(let detail):
            context.logger.warning(
                "a payment could not be read", metadata: ["payment": "\(payment.id)", "fault": "\(detail)"])
            return Self.answer(.serviceUnavailable)
        }
    }

    private static func answer(_ status: HTTPResponse.Status) -> Response {
        Response(status: status, headers: [.cacheControl: "no-store"])
    }
}
