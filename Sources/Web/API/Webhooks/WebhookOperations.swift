import HTTPTypes
import Kernel
import OAuth
package import PortalDomain

/// `/webhooks`: who is told of what happens in a portal (contract api-v1, 4.16).
package struct WebhookOperations: Sendable {
    private let webhooks: Webhooks
    private let origins: Origins
    private let versions: APIVersions

    package init(webhooks: Webhooks, origins: Origins, versions: APIVersions = .published) {
        (self.webhooks, self.origins, self.versions) = (webhooks, origins, versions)
    }

    static let list = Operation(
        "list-webhooks", .get, "/webhooks", group: "Webhooks", summary: "List webhooks, newest first.",
        access: .scope(.webhooksRead), success: .page("Webhook"))
    static let create = Operation(
        "create-webhook", .post, "/webhooks", group: "Webhooks", summary: "Have an address told of one type of event.",
        access: .scope(.webhooksWrite), body: .json("NewWebhook", required: true), success: .created("IssuedWebhook"),
        mayConflict: true)
    static let get = Operation(
        "get-webhook", .get, "/webhooks/{webhookId}", group: "Webhooks", summary: "Read one webhook.",
        access: .scope(.webhooksRead), success: .entity("Webhook"))
    static let delete = Operation(
        "delete-webhook", .delete, "/webhooks/{webhookId}", group: "Webhooks",
        summary: "Delete a webhook; what it was not told yet is dropped.", access: .scope(.webhooksWrite),
        success: .noContent)
    static let listDeliveries = Operation(
        "list-webhook-deliveries", .get, "/webhooks/{webhookId}/deliveries", group: "Webhooks",
        summary: "List what was sent to a webhook, newest first.", access: .scope(.webhooksRead),
        success: .page("WebhookDelivery"))
    static let redeliver = Operation(
        "redeliver-webhook-delivery", .post, "/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver",
        group: "Webhooks", summary: "Send the same event once more.", access: .scope(.webhooksWrite),
        success: .entity("WebhookDelivery"), mayConflict: true)
    static let test = Operation(
        "test-webhook", .post, "/webhooks/{webhookId}/test", group: "Webhooks", summary: "Send a test event.",
        access: .scope(.webhooksWrite), success: .entity("WebhookDelivery"))

    static let all = [list, create, get, delete, listDeliveries, redeliver, test]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.get, get), .init(Self.delete, delete),
            .init(Self.listDeliveries, listDeliveries), .init(Self.redeliver, redeliver), .init(Self.test, test),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<WebhookKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await webhooks.list(query.request, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/webhooks")
        return page.answer(id: \.id) { WebhookPayload.write($1, showing: .published, in: call.zone, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        let new = try await WebhookRequest.new(call, versions, fault: webhooks.fault)
        let answer: @Sendable (IssuedWebhook) -> APIAnswer = { [origins] issued in
            var json = JSONWriter()
            WebhookPayload.write(
                issued.webhook, showing: .both(signing: issued.signingSecret), in: call.zone, to: &json)
            return .created(json, at: "\(origins.api)/webhooks/\(issued.webhook.id)")
        }
        let creation = try await webhooks.create(
            new, in: call.portal, by: call.actor, keeping: call.keepingSecret(answer))
        return answer(try creation.entity())
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        guard let webhook = try await webhooks.find(Self.id(call), in: call.portal) else { throw APIError.notFound }
        var json = JSONWriter()
        WebhookPayload.write(webhook, showing: .published, in: call.zone, to: &json)
        return .ok(json)
    }

    func delete(_ call: APICall) async throws -> APIAnswer {
        guard try await webhooks.delete(Self.id(call), in: call.portal, by: call.actor) else {
            throw APIError.notFound
        }
        return .noContent
    }

    func listDeliveries(_ call: APICall) async throws -> APIAnswer {
        let id = try Self.id(call)
        // The path first (contract 2.3): an unknown webhook is a 404 whatever the query says.
        guard try await webhooks.find(id, in: call.portal) != nil else { throw APIError.notFound }
        var fields = FieldReader(call.query)
        let query = ListQuery<DeliveryKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await webhooks.deliveries(query.request, of: id, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/webhooks/\(id)/deliveries")
        return page.answer(id: \.id) { WebhookDeliveryPayload.write($1, in: call.zone, to: &$0) }
    }

    func redeliver(_ call: APICall) async throws -> APIAnswer {
        let (id, delivery) = (try Self.id(call), try call.id("deliveryId", of: DeliveryKind.self))
        let outcome = try await webhooks.redeliver(
            delivery, of: id, in: call.portal, by: call.actor, keeping: call.keeping { Self.answer($0, call) })
        switch outcome {
        case .begun(let delivery): return Self.answer(delivery, call)
        case .notFound: throw APIError.notFound
        case .pending: throw APIError.conflict("The delivery is pending.")
        }
    }

    func test(_ call: APICall) async throws -> APIAnswer {
        let delivery = try await webhooks.test(
            Self.id(call), in: call.principal.portal, by: call.actor, keeping: call.keeping { Self.answer($0, call) })
        guard let delivery else { throw APIError.notFound }
        return Self.answer(delivery, call)
    }

    private static func id(_ call: APICall) throws(APIError) -> WebhookID { try call.id("webhookId") }

    @Sendable private static func answer(_ delivery: WebhookDelivery, _ call: APICall) -> APIAnswer {
        var json = JSONWriter()
        WebhookDeliveryPayload.write(delivery, in: call.zone, to: &json)
        return .ok(json)
    }
}
