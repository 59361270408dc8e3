import HTTPTypes
import Kernel
package import PortalDomain

/// `/payment-links`: addresses at which anybody can pay a fixed amount (contract api-v1, 4.13).
package struct PaymentLinkOperations: Sendable {
    private let links: PaymentLinks
    private let origins: Origins

    package init(links: PaymentLinks, origins: Origins) { (self.links, self.origins) = (links, origins) }

    static let list = Operation(
        "list-payment-links", .get, "/payment-links", group: "Payment Links",
        summary: "List payment links, newest first.", access: .scope(.paymentLinksRead), feature: .paymentlinks,
        parameters: [.status(PaymentLink.Status.self), .createdAfter, .createdBefore], success: .page("PaymentLink"))
    static let create = Operation(
        "create-payment-link", .post, "/payment-links", group: "Payment Links", summary: "Make a payment link.",
        access: .scope(.paymentLinksWrite), feature: .paymentlinks, body: .json("NewPaymentLink", required: true),
        success: .created("PaymentLink"))
    static let get = Operation(
        "get-payment-link", .get, "/payment-links/{linkId}", group: "Payment Links", summary: "Read one payment link.",
        access: .scope(.paymentLinksRead), feature: .paymentlinks, success: .entity("PaymentLink"))
    static let close = Operation(
        "close-payment-link", .delete, "/payment-links/{linkId}", group: "Payment Links",
        summary: "Close an open payment link; it is kept.", access: .scope(.paymentLinksWrite), feature: .paymentlinks,
        success: .entity("PaymentLink"), mayBeInvalid: true)
    static let listPayments = Operation(
        "list-payment-link-payment", .get, "/payment-links/{linkId}/payments", group: "Payment Links",
        summary: "List the payments through a link, newest first.", access: .scope(.paymentLinksRead),
        feature: .paymentlinks, success: .page("PaymentLinkPayment"))
    static let getPayment = Operation(
        "get-payment-link-payment", .get, "/payment-links/{linkId}/payments/{paymentId}", group: "Payment Links",
        summary: "Read one payment through a link.", access: .scope(.paymentLinksRead), feature: .paymentlinks,
        success: .entity("PaymentLinkPayment"))

    static let all = [list, create, get, close, listPayments, getPayment]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.get, get), .init(Self.close, close),
            .init(Self.listPayments, listPayments), .init(Self.getPayment, getPayment),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<PaymentLinkKind>(reading: &fields, of: call)
        let filter = ListFilter(reading: &fields, of: call, hasCustomer: false)
        let status = fields.optional("status", ValueRule<PaymentLink.Status>.choice)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await links.list(query.request, in: call.portal, where: filter, status: status)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/payment-links")
        return page.answer(id: \.id) { PaymentLinkPayload.write($1, at: call.now, in: call.zone, origins, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        let new = try PaymentLinkRequest.new(call)
        let answer: @Sendable (PaymentLink) -> APIAnswer = { [origins] link in
            .created(Self.payload(link, call, origins), at: "\(origins.api)/payment-links/\(link.id)")
        }
        return answer(try await links.create(new, in: call.portal, by: call.actor, keeping: call.keeping(answer)))
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        .ok(Self.payload(try await link(call), call, origins))
    }

    func close(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("linkId", of: PaymentLinkKind.self)
        switch try await links.close(id, in: call.portal, by: call.actor) {
        case .closed(let link): return .ok(Self.payload(link, call, origins))
        case .notFound: throw APIError.notFound
        case .notOpen(let status):
            throw APIError.invalid([FieldError("status", "Must be open; this link is \(status.rawValue).")])
        }
    }

    func listPayments(_ call: APICall) async throws -> APIAnswer {
        let link = try await link(call)
        var fields = FieldReader(call.query)
        let query = ListQuery<PaymentLinkPaymentKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await links.payments(query.request, of: link.id, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/payment-links/\(link.id)/payments")
        return page.answer(id: { PaymentLinkPaymentID(stored: $0.id.text) }) {
            PaymentLinkPaymentPayload.write($1, in: call.zone, to: &$0)
        }
    }

    func getPayment(_ call: APICall) async throws -> APIAnswer {
        let link = try call.id("linkId", of: PaymentLinkKind.self)
        let id = try call.id("paymentId", of: PaymentLinkPaymentKind.self)
        guard let payment = try await links.payment(id, of: link, in: call.portal) else { throw APIError.notFound }
        var json = JSONWriter()
        PaymentLinkPaymentPayload.write(payment, in: call.zone, to: &json)
        return .ok(json)
    }

    private func link(_ call: APICall) async throws -> PaymentLink {
        let id = try call.id("linkId", of: PaymentLinkKind.self)
        guard let link = try await links.find(id, in: call.portal) else { throw APIError.notFound }
        return link
    }

    private static func payload(_ link: PaymentLink, _ call: APICall, _ origins: Origins) -> JSONWriter {
        var json = JSONWriter()
        PaymentLinkPayload.write(link, at: call.now, in: call.zone, origins, to: &json)
        return json
    }
}
