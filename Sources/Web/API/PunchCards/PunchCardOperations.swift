import HTTPTypes
import Kernel
package import PortalDomain

/// `/punch-cards`: cards with punches as products (contract api-v1, 4.14).
package struct PunchCardOperations: Sendable {
    private let cards: PunchCards
    private let origins: Origins

    package init(cards: PunchCards, origins: Origins) { (self.cards, self.origins) = (cards, origins) }

    static let list = Operation(
        "list-punch-cards", .get, "/punch-cards", group: "Punch Cards", summary: "List punch cards, newest first.",
        access: .scope(.punchCardsRead), feature: .punchcards, success: .page("PunchCard"))
    static let create = Operation(
        "create-punch-card", .post, "/punch-cards", group: "Punch Cards", summary: "Make a punch card.",
        access: .scope(.punchCardsWrite), feature: .punchcards, body: .json("NewPunchCard", required: true),
        success: .created("PunchCard"))
    static let get = Operation(
        "get-punch-card", .get, "/punch-cards/{punchCardId}", group: "Punch Cards", summary: "Read one punch card.",
        access: .scope(.punchCardsRead), feature: .punchcards, success: .entity("PunchCard"))
    static let edit = Operation(
        "edit-punch-card", .patch, "/punch-cards/{punchCardId}", group: "Punch Cards",
        summary: "Offer a punch card for sale, or no longer.", access: .scope(.punchCardsWrite), feature: .punchcards,
        body: .json("PunchCardEdit", required: true), success: .entity("PunchCard"))
    static let delete = Operation(
        "delete-punch-card", .delete, "/punch-cards/{punchCardId}", group: "Punch Cards",
        summary: "Delete a punch card of which no card was issued.", access: .scope(.punchCardsWrite),
        feature: .punchcards, success: .noContent, mayConflict: true)

    static let all = [list, create, get, edit, delete]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.get, get), .init(Self.edit, edit),
            .init(Self.delete, delete),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<PunchCardKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await cards.list(query.request, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/punch-cards")
        return page.answer(id: \.id) { PunchCardPayload.write($1, in: call.zone, version: call.version, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        let new = try PunchCardRequest.new(call)
        let answer: @Sendable (PunchCard) -> APIAnswer = { [origins] card in
            .created(Self.payload(card, call), at: "\(origins.api)/punch-cards/\(card.id)")
        }
        return answer(try await cards.create(new, in: call.portal, by: call.actor, keeping: call.keeping(answer)))
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("punchCardId", of: PunchCardKind.self)
        guard let card = try await cards.find(id, in: call.portal) else { throw APIError.notFound }
        return .ok(Self.payload(card, call))
    }

    func edit(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("punchCardId", of: PunchCardKind.self)
        let sale = try await call.fields { () throws(APIError) in
            try PunchCardRequest.edit(call)
        } of: {
            try await cards.find(id, in: call.portal) != nil
        }
        guard let card = try await cards.sell(id, for: sale, in: call.portal, by: call.actor) else {
            throw APIError.notFound
        }
        return .ok(Self.payload(card, call))
    }

    func delete(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("punchCardId", of: PunchCardKind.self)
        return try .deletion(await cards.delete(id, in: call.portal, by: call.actor))
    }

    private static func payload(_ card: PunchCard, _ call: APICall) -> JSONWriter {
        var json = JSONWriter()
        PunchCardPayload.write(card, in: call.zone, version: call.version, to: &json)
        return json
    }
}
