import HTTPTypes
import Kernel
package import PortalDomain

/// `/punch-cards/{punchCardId}/issued`: the cards that customers hold (contract api-v1, 4.14).
package struct IssuedPunchCardOperations: Sendable {
    private let cards: PunchCards
    private let origins: Origins

    package init(cards: PunchCards, origins: Origins) { (self.cards, self.origins) = (cards, origins) }

    static let list = Operation(
        "list-bought-punch-cards", .get, "/punch-cards/{punchCardId}/issued", group: "Punch Cards",
        summary: "List the issued cards of a punch card, newest first.", access: .scope(.punchCardsRead),
        feature: .punchcards, success: .page("PunchCardBought"))
    static let issue = Operation(
        "issue-punch-card", .post, "/punch-cards/{punchCardId}/issued", group: "Punch Cards",
        summary: "Give a customer a card.", access: .scope(.punchCardsWrite), feature: .punchcards,
        body: .json("PunchCardIssue", required: true), success: .created("PunchCardBought"))
    static let get = Operation(
        "get-bought-punch-card", .get, "/punch-cards/{punchCardId}/issued/{issuedPunchCardId}", group: "Punch Cards",
        summary: "Read one issued card.", access: .scope(.punchCardsRead), feature: .punchcards,
        success: .entity("PunchCardBought"))
    static let stamp = Operation(
        "stamp-bought-punch-card", .post, "/punch-cards/{punchCardId}/issued/{issuedPunchCardId}/stamp",
        group: "Punch Cards", summary: "Take punches off an issued card: all of them or none.",
        access: .scope(.punchCardsWrite), feature: .punchcards, body: .json("PunchCardStamp", required: false),
        success: .entity("PunchCardBought"), mayConflict: true)

    static let all = [list, issue, get, stamp]

    package var endpoints: [Endpoint] {
        [.init(Self.list, list), .init(Self.issue, issue), .init(Self.get, get), .init(Self.stamp, stamp)]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        let card = try call.id("punchCardId", of: PunchCardKind.self)
        guard try await cards.find(card, in: call.portal) != nil else { throw APIError.notFound }
        var fields = FieldReader(call.query)
        let query = ListQuery<IssuedPunchCardKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await cards.list(query.request, of: card, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/punch-cards/\(card)/issued")
        return page.answer(id: \.id) { IssuedPunchCardPayload.write($1, at: call.now, in: call.zone, to: &$0) }
    }

    func issue(_ call: APICall) async throws -> APIAnswer {
        let card = try call.id("punchCardId", of: PunchCardKind.self)
        let customer = try await call.fields { () throws(APIError) in
            try PunchCardRequest.customer(call)
        } of: {
            try await cards.find(card, in: call.portal) != nil
        }
        let answer: @Sendable (IssuedPunchCard) -> APIAnswer = { [origins] issued in
            .created(Self.payload(issued, call), at: "\(origins.api)/punch-cards/\(card)/issued/\(issued.id)")
        }
        let creation = try await cards.issue(
            card, to: customer, in: call.portal, zone: call.zone, by: call.actor, keeping: call.keeping(answer))
        return answer(try creation.entity())
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        let card = try call.id("punchCardId", of: PunchCardKind.self)
        let id = try call.id("issuedPunchCardId", of: IssuedPunchCardKind.self)
        guard let issued = try await cards.find(id, of: card, in: call.portal) else { throw APIError.notFound }
        return .ok(Self.payload(issued, call))
    }

    func stamp(_ call: APICall) async throws -> APIAnswer {
        let card = try call.id("punchCardId", of: PunchCardKind.self)
        let id = try call.id("issuedPunchCardId", of: IssuedPunchCardKind.self)
        let stamps = try await call.fields { () throws(APIError) in
            try PunchCardRequest.stamps(call)
        } of: {
            try await cards.find(id, of: card, in: call.portal) != nil
        }
        let answer: @Sendable (IssuedPunchCard) -> APIAnswer = { .ok(Self.payload($0, call)) }
        let stamped = try await cards.stamp(
            id, of: card, stamps, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        return answer(try stamped.entity())
    }

    private static func payload(_ card: IssuedPunchCard, _ call: APICall) -> JSONWriter {
        var json = JSONWriter()
        IssuedPunchCardPayload.write(card, at: call.now, in: call.zone, to: &json)
        return json
    }
}
