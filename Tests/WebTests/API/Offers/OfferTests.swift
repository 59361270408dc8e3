import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Customer offers (contract 4.6)", .timeLimit(.minutes(4)))
struct OfferTests {
    static let path = "/v1/customer-offers"

    @Test("Made from lines, read, accepted; each change is one audit event", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let created = try await api.post("\(Self.path)/manual", api.manualOffer(customer))
            #expect(created.status == 201)
            let id = try #require(created.text("id"))
            #expect(created["Location"] == "\(APIBench.origin)\(Self.path)/\(id)")
            #expect(
                created.body == """
                    {"id":"\(id)","createdAt":"2026-03-02T10:00:00+01:00","customerId":"\(customer)","offerNumber":"O-1",\
                    "issuedAt":"2026-03-02","expiresAt":"2026-03-31","currency":"EUR","amount":"298.28","acceptedAt":null,\
                    "rejectedAt":null,"acceptedViaIp":null,"acceptedViaUserAgent":null,"acceptanceSignature":null,\
                    "links":{"customer":{"href":"\(APIBench.origin)/v1/customers/\(customer)","type":"application/json"}}}
                    """)
            #expect(try await api.get("\(Self.path)/\(id)", version: "1.0.0").body == created.body)
            #expect(try await api.get(Self.path).data == [try #require(created.json)])
            let file = try await api.download(try await api.get("\(Self.path)/\(id)/pdf"))
            #expect(file.body.hasPrefix("%PDF-1."))

            let accepted = try await api.patch(
                "\(Self.path)/\(id)",
                #"{"acceptedAt":"2026-03-04T11:30:00Z","acceptedViaIp":"not checked","acceptedViaUserAgent":"Fox"}"#)
            #expect(accepted.status == 200)
            #expect(accepted.text("acceptedAt") == "2026-03-04T12:30:00+01:00")
            #expect(accepted.text("acceptedViaIp") == "not checked")
            #expect(accepted.text("acceptedViaUserAgent") == "Fox")
            #expect(try await api.get("\(Self.path)/\(id)").body == accepted.body)
            let again = try await api.patch("\(Self.path)/\(id)", #"{"rejectedAt":"2026-03-05 12:30"}"#)
            #expect(again.status == 409)
            #expect(again.message == "The offer is already accepted.")
            #expect(try await api.delete("\(Self.path)/\(id)").status == 409)

            let other = try await api.offer(customer)
            let rejected = try await api.patch(
                "\(Self.path)/\(other)", #"{"rejectedAt":"2026-03-05 12:30","acceptedViaIp":"192.0.2.7"}"#)
            #expect(rejected.text("rejectedAt") == "2026-03-05T12:30:00+01:00")
            #expect(rejected.json?["acceptedViaIp"] == .null)
            #expect(
                try await api.patch("\(Self.path)/\(other)", #"{"acceptedAt":"2026-03-05 12:30"}"#).message
                    == "The offer is already rejected.")
            #expect(try await api.delete("\(Self.path)/\(other)").status == 204)
            #expect(
                try await api.auditActions() == [
                    "customer.created", "customer_offer.created", "customer_offer.accepted", "customer_offer.created",
                    "customer_offer.rejected", "customer_offer.deleted",
                ])
        }
    }

    @Test("With a PDF of one's own, decided or not", arguments: Backend.available)
    func ownFile(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let fields = [
                ("customerId", try await api.customer()), ("offerNumber", "O-2"), ("issuedAt", "2026-03-02"),
                ("expiresAt", "2026-03-02"), ("amount", "1210.00"),
            ]
            let open = try await api.form(Self.path, fields + [("acceptedViaIp", "192.0.2.7")])
            #expect(open.status == 201)
            #expect(open.json?["acceptedViaIp"] == .null)
            let accepted = try await api.form(
                Self.path, fields + [("acceptedAt", "2026-03-02 09:00"), ("acceptedViaIp", "192.0.2.7")])
            #expect(accepted.text("acceptedAt") == "2026-03-02T09:00:00+01:00")
            #expect(accepted.text("acceptedViaIp") == "192.0.2.7")
            let rejected = try await api.form(Self.path, fields + [("rejectedAt", "2026-03-02 09:00")])
            #expect(rejected.text("rejectedAt") == "2026-03-02T09:00:00+01:00")
            let both = try await api.form(
                Self.path, fields + [("rejectedAt", "2026-03-02 09:00"), ("acceptedAt", "2026-03-02 09:00")])
            #expect(both.fields == ["rejectedAt"])
            #expect(try await api.count("offers") == 3)
            // Decided when it was made: no event of a decision.
            #expect(try await api.auditActions().filter { $0 != "customer_offer.created" } == ["customer.created"])
        }
    }

    @Test("All that is wrong is told at once, and nothing is written")
    func wrong() async throws {
        try await withAPI { api in
            let wrong = try await api.form(
                Self.path,
                [
                    ("customerId", "cst_06apczxmqbsaeh9edd1r"), ("offerNumber", String(repeating: "9", count: 256)),
                    ("issuedAt", "2026-03-02"), ("expiresAt", "2026-03-01"), ("amount", "-1.00"),
                    ("acceptedAt", "2026-03-01"), ("acceptedViaIp", String(repeating: "1", count: 65)),
                    ("acceptedViaUserAgent", String(repeating: "x", count: 2001)),
                ], pdf: "<html>")
            #expect(
                Set(wrong.fields) == [
                    "customerId", "offerNumber", "expiresAt", "amount", "acceptedAt", "acceptedViaIp",
                    "acceptedViaUserAgent", "pdf",
                ])
            let manual = try await api.post("\(Self.path)/manual", #"{"lines":[{}],"sendNotification":"yes"}"#)
            #expect(
                Set(manual.fields) == [
                    "customerId", "offerNumber", "issuedAt", "expiresAt", "sendNotification", "lines[0].description",
                    "lines[0].amountExclVat", "lines[0].vatRate",
                ])
            #expect(try await api.count("offers") == 0)
            #expect(try await api.count("contents") == 0)
        }
    }

    @Test("A decision is one of two dates")
    func decisions() async throws {
        try await withAPI { api in
            let id = try await api.offer(try await api.customer())
            for (body, fields) in [
                ("{}", [""]), (#"{"acceptedViaIp":"192.0.2.7"}"#, [""]), (#"{"acceptedAt":null}"#, [""]),
                (#"{"acceptedAt":"2026-03-02 10:00","rejectedAt":"2026-03-02 10:00"}"#, ["rejectedAt"]),
                (#"{"acceptedAt":"soon"}"#, ["acceptedAt"]), (#"{"rejectedAt":7}"#, ["rejectedAt"]),
            ] {
                #expect(try await api.patch("\(Self.path)/\(id)", body).fields == fields, "\(body)")
            }
            #expect(try await api.get("\(Self.path)/\(id)").json?["acceptedAt"] == .null)
        }
    }

    @Test(
        "An offer is valid to the end of its last day in the portal's zone, and can be decided after it",
        arguments: Backend.available)
    func expiry(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let today = try await api.offer(customer, expiresAt: "2026-03-02")
            let later = try await api.offer(customer, expiresAt: "2026-03-31")
            #expect(try await api.get("\(Self.path)?status=open").ids == [later, today])
            // 10:00 in Amsterdam plus 13 hours 59 minutes 59 seconds: the last second of the day there.
            api.clock.advance(seconds: 13 * 3600 + 3599)
            #expect(try await api.get("\(Self.path)?status=open").ids == [later, today])
            api.clock.advance(seconds: 1)
            #expect(try await api.get("\(Self.path)?status=open").ids == [later])
            #expect(try await api.get("\(Self.path)?status=expired").ids == [today])
            #expect(try await api.patch("\(Self.path)/\(today)", #"{"acceptedAt":"2026-03-03 00:00"}"#).status == 200)
            #expect(try await api.get("\(Self.path)?status=expired").ids == [])
            #expect(try await api.get("\(Self.path)?status=accepted&customerId=\(customer)").ids == [today])
            #expect(try await api.get("\(Self.path)?status=rejected").ids == [])
            #expect(try await api.get("\(Self.path)?status=lost").fields == ["status"])
        }
    }

    @Test("Of many who decide one offer at once exactly one does", arguments: Backend.available)
    func races(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            for _ in 0..<3 {
                let id = try await api.offer(customer)
                let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<8 {
                        let field = number % 2 == 0 ? "acceptedAt" : "rejectedAt"
                        group.addTask {
                            try await api.patch("\(Self.path)/\(id)", #"{"\#(field)":"2026-03-02 12:00"}"#).status
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.sorted() == [200] + Array(repeating: 409, count: 7))
            }
        }
    }

    @Test("Another portal's offer is answered as one that never was; switched off is 426", arguments: Backend.available)
    func isolation(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let theirs = try await api.offer(try await api.customer(token: api.tokenOfB), token: api.tokenOfB)
            for id in [theirs, "off_06aq20tyz4vfcy0yekqn", "off_x"] {
                #expect(try await api.get("\(Self.path)/\(id)").status == 404)
                #expect(try await api.get("\(Self.path)/\(id)/pdf").status == 404)
                #expect(try await api.delete("\(Self.path)/\(id)").status == 404)
                #expect(try await api.patch("\(Self.path)/\(id)", "{}").status == 404)
                #expect(try await api.patch("\(Self.path)/\(id)", #"{"acceptedAt":"2026-03-02 10:00"}"#).status == 404)
            }
            #expect(try await api.get(Self.path).ids == [])
            let token = api.credentials.mint(
                in: Portal(id: api.a, slug: "alpha", name: "Alpha", featuresOff: [.offers]), .all)
            for operation in APICatalog.operations where operation.group == "Customer Offers" {
                let path = operation.path.replacing("{offerId}", with: theirs)
                let answer = try await api.send(operation.method, "/v1\(path)", token: token)
                #expect(answer.status == 426, "\(operation.id)")
            }
        }
    }

    @Test("A repeated key makes one offer and one mail", arguments: Backend.available)
    func idempotency(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let body = api.manualOffer(
                try await api.customer(email: "wit@example.nl"), more: #","sendNotification":true"#)
            let first = try await api.post("\(Self.path)/manual", body, key: "one")
            let second = try await api.post("\(Self.path)/manual", body, key: "one")
            #expect(second.body == first.body)
            #expect(second["Idempotent-Replayed"] == "true")
            #expect(try await api.count("offers") == 1)
            let mails = try await api.mails()
            #expect(mails.map(\.subject) == ["Offerte O-1 van alpha"])
            #expect(mails.first?.to == "wit@example.nl")
        }
    }
}
