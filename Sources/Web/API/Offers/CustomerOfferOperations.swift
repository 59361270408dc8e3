import HTTPTypes
import Kernel
package import PortalDomain

/// `/customer-offers`: the offers of a portal to its customers (contract api-v1, 4.6).
package struct CustomerOfferOperations: Sendable {
    private let offers: CustomerOffers
    private let customers: Customers
    private let contents: Contents
    private let downloads: DownloadLinks
    private let origins: Origins

    package init(
        offers: CustomerOffers, customers: Customers, contents: Contents, downloads: DownloadLinks, origins: Origins
    ) {
        (self.offers, self.customers, self.contents) = (offers, customers, contents)
        (self.downloads, self.origins) = (downloads, origins)
    }

    private static let group = "Customer Offers"
    private static let one = "/customer-offers/{offerId}"

    static let list = Operation(
        "list-customer-offers", .get, "/customer-offers", group: group, summary: "List offers, newest first.",
        access: .scope(.offersRead), feature: .offers,
        parameters: [.customer, .status(CustomerOffer.Status.self), .createdAfter, .createdBefore],
        success: .page("CustomerOffer"))
    static let create = Operation(
        "create-customer-offer", .post, "/customer-offers", group: group, summary: "Add an offer with its PDF.",
        access: .scope(.offersWrite), feature: .offers,
        body: .multipart("NewCustomerOffer", files: [FilePart("pdf", isPDF: true)]), success: .created("CustomerOffer"))
    static let createManual = Operation(
        "create-customer-offer-manual", .post, "/customer-offers/manual", group: group,
        summary: "Make an offer from lines; the server makes the PDF.", access: .scope(.offersWrite), feature: .offers,
        body: .json("ManualCustomerOffer", required: true), success: .created("CustomerOffer"))
    static let get = Operation(
        "get-customer-offer", .get, one, group: group, summary: "Read one offer.", access: .scope(.offersRead),
        feature: .offers, success: .entity("CustomerOffer"))
    static let decide = Operation(
        "mark-customer-offer-accepted-or-rejected", .patch, one, group: group,
        summary: "Mark an offer as accepted or rejected.", access: .scope(.offersWrite), feature: .offers,
        body: .json("CustomerOfferDecision", required: true), success: .entity("CustomerOffer"), mayConflict: true)
    static let delete = Operation(
        "delete-customer-offer", .delete, one, group: group, summary: "Delete an offer that was not accepted.",
        access: .scope(.offersWrite), feature: .offers, success: .noContent, mayConflict: true)
    static let pdf = Operation(
        "get-customer-offer-pdf", .get, "\(one)/pdf", group: group, summary: "Get a link to the PDF.",
        access: .scope(.offersRead), feature: .offers, success: .entity("CloudFile"))

    static let all = [list, create, createManual, get, decide, delete, pdf]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.createManual, createManual),
            .init(Self.get, get), .init(Self.decide, decide), .init(Self.delete, delete), .init(Self.pdf, pdf),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<CustomerOfferKind>(reading: &fields, of: call)
        let filter = ListFilter(reading: &fields, of: call)
        let status = fields.optional("status", ValueRule<CustomerOffer.Status>.choice)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await offers.list(
            query.request, in: call.portal, where: filter, status: status, on: call.zone.date(at: call.now))
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/customer-offers")
        return page.answer(id: \.id) { [origins] in CustomerOfferPayload.write($1, in: call.zone, origins, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        let (new, pdf) = try await CustomerOfferRequest.new(call, customers)
        let kept = try await contents.keep(pdf, in: call.portal)
        return try created(
            await offers.create(
                new, pdf: kept, in: call.portal, by: call.actor, keeping: call.keeping(answer(call))), call)
    }

    func createManual(_ call: APICall) async throws -> APIAnswer {
        let new = try await CustomerOfferRequest.manual(call, customers)
        return try created(
            await offers.create(new, in: call.portal, by: call.actor, keeping: call.keeping(answer(call))), call)
    }

    func get(_ call: APICall) async throws -> APIAnswer { .ok(payload(try await find(call), call)) }

    func decide(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("offerId", of: CustomerOfferKind.self)
        let decision = try await call.fields { () throws(APIError) in
            try CustomerOfferRequest.decision(call)
        } of: {
            try await offers.find(id, in: call.portal) != nil
        }
        let change = try await offers.decide(id, decision, in: call.portal, by: call.actor)
        return .ok(payload(try change.entity(), call))
    }

    func delete(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("offerId", of: CustomerOfferKind.self)
        return try .deletion(await offers.delete(id, in: call.portal, by: call.actor))
    }

    func pdf(_ call: APICall) async throws -> APIAnswer {
        let offer = try await find(call)
        return downloads.link(
            to: offer.content, in: call.portal, named: PaperName.of(offer.number), type: "application/pdf", at: call.now
        ).answer(to: call)
    }

    private func find(_ call: APICall) async throws -> CustomerOffer {
        let id = try call.id("offerId", of: CustomerOfferKind.self)
        guard let offer = try await offers.find(id, in: call.portal) else { throw APIError.notFound }
        return offer
    }

    private func answer(_ call: APICall) -> @Sendable (CustomerOffer) -> APIAnswer {
        { .created(payload($0, call), at: "\(origins.api)/customer-offers/\($0.id)") }
    }

    private func created(_ creation: Creation<CustomerOffer>, _ call: APICall) throws(APIError) -> APIAnswer {
        answer(call)(try creation.entity())
    }

    private func payload(_ offer: CustomerOffer, _ call: APICall) -> JSONWriter {
        var json = JSONWriter()
        CustomerOfferPayload.write(offer, in: call.zone, origins, to: &json)
        return json
    }
}
