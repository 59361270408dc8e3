import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing

@Suite("Events for webhooks (contract 6.1, 6.2)", .timeLimit(.minutes(2)))
struct EventTests {
    @Test("A customer is announced when made, changed and deleted, with what GET returns", arguments: Backend.available)
    func customers(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for type in ["customer-created", "customer-updated", "customer-deleted"] { try await api.listen(to: type) }
            let id = try await api.customer()
            let made = try await api.get("/v1/customers/\(id)").body
            _ = try await api.patch("/v1/customers/\(id)", #"{"city":"Zeist"}"#)
            let edited = try await api.get("/v1/customers/\(id)").body
            // Nothing changes, so nobody is told.
            _ = try await api.patch("/v1/customers/\(id)", #"{"city":"Zeist"}"#)
            #expect(try await api.delete("/v1/customers/\(id)").status == 204)

            let deliveries = try await api.announced()
            #expect(deliveries.map(\.type) == ["customer-created", "customer-updated", "customer-deleted"])
            for (delivery, entity) in zip(deliveries, [made, edited, edited]) {
                #expect(
                    delivery.body == """
                        {"id":"\(delivery.event)","type":"\(delivery.type)","createdAt":"2026-03-02T10:00:00+01:00",\
                        "apiVersion":"1.0.0","data":\(entity)}
                        """)
            }
            #expect(Set(deliveries.map(\.event)).count == 3)
        }
    }

    @Test("A customer whose groups change has changed, whichever way they do", arguments: Backend.available)
    func groups(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "customer-updated")
            var customers: [String] = []
            for number in 0..<3 { customers.append(try await api.customer("C\(number)")) }
            func told(_ change: () async throws -> Void) async throws -> [String] {
                let before = try await api.announced().count
                try await change()
                return try await api.announced().dropFirst(before).map { try $0.customer() }.sorted()
            }
            func expected(_ named: [String], _ groups: [String]) -> [String] {
                named.map { "\($0) \(groups.joined(separator: ","))" }.sorted()
            }

            let one = try await api.group("One")
            let members = "/v1/customer-groups/\(one)/customers"
            #expect(
                try await told {
                    _ = try await api.post(members, #"{"customers":["\#(customers[0])","\#(customers[1])"]}"#)
                } == expected([customers[0], customers[1]], [one]))
            // Who is a member already has not changed.
            #expect(
                try await told {
                    _ = try await api.post(members, #"{"customers":["\#(customers[0])","\#(customers[2])"]}"#)
                } == expected([customers[2]], [one]))
            var two = ""
            #expect(try await told { two = try await api.group("Two", [customers[0]]) }.count == 1)
            #expect(try await api.announced().last?.customer() == "\(customers[0]) \(one),\(two)")
            #expect(
                try await told { _ = try await api.delete("\(members)/\(customers[2])") }
                    == expected([customers[2]], []))
            #expect(try await told { _ = try await api.delete("\(members)/\(customers[2])") } == [])
            #expect(try await told { _ = try await api.patch("/v1/customer-groups/\(one)", #"{"name":"1"}"#) } == [])
            #expect(
                try await told { _ = try await api.delete("/v1/customer-groups/\(one)") }
                    == (expected([customers[0]], [two]) + expected([customers[1]], [])).sorted())
        }
    }

    @Test(
        "Each active webhook of the type gets one delivery of the one event, in its own shape",
        arguments: Backend.available)
    func shapes(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let whole = try await api.listen(to: "customer-created")
            let newer = try await api.listen(to: "customer-created", version: "1.1.0")
            let narrow = try await api.listen(to: "customer-created", isWhole: false)
            try await api.listen(to: "customer-created", in: api.b)
            try await api.listen(to: "customer-deleted")
            let inactive = try await api.listen(to: "customer-created")
            _ = try await api.database.write { connection throws(StorageError) in
                try connection.execute(
                    "UPDATE webhooks SET inactive_at = 1 WHERE portal_id = \(api.a) AND id = \(inactive)")
            }

            let id = try await api.customer()
            let deliveries = try await api.announced()
            #expect(Set(deliveries.map(\.webhook)) == [whole, newer, narrow])
            #expect(Set(deliveries.map(\.event)).count == 1)
            let bodies = Dictionary(uniqueKeysWithValues: deliveries.map { ($0.webhook, $0.body) })
            #expect(bodies[newer]?.contains(#""apiVersion":"1.1.0""#) == true)
            #expect(bodies[whole] == bodies[newer]?.replacing("1.1.0", with: "1.0.0"))
            #expect(bodies[narrow]?.hasSuffix(#""data":{"id":"\#(id)"}}"#) == true)
        }
    }

    @Test("What is refused, or kept as an answer already, is not announced", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "customer-created")
            #expect(try await api.post("/v1/customers", "{}").status == 422)
            let body = APIBench.customerBody()
            #expect(try await api.post("/v1/customers", body, key: "k").status == 201)
            #expect(try await api.post("/v1/customers", body, key: "k").status == 201)
            #expect(try await api.announced().count == 1)
        }
    }

    @Test(
        "Two groups that one customer joins at the same time: the last event tells of both",
        arguments: Backend.available)
    func meeting(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "customer-updated")
            let customer = try await api.customer()
            var groups: [String] = []
            for number in 0..<6 { groups.append(try await api.group("G\(number)")) }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for group in groups {
                    tasks.addTask {
                        _ = try await api.post(
                            "/v1/customer-groups/\(group)/customers", #"{"customers":["\#(customer)"]}"#)
                    }
                }
                try await tasks.waitForAll()
            }
            let told = try await api.announced().map { try $0.customer() }
            #expect(told.count == 6)
            #expect(told.contains("\(customer) \(groups.joined(separator: ","))"))
        }
    }

    @Test("A journal that cannot render refuses to announce, instead of forgetting the event")
    func renderer() async throws {
        try await withAPI { api in
            let customers = Customers(
                database: api.database, journal: Journal(ambient: api.ambient), ambient: api.ambient)
            let email = try #require(EmailAddress("info@example.nl"))
            let new = NewCustomer(companyName: "A", address: "B", zipCode: "C", city: "D", primaryEmail: email)
            await #expect(throws: StorageError.self) {
                _ = try await customers.create(new, in: api.a, by: .commandLine)
            }
            #expect(try await api.get("/v1/customers").ids == [])
        }
    }

    @Test("The types are the contract's, each with the scope of its area")
    func types() {
        #expect(EventType.allCases.count == 27)
        for type in EventType.allCases { #expect(Scopes.allReads.contains(type.scope), "\(type)") }
        #expect(EventType(rawValue: "punch-card-stamped")?.scope == .punchCardsRead)
        #expect(EventType(rawValue: "webhook-test") == nil)
    }
}

/// A delivery as it lies in the outbox.
struct Announced: Sendable {
    let webhook: WebhookID
    let event: String
    let type: String
    let body: String

    /// The id of the customer it tells of, and its groups.
    func customer() throws -> String {
        let data = try JSONValue(parsing: Array(body.utf8))["data"]
        guard case .string(let id)? = data?["id"], case .array(let groups)? = data?["customerGroups"] else { return "" }
        let names = groups.map { if case .string(let name) = $0 { name } else { "" } }
        return "\(id) \(names.joined(separator: ","))"
    }
}

extension APIBench {
    /// Puts a webhook into the database, as `create-webhook` would.
    @discardableResult
    func listen(
        to type: String, version: String = "1.0.0", isWhole: Bool = true, in portal: PortalID? = nil
    ) async throws -> WebhookID {
        let (id, portal): (WebhookID, PortalID) = (ambient.makeID(), portal ?? a)
        _ = try await database.write { connection throws(StorageError) in
            try connection.execute(
                """
                INSERT INTO webhooks (portal_id, id, type, url, receiver, secret, signing_secret, sends_secret, api_version,
                    is_whole, maker_kind, maker_id, maker_name, created_at)
                VALUES (\(portal), \(id), \(type), 'https://x.example/', 'https://x.example', '', '', TRUE, \(version),
                    \(isWhole), 'user', '', '', 0)
                """)
        }
        return id
    }

    /// What was announced in A, oldest first.
    func announced() async throws -> [Announced] {
        try await database.rows(
            "SELECT webhook_id, event_id, type, body FROM webhook_deliveries WHERE portal_id = \(a) ORDER BY event_id, id"
        ).map {
            Announced(
                webhook: try $0.id("webhook_id"), event: try $0.text("event_id"), type: try $0.text("type"),
                body: try $0.text("body"))
        }
    }
}
