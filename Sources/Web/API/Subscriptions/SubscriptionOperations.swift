import HTTPTypes
import Kernel
package import PortalDomain

/// `/customer-subscriptions`: what customers pay for term by term (contract api-v1, 4.7).
package struct SubscriptionOperations: Sendable {
    private let subscriptions: Subscriptions
    private let customers: Customers
    private let settings: PaymentSettings
    private let origins: Origins

    package init(subscriptions: Subscriptions, customers: Customers, settings: PaymentSettings, origins: Origins) {
        (self.subscriptions, self.customers) = (subscriptions, customers)
        (self.settings, self.origins) = (settings, origins)
    }

    static let list = Operation(
        "list-customer-subscriptions", .get, "/customer-subscriptions", group: "Customer Subscriptions",
        summary: "List subscriptions, newest first.", access: .scope(.subscriptionRead), feature: .subscriptions,
        success: .page("CustomerSubscription"))
    static let create = Operation(
        "create-customer-subscription", .post, "/customer-subscriptions", group: "Customer Subscriptions",
        summary: "Begin a subscription of a customer.", access: .scope(.subscriptionWrite), feature: .subscriptions,
        body: .json("NewCustomerSubscription", required: true), success: .created("CustomerSubscription"))
    static let get = Operation(
        "get-customer-subscription", .get, "/customer-subscriptions/{subscriptionId}", group: "Customer Subscriptions",
        summary: "Read one subscription.", access: .scope(.subscriptionRead), feature: .subscriptions,
        success: .entity("CustomerSubscription"))
    static let change = Operation(
        "change-customer-subscription", .patch, "/customer-subscriptions/{subscriptionId}",
        group: "Customer Subscriptions", summary: "Change a subscription from its next term on, or terminate it.",
        access: .scope(.subscriptionWrite), feature: .subscriptions,
        body: .json("CustomerSubscriptionChange", required: false), success: .entity("CustomerSubscription"),
        mayConflict: true)
    static let delete = Operation(
        "delete-customer-subscription", .delete, "/customer-subscriptions/{subscriptionId}",
        group: "Customer Subscriptions", summary: "Delete a subscription with its payments; invoices stay.",
        access: .scope(.subscriptionWrite), feature: .subscriptions, success: .noContent, mayConflict: true)
    static let listPayments = Operation(
        "list-customer-subscription-payments", .get, "/customer-subscriptions/{subscriptionId}/payments",
        group: "Customer Subscriptions", summary: "List the payments of a subscription's terms, newest first.",
        access: .scope(.subscriptionRead), feature: .subscriptions, success: .page("SubscriptionPayment"))

    static let all = [list, create, get, change, delete, listPayments]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.get, get), .init(Self.change, change),
            .init(Self.delete, delete), .init(Self.listPayments, listPayments),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<SubscriptionKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await subscriptions.list(query.request, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/customer-subscriptions")
        return page.answer(id: \.id) { SubscriptionPayload.write($1, at: call.now, in: call.zone, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        let provider = try await settings.find(in: call.portal).integration
        let new = try await SubscriptionRequest.new(call, through: provider, customers) {
            [subscriptions] customer, charging in
            try await subscriptions.canCharge(customer, by: charging, in: call.portal)
        }
        let answer = Self.created(call, origins)
        switch try await subscriptions.create(new, in: call.portal, by: call.actor, keeping: call.keeping(answer)) {
        case .begun(let subscription): return answer(subscription)
        case .noCustomer: throw APIError.invalid([.unknown("customerId")])
        case .unknownMandate:
            throw APIError.invalid([SubscriptionRequest.unknownMandate("paymentIntegrationMandateId")])
        }
    }

    static func created(_ call: APICall, _ origins: Origins) -> @Sendable (Subscription) -> APIAnswer {
        { .created(payload($0, call), at: "\(origins.api)/customer-subscriptions/\($0.id)") }
    }

    func get(_ call: APICall) async throws -> APIAnswer { .ok(Self.payload(try await subscription(call), call)) }

    func change(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("subscriptionId", of: SubscriptionKind.self)
        let edit = try await call.fields { () throws(APIError) in
            try SubscriptionRequest.edit(call)
        } of: {
            try await subscriptions.find(id, in: call.portal) != nil
        }
        switch try await subscriptions.edit(id, edit, in: call.portal, by: call.actor) {
        case .edited(let subscription): return .ok(Self.payload(subscription, call))
        case .notFound: throw APIError.notFound
        case .over(let status): throw APIError.conflict("The subscription is \(status.rawValue).")
        }
    }

    func delete(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("subscriptionId", of: SubscriptionKind.self)
        return try .deletion(await subscriptions.delete(id, in: call.portal, by: call.actor))
    }

    func listPayments(_ call: APICall) async throws -> APIAnswer {
        let subscription = try await subscription(call)
        var fields = FieldReader(call.query)
        let query = ListQuery<SubscriptionPaymentKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await subscriptions.payments(query.request, of: subscription.id, in: call.portal)
        let address = "\(origins.api)/customer-subscriptions/\(subscription.id)/payments"
        return PageAnswer(slice, of: query, for: call, at: address).answer(
            id: { SubscriptionPaymentID(stored: $0.id.text) },
            write: { [origins] in SubscriptionPaymentPayload.write($1, in: call.zone, origins, to: &$0) })
    }

    private func subscription(_ call: APICall) async throws -> Subscription {
        let id = try call.id("subscriptionId", of: SubscriptionKind.self)
        guard let found = try await subscriptions.find(id, in: call.portal) else { throw APIError.notFound }
        return found
    }

    private static func payload(_ subscription: Subscription, _ call: APICall) -> JSONWriter {
        var json = JSONWriter()
        SubscriptionPayload.write(subscription, at: call.now, in: call.zone, to: &json)
        return json
    }
}
