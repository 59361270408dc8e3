import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Mails to those whom a portal serves", .timeLimit(.minutes(2)))
struct CustomerMailTests {
    /// Everything that is mailed to customers, attendees and signers.
    enum Occasion: String, CaseIterable, Sendable {
        case share, fileRequest, invoice, offer, appointment, agreement, signingCode, term
    }

    @Test("Each area mails, and nothing of it leaves a test portal", arguments: Occasion.allCases, Backend.available)
    func testPortals(_ occasion: Occasion, on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await Self.makeTestPortal(of: api.b, api)
            try await Self.bring(about: occasion, in: api.b, with: api.tokenOfB, api)
            #expect(try await api.mails().map(\.subject) == [])
            try await Self.bring(about: occasion, in: api.a, with: api.token, api)
            #expect(try await !api.mails().isEmpty)
        }
    }

    private static func bring(
        about occasion: Occasion, in portal: PortalID, with token: String, _ api: APIBench
    ) async throws {
        let customer = try await api.customer(token: token)
        let reply: Reply
        switch occasion {
        case .share:
            let file = try await api.file(token: token)
            reply = try await api.post(
                "/v1/file-shares", #"{"content":["\#(file)"],"customerId":"\#(customer)"}"#, token: token)
        case .fileRequest:
            reply = try await api.post(
                "/v1/file-requests", #"{"name":"x","requestedFiles":[{"name":"y"}],"customerId":"\#(customer)"}"#,
                token: token)
        case .invoice:
            let body = api.manualInvoice(customer, more: #","sendNotification":true"#)
            reply = try await api.post("/v1/customer-invoices/manual", body, token: token)
        case .offer:
            let body = api.manualOffer(customer, more: #","sendNotification":true"#)
            reply = try await api.post("/v1/customer-offers/manual", body, token: token)
        case .appointment:
            reply = try await api.post(
                "/v1/appointments", APIBench.appointmentBody(more: APIBench.jan), token: token)
        case .agreement:
            reply = try await api.upload("/v1/agreements", APIBench.agreementForm(), token: token)
        case .signingCode:
            reply = try await api.upload("/v1/agreements", APIBench.agreementForm(), token: token)
            let before = try await api.mails().count
            let signer = AgreementSignerID(stored: reply.ids(in: "signers")[1])
            let visit = try #require(api.agreements.links.visit(of: signer))
            #expect(try await api.agreements.sendCode(to: visit) == .sent)
            #expect(try await api.mails().count == (portal == api.a ? before + 1 : 0))
        case .term:
            let package = try await api.post(
                SubscriptionPackageTests.path, SubscriptionPackageTests.body, token: token)
            reply = try await api.post(
                "\(SubscriptionPackageTests.path)/\(package.text("id") ?? "")/sign-up",
                #"{"customerId":"\#(customer)","startDate":"2026-03-02"}"#, token: token)
            #expect(try await Till(api).subscriptions.makeTerms() == 1)
        }
        #expect(reply.status == 201, "\(reply.body)")
    }

    /// As `TestPortals.open` makes it.
    private static func makeTestPortal(of portal: PortalID, _ api: APIBench) async throws {
        let (user, developer): (UserID, DeveloperID) = (api.ambient.makeID(), api.ambient.makeID())
        try await api.database.write { connection throws(StorageError) in
            try connection.execute(
                """
                INSERT INTO users (id, email, email_key, name, created_at) VALUES (\(user), 'o@x.nl', 'o@x.nl', 'O', 0)
                """)
            try connection.execute(
                """
                INSERT INTO developers (id, email, email_key, name, password_hash, created_at)
                VALUES (\(developer), 'd@x.nl', 'd@x.nl', 'D', 'x', 0)
                """)
            try connection.execute(
                """
                INSERT INTO test_portals (developer_id, portal_id, user_id, created_at)
                VALUES (\(developer), \(portal), \(user), 0)
                """)
        }
    }
}
