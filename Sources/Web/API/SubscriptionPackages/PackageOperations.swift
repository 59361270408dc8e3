import HTTPTypes
import Kernel
package import PortalDomain

/// `/customer-subscription-packages`: what a portal offers, and signing up for it (contract api-v1, 4.8).
///
/// Two operations differ by the slash at the end of their path alone: without it a customer signs up, with it somebody who is none yet.
package struct PackageOperations: Sendable {
    private let packages: SubscriptionPackages
    private let signUps: SignUps
    private let subscriptions: Subscriptions
    private let customers: Customers
    private let settings: PaymentSettings
    private let origins: Origins

    package init(
        packages: SubscriptionPackages, signUps: SignUps, subscriptions: Subscriptions, customers: Customers,
        settings: PaymentSettings, origins: Origins
    ) {
        (self.packages, self.signUps, self.customers) = (packages, signUps, customers)
        self.subscriptions = subscriptions
        (self.settings, self.origins) = (settings, origins)
    }

    private static let group = "Customer Subscription Packages"

    static let list = Operation(
        "list-customer-subscription-packages", .get, "/customer-subscription-packages", group: group,
        summary: "List packages, newest first.", access: .scope(.subscriptionRead), feature: .subscriptions,
        success: .page("CustomerSubscriptionPackage"))
    static let create = Operation(
        "create-customer-subscription-package", .post, "/customer-subscription-packages", group: group,
        summary: "Make a package.", access: .scope(.subscriptionWrite), feature: .subscriptions,
        body: .json("NewCustomerSubscriptionPackage", required: true), success: .created("CustomerSubscriptionPackage"))
    static let get = Operation(
        "get-customer-subscription-package", .get, "/customer-subscription-packages/{packageId}", group: group,
        summary: "Read one package.", access: .scope(.subscriptionRead), feature: .subscriptions,
        success: .entity("CustomerSubscriptionPackage"))
    static let change = Operation(
        "change-customer-subscription-package", .patch, "/customer-subscription-packages/{packageId}", group: group,
        summary: "Change a package; subscriptions keep their own copy.", access: .scope(.subscriptionWrite),
        feature: .subscriptions, body: .json("CustomerSubscriptionPackageChange", required: false),
        success: .entity("CustomerSubscriptionPackage"))
    static let delete = Operation(
        "delete-customer-subscription-package", .delete, "/customer-subscription-packages/{packageId}", group: group,
        summary: "Delete a package; subscriptions stay.", access: .scope(.subscriptionWrite), feature: .subscriptions,
        success: .noContent)
    static let signUp = Operation(
        "sign-up-customer-subscription-package", .post, "/customer-subscription-packages/{packageId}/sign-up",
        group: group, summary: "Sign a customer up.", access: .scope(.subscriptionWrite), feature: .subscriptions,
        body: .json("SignUp", required: true), success: .created("CustomerSubscription"))
    static let apply = Operation(
        "sign-up-customer-subscription-package-to-non-customer", .post,
        "/customer-subscription-packages/{packageId}/sign-up/", group: group,
        summary: "Sign somebody up who becomes a customer with the first payment.",
        access: .scope(.subscriptionWrite), feature: .subscriptions, body: .json("NewPendingSignUp", required: true),
        success: .made("PendingSignUp"))

    static let all = [list, create, get, change, delete, signUp, apply]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.get, get), .init(Self.change, change),
            .init(Self.delete, delete), .init(Self.signUp, signUp), .init(Self.apply, apply),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<SubscriptionPackageKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await packages.list(query.request, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/customer-subscription-packages")
        return page.answer(id: \.id) { PackagePayload.write($1, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        let new = try PackageRequest.new(call)
        let answer: @Sendable (SubscriptionPackage) -> APIAnswer = { [origins] package in
            .created(Self.payload(package), at: "\(origins.api)/customer-subscription-packages/\(package.id)")
        }
        return answer(try await packages.create(new, in: call.portal, by: call.actor, keeping: call.keeping(answer)))
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("packageId", of: SubscriptionPackageKind.self)
        guard let package = try await packages.find(id, in: call.portal) else { throw APIError.notFound }
        return .ok(Self.payload(package))
    }

    func change(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("packageId", of: SubscriptionPackageKind.self)
        let edit = try await call.fields { () throws(APIError) in
            try PackageRequest.edit(call)
        } of: {
            try await packages.find(id, in: call.portal) != nil
        }
        guard let package = try await packages.edit(id, edit, in: call.portal, by: call.actor) else {
            throw APIError.notFound
        }
        return .ok(Self.payload(package))
    }

    func delete(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("packageId", of: SubscriptionPackageKind.self)
        return try .deletion(await packages.delete(id, in: call.portal, by: call.actor))
    }

    func signUp(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("packageId", of: SubscriptionPackageKind.self)
        guard try await packages.find(id, in: call.portal) != nil else { throw APIError.notFound }
        let provider = try await settings.find(in: call.portal).integration
        let wish = try await SignUpRequest.wish(call, through: provider, customers) {
            [subscriptions] customer, charging in
            try await subscriptions.canCharge(customer, by: charging, in: call.portal)
        }
        let answer = SubscriptionOperations.created(call, origins)
        switch try await signUps.subscribe(
            wish, to: id, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        {
        case .subscribed(let subscription): return answer(subscription)
        case .noPackage: throw APIError.notFound
        case .noCustomer: throw APIError.invalid([.unknown("customerId")])
        case .noProvider: throw APIError.invalid([SignUpRequest.noProvider("mandateId")])
        case .unknownMandate: throw APIError.invalid([SubscriptionRequest.unknownMandate("mandateId")])
        }
    }

    func apply(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("packageId", of: SubscriptionPackageKind.self)
        guard try await packages.find(id, in: call.portal) != nil else { throw APIError.notFound }
        let applicant = try SignUpRequest.applicant(call)
        let answer: @Sendable (SignUp) -> APIAnswer = { [origins] signUp in
            var json = JSONWriter()
            PendingSignUpPayload.write(signUp, in: call.zone, origins, to: &json)
            return .made(json)
        }
        switch try await signUps.apply(
            applicant, for: id, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        {
        case .pending(let signUp): return answer(signUp)
        case .noPackage: throw APIError.notFound
        case .noProvider: throw APIError.invalid([SignUpRequest.noProvider("")])
        }
    }

    private static func payload(_ package: SubscriptionPackage) -> JSONWriter {
        var json = JSONWriter()
        PackagePayload.write(package, to: &json)
        return json
    }
}
