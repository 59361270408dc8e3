import Kernel
import PortalDomain

/// What clients send about punch cards.
enum PunchCardRequest {
    static func new(_ call: APICall) throws(APIError) -> NewPunchCard {
        var fields = FieldReader(call.body)
        let name = fields.required("name", .text(255))
        let punches = fields.required("punches", .integer(1...1000))
        let punchLabel = fields.required("punchLabel", .text(255))
        let description = fields.optional("description", .text(2000))
        let sale = fields.optional("forSale", .boolean) == true ? sale(&fields) : nil
        let expiry = expiry(&fields, in: call.version)
        guard fields.errors.isEmpty, let name, let punches, let punchLabel else { throw fields.refusal }
        return NewPunchCard(
            name: name, description: description, punches: punches, punchLabel: punchLabel, sale: sale, expiry: expiry)
    }

    /// - Returns: nil: no longer for sale.
    static func edit(_ call: APICall) throws(APIError) -> PunchCard.Sale? {
        var fields = FieldReader(call.body)
        let isForSale = fields.required("forSale", .boolean)
        let sale = isForSale == true ? sale(&fields) : nil
        guard fields.errors.isEmpty else { throw fields.refusal }
        return sale
    }

    static func customer(_ call: APICall) throws(APIError) -> CustomerID {
        var fields = FieldReader(call.body)
        guard let customer = fields.required("customerId", .id(of: CustomerKind.self)) else { throw fields.refusal }
        return customer
    }

    static func stamps(_ call: APICall) throws(APIError) -> Int {
        var fields = FieldReader(call.body)
        let stamps = fields.optional("stamps", .integer(1...1000))
        guard fields.errors.isEmpty else { throw fields.refusal }
        return stamps ?? 1
    }

    private static func sale(_ fields: inout FieldReader) -> PunchCard.Sale? {
        let price = fields.required("price", .amount())
        let vatRate = fields.required("vatRate", .vatRate)
        guard let price, let vatRate else { return nil }
        return PunchCard.Sale(price: price, vatRate: vatRate)
    }

    /// Both fields or neither.
    private static func expiry(_ fields: inout FieldReader, in version: APIVersion) -> PunchCard.Expiry? {
        let unit = ExpiryPeriodName.sent(in: version)
        guard fields.contains("expiryValue") || fields.contains(unit) else { return nil }
        let count = fields.required("expiryValue", .integerOrDigits(1...3650))
        let period = fields.required(unit, .choice as ValueRule<PunchCard.Expiry.Period>)
        guard let count, let period else { return nil }
        return PunchCard.Expiry(count, period)
    }

    static let newSchema = Schema.Component("NewPunchCard") { version in
        .object(
            [
                .init("name", .text(255, example: "Ten lessons")),
                .init("punches", .integer(range: 1...1000, example: 10)),
                .init("punchLabel", .text(255, example: "lesson")),
                .init("description", .text(2000, example: "Also for the evening lessons.").nullable, isRequired: false),
                .init("forSale", .boolean, isRequired: false),
                .init("price", .amount.nullable, isRequired: false),
                .init("vatRate", .vatRate.nullable, isRequired: false),
                .init(
                    "expiryValue", .string("1 to 3650, as digits or as a number.", example: "3").orInteger.nullable,
                    isRequired: false),
                .init(
                    ExpiryPeriodName.sent(in: version),
                    .choice(PunchCard.Expiry.Period.allCases.map(\.rawValue)).nullable, isRequired: false),
            ])
    }

    static let editSchema = Schema.Component("PunchCardEdit") { _ in
        .object([
            .init("forSale", .boolean), .init("price", .amount.nullable, isRequired: false),
            .init("vatRate", .vatRate.nullable, isRequired: false),
        ]).example(["forSale": .bool(true), "price": .string("45.00"), "vatRate": .number("21")])
    }

    static let issueSchema = Schema.Component("PunchCardIssue") { _ in
        .object([.init("customerId", .id("cst_06apczxmqbsaeh9edd1r"))])
    }

    static let stampSchema = Schema.Component("PunchCardStamp") { _ in
        .object([
            .init("stamps", .integer("1 if absent.", range: 1...1000, example: 1).nullable, isRequired: false)
        ])
    }
}
