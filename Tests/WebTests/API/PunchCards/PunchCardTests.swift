import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Punch cards (contract 4.14)", .timeLimit(.minutes(2)))
struct PunchCardTests {
    @Test("Made, read, sold, deleted; one audit event each", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let created = try await api.post(
                "/v1/punch-cards",
                """
                {"name":" Ten lessons ","punchLabel":"lesson","punches":10,"description":"In the evening","forSale":true,
                "price":"150.00","vatRate":9,"expiryValue":"3","expirePeriod":"months"}
                """)
            #expect(created.status == 201)
            let id = try #require(created.text("id"))
            let path = "/v1/punch-cards/\(id)"
            #expect(created["Location"] == "\(APIBench.origin)\(path)")
            #expect(
                created.body == """
                    {"id":"\(id)","createdAt":"2026-03-02T10:00:00+01:00","name":"Ten lessons","description":"In the evening",\
                    "punches":10,"punchLabel":"lesson","forSale":true,"price":"150.00","vatRate":9,"expiryValue":3,\
                    "expiryPeriode":"months"}
                    """)
            #expect(try await api.get(path, version: "1.0.0").body == created.body)

            let given = try await api.patch(path, #"{"forSale":false,"price":"x","name":"Other"}"#)
            #expect(given.status == 200)
            #expect(given.json?["price"] == .null)
            #expect(given.json?["vatRate"] == .null)
            #expect(given.json?["forSale"] == .bool(false))
            #expect(given.text("name") == "Ten lessons")
            #expect(try await api.patch(path, #"{"forSale":false}"#).body == given.body)
            let sold = try await api.patch(path, #"{"forSale":true,"price":"0.00","vatRate":0}"#)
            #expect(sold.text("price") == "0.00")
            #expect(try await api.delete(path).status == 204)
            #expect(try await api.get(path).status == 404)
            #expect(try await api.delete(path).status == 404)
            #expect(
                try await api.auditActions() == [
                    "punch_card.created", "punch_card.edited", "punch_card.edited", "punch_card.deleted",
                ])
        }
    }

    @Test("1.1.0 has one name for the unit of the expiry; the name of the other version is an unknown field")
    func versions() async throws {
        try await withAPI { api in
            let rest = #""name":"x","punchLabel":"y","punches":1,"expiryValue":7"#
            for (version, sent, answered) in [
                ("1.0.0", "expirePeriod", "expiryPeriode"), ("1.1.0", "expiryPeriod", "expiryPeriod"),
            ] {
                let headers = [("X-VERSION", version)]
                let made = try await api.send(
                    .post, "/v1/punch-cards", headers: headers, body: "{\(rest),\"\(sent)\":\"days\"}")
                #expect(made.status == 201)
                #expect(made.text(answered) == "days")
                let other = version == "1.0.0" ? "expiryPeriod" : "expirePeriod"
                let refused = try await api.send(
                    .post, "/v1/punch-cards", headers: headers, body: "{\(rest),\"\(other)\":\"days\"}")
                #expect(refused.fields == [sent])
                for (reader, name) in [("1.0.0", "expiryPeriode"), ("1.1.0", "expiryPeriod")] {
                    let read = try await api.get("/v1/punch-cards/\(try #require(made.text("id")))", version: reader)
                    #expect(read.text(name) == "days")
                }
            }
        }
    }

    @Test("Defaults, limits, and all invalid fields at once")
    func fields() async throws {
        try await withAPI { api in
            let plain = try await api.post("/v1/punch-cards", #"{"name":"x","punchLabel":"y","punches":1000}"#)
            #expect(plain.status == 201)
            for name in ["description", "price", "vatRate", "expiryValue", "expiryPeriode"] {
                #expect(plain.json?[name] == .null, "\(name)")
            }
            // Not for sale: price and rate are not looked at.
            let unsold = #"{"name":"x","punchLabel":"y","punches":1,"forSale":false,"price":1,"vatRate":"x"}"#
            #expect(try await api.post("/v1/punch-cards", unsold).status == 201)
            let long = String(repeating: "x", count: 2001)
            for (body, fields) in [
                ("{}", ["name", "punches", "punchLabel"]),
                (
                    #"{"name":"","punchLabel":null,"punches":0,"description":"\#(long)","forSale":"yes"}"#,
                    ["name", "punches", "punchLabel", "description", "forSale"]
                ),
                (#"{"name":"x","punchLabel":"y","punches":1001}"#, ["punches"]),
                (#"{"name":"x","punchLabel":"y","punches":1.5}"#, ["punches"]),
                (#"{"name":"x","punchLabel":"y","punches":"1"}"#, ["punches"]),
                (#"{"name":"x","punchLabel":"y","punches":1,"forSale":true}"#, ["price", "vatRate"]),
                (
                    #"{"name":"x","punchLabel":"y","punches":1,"forSale":true,"price":1.5,"vatRate":6}"#,
                    ["price", "vatRate"]
                ),
                (#"{"name":"x","punchLabel":"y","punches":1,"expiryValue":1}"#, ["expirePeriod"]),
                (#"{"name":"x","punchLabel":"y","punches":1,"expirePeriod":"days"}"#, ["expiryValue"]),
                (
                    #"{"name":"x","punchLabel":"y","punches":1,"expiryValue":0,"expirePeriod":"weeks"}"#,
                    ["expiryValue", "expirePeriod"]
                ),
                (
                    #"{"name":"x","punchLabel":"y","punches":1,"expiryValue":"3651","expirePeriod":"days"}"#,
                    ["expiryValue"]
                ),
                (
                    #"{"name":"x","punchLabel":"y","punches":1,"expiryValue":"+3","expirePeriod":"days"}"#,
                    ["expiryValue"]
                ),
                (
                    #"{"name":"x","punchLabel":"y","punches":1,"expiryValue":true,"expirePeriod":"days"}"#,
                    ["expiryValue"]
                ),
            ] {
                let reply = try await api.post("/v1/punch-cards", body)
                #expect(reply.status == 422, "\(body)")
                #expect(reply.fields == fields, "\(body)")
            }
            #expect(try await api.auditActions().count == 2)
            let card = try await api.punchCard()
            for (body, fields) in [
                ("{}", ["forSale"]), (#"{"forSale":null}"#, ["forSale"]), (#"{"forSale":true}"#, ["price", "vatRate"]),
                (#"{"forSale":true,"price":"1.5","vatRate":21}"#, ["price"]),
            ] {
                #expect(try await api.patch("/v1/punch-cards/\(card)", body).fields == fields)
                #expect(try await api.patch("/v1/punch-cards/pcd_06ar92hddrw9hqwyqppc", body).status == 404)
            }
        }
    }

    @Test("A card is issued once per request, stamped down to zero, and then fully used", arguments: Backend.available)
    func stamping(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "punch-card-stamped")
            let (card, customer) = (try await api.punchCard(), try await api.customer())
            let issued = try await api.post("/v1/punch-cards/\(card)/issued", #"{"customerId":"\#(customer)"}"#)
            #expect(issued.status == 201)
            let id = try #require(issued.text("id"))
            let path = "/v1/punch-cards/\(card)/issued/\(id)"
            #expect(issued["Location"] == "\(APIBench.origin)\(path)")
            #expect(
                issued.body == """
                    {"id":"\(id)","punchCardId":"\(card)","customerId":"\(customer)","punchesLeft":10,"status":"active",\
                    "expiresAt":null,"issuedAt":"2026-03-02T10:00:00+01:00"}
                    """)
            #expect(try await api.get(path).body == issued.body)
            #expect(try await api.get("/v1/punch-cards/\(card)/issued").data.count == 1)

            // Without a body it is one punch.
            let first = try await api.send(.post, "\(path)/stamp")
            #expect(first.status == 200)
            #expect(first.json?["punchesLeft"] == .number("9"))
            #expect(first["Location"] == nil)
            #expect(try await api.post("\(path)/stamp", #"{"stamps":null}"#).json?["punchesLeft"] == .number("8"))
            #expect(try await api.post("\(path)/stamp", #"{"stamps":9}"#).status == 409)
            let last = try await api.post("\(path)/stamp", #"{"stamps":8}"#)
            #expect(last.json?["punchesLeft"] == .number("0"))
            #expect(last.text("status") == "fully_used")
            #expect(try await api.post("\(path)/stamp", "{}").status == 409)
            for body in [#"{"stamps":0}"#, #"{"stamps":1001}"#, #"{"stamps":"1"}"#] {
                #expect(try await api.post("\(path)/stamp", body).fields == ["stamps"])
            }
            #expect(try await api.announced().count == 3)
            #expect(try await api.announced().last?.body.contains(last.body) == true)
            #expect(
                try await api.auditActions().suffix(4) == ["punch_card.issued"]
                    + Array(repeating: "punch_card.stamped", count: 3))
            #expect(try await api.delete("/v1/punch-cards/\(card)").status == 409)

            // The cards go with their customer, and then the product may go.
            #expect(try await api.delete("/v1/customers/\(customer)").status == 204)
            #expect(try await api.get(path).status == 404)
            #expect(try await api.delete("/v1/punch-cards/\(card)").status == 204)
        }
    }

    @Test("Of many who stamp at once, as many succeed as there are punches", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let (card, customer) = (try await api.punchCard(), try await api.customer())
            let id = try await api.issuedPunchCard(card, to: customer)
            let path = "/v1/punch-cards/\(card)/issued/\(id)"
            let stamps = try await api.concurrently(16) { try await $0.post("\(path)/stamp", "{}") }
            #expect(stamps.count { $0.status == 200 } == 10)
            #expect(stamps.count { $0.status == 409 } == 6)
            let left = stamps.filter { $0.status == 200 }.compactMap { $0.json?["punchesLeft"] }
            #expect(Set(left.map { "\($0)" }).count == 10)
            #expect(try await api.get(path).json?["punchesLeft"] == .number("0"))

            // Three at a time out of ten: three times, and one is left.
            let other = try await api.issuedPunchCard(card, to: customer)
            let threes = try await api.concurrently(8) {
                try await $0.post("/v1/punch-cards/\(card)/issued/\(other)/stamp", #"{"stamps":3}"#)
            }
            #expect(threes.count { $0.status == 200 } == 3)
            #expect(
                try await api.get("/v1/punch-cards/\(card)/issued/\(other)").json?["punchesLeft"] == .number("1"))
        }
    }

    @Test(
        "A card is good up to the last second of its last day on the portal's clock",
        arguments: [
            (1, "days", "2026-03-03T23:59:59+01:00"), (27, "days", "2026-03-29T23:59:59+02:00"),
            (3, "months", "2026-06-02T23:59:59+02:00"), (1, "years", "2027-03-02T23:59:59+01:00"),
            (3650, "years", "5676-03-02T23:59:59+01:00"),
        ])
    func expiry(_ count: Int, _ period: String, _ end: String) async throws {
        try await withAPI { api in
            let card = try await api.punchCard(more: #","expiryValue":\#(count),"expirePeriod":"\#(period)""#)
            let id = try await api.issuedPunchCard(card, to: try await api.customer())
            #expect(try await api.get("/v1/punch-cards/\(card)/issued/\(id)").text("expiresAt") == end)
        }
    }

    @Test("A missing day is the last of the month; after it the card is expired", arguments: Backend.available)
    func expired(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            api.clock.advance(seconds: 29 * 86_400)  // 31 March, 11:00 in summer time
            let card = try await api.punchCard(more: #","expiryValue":1,"expirePeriod":"months""#)
            let customer = try await api.customer()
            let id = try await api.issuedPunchCard(card, to: customer)
            let used = try await api.issuedPunchCard(card, to: customer)
            let path = "/v1/punch-cards/\(card)/issued"
            #expect(try await api.get("\(path)/\(id)").text("expiresAt") == "2026-04-30T23:59:59+02:00")
            _ = try await api.post("\(path)/\(used)/stamp", #"{"stamps":10}"#)
            api.clock.advance(seconds: 30 * 86_400 + 13 * 3600 - 1)  // 23:59:59
            #expect(try await api.post("\(path)/\(id)/stamp", "{}").status == 200)
            api.clock.advance(seconds: 1)
            #expect(try await api.post("\(path)/\(id)/stamp", "{}").status == 409)
            #expect(try await api.get("\(path)/\(id)").text("status") == "expired")
            #expect(try await api.get("\(path)/\(used)").text("status") == "fully_used")
        }
    }

    @Test("Ids are looked for below their parent and in their portal", arguments: Backend.available)
    func isolation(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let (card, other) = (try await api.punchCard(), try await api.punchCard())
            let customer = try await api.customer()
            let id = try await api.issuedPunchCard(card, to: customer)
            let foreignCard = try await api.punchCard(token: api.tokenOfB)
            let foreigner = try await api.customer(token: api.tokenOfB)
            for path in ["\(other)/issued/\(id)", "\(foreignCard)/issued/\(id)", "pcd_x/issued/\(id)"] {
                #expect(try await api.get("/v1/punch-cards/\(path)").status == 404)
                #expect(try await api.post("/v1/punch-cards/\(path)/stamp", "{}").status == 404)
                #expect(try await api.post("/v1/punch-cards/\(path)/stamp", #"{"stamps":0}"#).status == 404)
            }
            #expect(try await api.get("/v1/punch-cards/\(foreignCard)").status == 404)
            #expect(try await api.delete("/v1/punch-cards/\(foreignCard)").status == 404)
            #expect(try await api.get("/v1/punch-cards/\(foreignCard)/issued?page=0").status == 404)
            #expect(try await api.post("/v1/punch-cards/\(foreignCard)/issued", "{}").status == 404)
            for customer in [foreigner, "cst_06apczxmqbsaeh9edd1r", "x"] {
                let reply = try await api.post("/v1/punch-cards/\(card)/issued", #"{"customerId":"\#(customer)"}"#)
                #expect(reply.status == 422)
                #expect(reply.fields == ["customerId"])
            }
            #expect(try await api.post("/v1/punch-cards/\(card)/issued", "{}").fields == ["customerId"])
            #expect(try await api.get("/v1/punch-cards/\(card)/issued?page=0").fields == ["page"])
            #expect(try await api.get("/v1/punch-cards").ids == [other, card])
            #expect(
                try await api.get("/v1/punch-cards?per_page=1").json?["next_cursor"]
                    == .string(String(other.dropFirst(4))))
            try await api.expectSwitchedOff(.punchcards, "Punch Cards")
        }
    }

    @Test(
        "Issuing while the card or the customer is deleted: never a 5xx, and nothing dangles",
        arguments: Backend.available)
    func deletions(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for _ in 0..<8 {
                let (card, customer) = (try await api.punchCard(), try await api.customer())
                async let issued = api.post("/v1/punch-cards/\(card)/issued", #"{"customerId":"\#(customer)"}"#)
                async let deletedCard = api.delete("/v1/punch-cards/\(card)")
                async let deletedCustomer = api.delete("/v1/customers/\(customer)")
                let (made, gone, left) = try await (issued, deletedCard, deletedCustomer)
                #expect([201, 404, 422].contains(made.status))
                #expect([204, 409].contains(gone.status))
                #expect(left.status == 204)
            }
            let held = try await api.database.rows("SELECT id FROM issued_punch_cards WHERE portal_id = \(api.a)")
            #expect(held.isEmpty)
        }
    }
}

extension APIBench {
    static func punchCardBody(more: String = "") -> String {
        #"{"name":"Ten lessons","punchLabel":"lesson","punches":10\#(more)}"#
    }

    /// A new card's id.
    func punchCard(more: String = "", token: String? = nil) async throws -> String {
        try #require(try await post("/v1/punch-cards", Self.punchCardBody(more: more), token: token).text("id"))
    }

    func issuedPunchCard(_ card: String, to customer: String) async throws -> String {
        let reply = try await post("/v1/punch-cards/\(card)/issued", #"{"customerId":"\#(customer)"}"#)
        return try #require(reply.text("id"))
    }
}
