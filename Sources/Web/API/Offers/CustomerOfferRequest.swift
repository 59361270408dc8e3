import Kernel
import PortalDomain

/// The bodies of `create-customer-offer`, `create-customer-offer-manual` and `mark-customer-offer-accepted-or-rejected`.
enum CustomerOfferRequest {
    static func new(
        _ call: APICall, _ customers: Customers
    ) async throws -> (offer: NewCustomerOffer, pdf: UploadedFile) {
        var fields = FieldReader(call.body)
        let head = Head(&fields)
        let amount = fields.required("amount", .amount())
        let isNotified = fields.optional("sendNotification", .formBoolean) ?? false
        let decision = Self.decision(&fields, call)
        let pdf = fields.file("pdf", in: call.uploads)
        guard fields.errors.isEmpty, let (customer, number, issuedAt, expiresAt) = head.whole, let amount, let pdf
        else {
            throw try await fields.refusal(naming: head.customer, of: customers, in: call.portal)
        }
        let offer = NewCustomerOffer(
            customer: customer, number: number, issuedAt: issuedAt, expiresAt: expiresAt, amount: amount,
            decision: decision, notice: isNotified ? .mail : .silent)
        return (offer, pdf)
    }

    static func manual(_ call: APICall, _ customers: Customers) async throws -> ManualOffer {
        var fields = FieldReader(call.body)
        let head = Head(&fields)
        let isNotified = fields.optional("sendNotification", .boolean) ?? false
        let content = AmountLineFields.read(&fields)
        guard fields.errors.isEmpty, let (customer, number, issuedAt, expiresAt) = head.whole, let content
        else {
            throw try await fields.refusal(naming: head.customer, of: customers, in: call.portal)
        }
        return ManualOffer(
            customer: customer, number: number, issuedAt: issuedAt, expiresAt: expiresAt, lines: content.lines,
            totals: content.totals, notice: isNotified ? .mail : .silent)
    }

    /// Exactly one of the two dates.
    static func decision(_ call: APICall) throws(APIError) -> OfferDecision {
        var fields = FieldReader(call.body)
        let decision = decision(&fields, call)
        if !fields.contains("acceptedAt"), !fields.contains("rejectedAt") {
            fields.refuse("", "Must hold one of acceptedAt and rejectedAt.")
        }
        guard fields.errors.isEmpty, let decision else { throw fields.refusal }
        return decision
    }

    /// How one knows that it was accepted is dropped when it was not.
    private static func decision(_ fields: inout FieldReader, _ call: APICall) -> OfferDecision? {
        let acceptedAt = fields.optional("acceptedAt", .dateTime(in: call.zone))
        let address = fields.optional("acceptedViaIp", .text(64))
        let userAgent = fields.optional("acceptedViaUserAgent", .text(2000))
        let rejectedAt = fields.optional("rejectedAt", .dateTime(in: call.zone))
        if fields.contains("acceptedAt"), fields.contains("rejectedAt") {
            fields.refuse("rejectedAt", "Must not be sent together with acceptedAt.")
        }
        if let acceptedAt { return .accepted(.init(at: acceptedAt, from: address, with: userAgent)) }
        return rejectedAt.map { .rejected(at: $0) }
    }

    /// What every new offer says.
    private struct Head {
        let customer: CustomerID?
        private let number: String?
        private let issuedAt: CalendarDate?
        private let expiresAt: CalendarDate?

        init(_ fields: inout FieldReader) {
            customer = fields.required("customerId", .id(of: CustomerKind.self))
            number = fields.required("offerNumber", .text(255))
            issuedAt = fields.required("issuedAt", .date)
            expiresAt = fields.required("expiresAt", .date)
            if let issuedAt, let expiresAt, expiresAt < issuedAt {
                fields.refuse("expiresAt", "Must not be before issuedAt.")
            }
        }

        var whole: (CustomerID, String, CalendarDate, CalendarDate)? {
            guard let customer, let number, let issuedAt, let expiresAt else { return nil }
            return (customer, number, issuedAt, expiresAt)
        }
    }

    static let newSchema = Schema.Component("NewCustomerOffer") { _ in
        .object(
            head + [
                .init("amount", .amount),
                .init("pdf", .file("At most 25 MB unless the operator has chosen otherwise.", type: "application/pdf")),
            ]
                + decisionProperties)
    }
    static let manualSchema = Schema.Component("ManualCustomerOffer") { _ in
        .object(head + [.init("lines", AmountLineFields.schema)])
    }
    static let decisionSchema = Schema.Component("CustomerOfferDecision") { _ in
        .object(decisionProperties, minimum: 1)
    }

    private static let head: [Schema.Property] = [
        .init("customerId", .id("cst_06apczxmqbsaeh9edd1r")), .init("offerNumber", .text(255, example: "O-2025-007")),
        .init("issuedAt", .date), .init("expiresAt", .date), .init("sendNotification", .boolean, isRequired: false),
    ]

    private static let decisionProperties: [Schema.Property] = [
        .init("acceptedAt", .writtenMoment, isRequired: false),
        .init("acceptedViaIp", .text(64, example: "192.0.2.7"), isRequired: false),
        .init("acceptedViaUserAgent", .text(2000, example: "Mozilla/5.0 …"), isRequired: false),
        .init("rejectedAt", .writtenMoment, isRequired: false),
    ]
}
