import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Customer invoices and offers as events (contract 6.1)", .timeLimit(.minutes(2)))
struct InvoiceEventTests {
    @Test("An invoice is announced when made, paid and deleted, with what GET returns", arguments: Backend.available)
    func invoices(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for type in ["invoice-created", "invoice-paid", "invoice-deleted"] { try await api.listen(to: type) }
            let customer = try await api.customer()
            let id = try await api.invoice(customer)
            let made = try await api.get("/v1/customer-invoices/\(id)").body
            let paid = try await api.patch("/v1/customer-invoices/\(id)", #"{"paidAt":"2026-03-02 10:00"}"#).body
            _ = try await api.patch("/v1/customer-invoices/\(id)", #"{"paidAt":"2026-03-02 10:00"}"#)
            let other = try await api.invoice(customer, number: "2")
            let open = try await api.get("/v1/customer-invoices/\(other)").body
            _ = try await api.delete("/v1/customer-invoices/\(other)")
            try await expect(
                api,
                [
                    ("invoice-created", made), ("invoice-paid", paid), ("invoice-created", open),
                    ("invoice-deleted", open),
                ])
        }
    }

    @Test("An offer is announced when made, decided and deleted, also with its customer", arguments: Backend.available)
    func offers(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for type in ["offer-created", "offer-accepted", "offer-rejected", "offer-deleted"] {
                try await api.listen(to: type)
            }
            let customer = try await api.customer()
            let id = try await api.offer(customer)
            let made = try await api.get("/v1/customer-offers/\(id)").body
            let accepted = try await api.patch("/v1/customer-offers/\(id)", #"{"acceptedAt":"2026-03-02 10:00"}"#).body
            let other = try await api.offer(customer)
            let second = try await api.get("/v1/customer-offers/\(other)").body
            let rejected = try await api.patch("/v1/customer-offers/\(other)", #"{"rejectedAt":"2026-03-02 10:00"}"#)
                .body
            #expect(try await api.delete("/v1/customers/\(customer)").status == 204)
            let bodies = [
                ("offer-created", made), ("offer-accepted", accepted), ("offer-created", second),
                ("offer-rejected", rejected),
            ]
            let told = try await api.announced().map { (type: $0.type, body: $0.body) }
            #expect(told.prefix(4).map(\.type) == bodies.map(\.0))
            for (delivery, entity) in zip(told, bodies) { #expect(delivery.body.hasSuffix("\"data\":\(entity.1)}")) }
            // In which order the two go is nobody's affair.
            #expect(told.dropFirst(4).map(\.type) == ["offer-deleted", "offer-deleted"])
            for entity in [accepted, rejected] {
                #expect(told.dropFirst(4).contains { $0.body.hasSuffix("\"data\":\(entity)}") })
            }
            #expect(try await api.count("offers") == 0)
            #expect(try await api.count("contents") == 0)
        }
    }

    private func expect(_ api: APIBench, _ expected: [(type: String, entity: String)]) async throws {
        let told = try await api.announced().map { (type: $0.type, body: $0.body) }
        #expect(told.map(\.type) == expected.map(\.type))
        for (delivery, one) in zip(told, expected) { #expect(delivery.body.hasSuffix("\"data\":\(one.entity)}")) }
    }
}
