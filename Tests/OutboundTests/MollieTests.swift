import Kernel
import Outbound
import PortalDomain
import Synchronization
import Testing

@Suite("Payments at Mollie, from a server that speaks their API", .timeLimit(.minutes(2)))
struct MollieTests {
    private static let key = Secret("test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM")
    private static let payment = PaymentID(stored: "plp_06ar62d7cm6b3sjrspgm")

    private static func order(_ kind: PaymentOrder.Kind = .once) -> PaymentOrder {
        PaymentOrder(
            payment: payment, description: "Deposit \"1\"", amount: Cents(1250), kind: kind,
            returnURL: "https://x.example/payment/abc", reportURL: "https://x.example/providers/mollie/abc")
    }

    private static func answer(_ body: String, _ status: String = "200 OK") -> WebServer.Behaviour {
        .answer(
            "HTTP/1.1 \(status)\r\nContent-Type: application/hal+json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    private static func made(
        _ id: String = "tr_7UhSN1zuXS", checkout: String = "http://127.0.0.1/checkout/7UhSN1zuXS"
    ) -> WebServer.Behaviour {
        answer(
            #"{"id":"\#(id)","status":"open","_links":{"checkout":{"href":"\#(checkout)","type":"text/html"}}}"#,
            "201 Created")
    }

    private func withMollie(_ body: (WebServer, MollieProvider) async throws -> Void) async throws {
        try await WebServer.run(isSecure: false) { server in
            try await body(server, MollieProvider(base: "http://127.0.0.1:\(server.port)/v2", patience: .seconds(1)))
        }
    }

    private func fault(_ body: () async throws(PaymentFault) -> Void) async -> PaymentFault? {
        do {
            try await body()
            return nil
        } catch { return error }
    }

    @Test("A payment is created with what they ask for, under a key that makes it one")
    func creation() async throws {
        try await withMollie { server, mollie in
            server.behave(Self.made())
            let begun = try await mollie.begin(Self.order(), with: Self.key)
            #expect(
                begun
                    == BegunPayment(integrationID: "tr_7UhSN1zuXS", checkoutURL: "http://127.0.0.1/checkout/7UhSN1zuXS")
            )
            let request = try #require(server.requests.first)
            #expect(request.hasPrefix("POST /v2/payments HTTP/1.1\r\n"))
            #expect(request.contains("Authorization: Bearer test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM\r\n"))
            #expect(request.contains("Idempotency-Key: plp_06ar62d7cm6b3sjrspgm\r\n"))
            #expect(
                request.hasSuffix(
                    #"{"amount":{"currency":"EUR","value":"12.50"},"description":"Deposit \"1\"","redirectUrl":"https://x.example/payment/abc","webhookUrl":"https://x.example/providers/mollie/abc","metadata":{"payment":"plp_06ar62d7cm6b3sjrspgm"},"sequenceType":"oneoff"}"#
                ))
        }
    }

    @Test("A first payment makes a customer there; a recurring one names mandate and customer, and has no page")
    func sequence() async throws {
        try await withMollie { server, mollie in
            server.behave(
                .choose { request in
                    request.hasPrefix("POST /v2/customers ")
                        ? Self.answer(#"{"id":"cst_8wmqcHMN4U"}"#, "201 Created") : Self.made()
                })
            let first = try await mollie.begin(
                Self.order(.first(name: "Fietsen De Wit", email: "info@example.nl")), with: Self.key)
            #expect(first.customer == "cst_8wmqcHMN4U")
            #expect(server.requests[0].hasSuffix(#"{"name":"Fietsen De Wit","email":"info@example.nl"}"#))
            #expect(server.requests[1].contains(#""customerId":"cst_8wmqcHMN4U","sequenceType":"first""#))
            let recurring = try await mollie.begin(
                Self.order(.recurring(mandate: "mdt_1", giver: "cst_1")), with: Self.key)
            #expect(recurring.checkoutURL == nil)
            #expect(
                server.requests[2].contains(#""customerId":"cst_1","sequenceType":"recurring","mandateId":"mdt_1""#))
        }
    }

    @Test("A payment whose answer was lost is found among those of its customer")
    func lost() async throws {
        try await withMollie { server, mollie in
            func list(_ payments: String) -> WebServer.Behaviour {
                Self.answer(#"{"count":1,"_embedded":{"payments":[\#(payments)]},"_links":{"next":null}}"#)
            }
            let other =
                #"{"id":"tr_1","metadata":null},{"id":"tr_2","metadata":{"payment":"spm_06ar62d7cm6b3sjrspgm"}}"#
            server.behave(list(other))
            #expect(try await mollie.find(Self.payment, of: "cst_1", with: Self.key) == nil)
            #expect(server.requests.first?.hasPrefix("GET /v2/customers/cst_1/payments?limit=250 HTTP/1.1\r\n") == true)
            server.behave(list(#"\#(other),{"id":"tr_3","metadata":{"payment":"\#(Self.payment)"}}"#))
            let found = try await mollie.find(Self.payment, of: "cst_1", with: Self.key)
            #expect(found == BegunPayment(integrationID: "tr_3", checkoutURL: nil))
            // Whatever is no list says nothing about what was made.
            for (status, body) in [
                ("200 OK", "{}"), ("404 Not Found", #"{"status":404}"#), ("401 Unauthorized", "{}"), ("200 OK", "x"),
            ] {
                server.behave(Self.answer(body, status))
                let fault = await fault { () async throws(PaymentFault) in
                    _ = try await mollie.find(Self.payment, of: "cst_1", with: Self.key)
                }
                #expect(fault != nil, "\(status) \(body)")
            }
        }
    }

    @Test(
        "What their statuses and amounts mean",
        arguments: [
            (#""status":"open""#, [], 0), (#""status":"pending""#, [.pending], 0),
            (#""status":"authorized""#, [.pending], 0),
            (#""status":"paid""#, [.paid], 0), (#""status":"failed""#, [.failed], 0),
            (#""status":"expired""#, [.expired], 0), (#""status":"canceled""#, [.canceled], 0),
            (#""status":"paid","amountRefunded":{"currency":"EUR","value":"5.00"}"#, [.paid], 500),
            (
                #""status":"paid","amountRefunded":{"currency":"EUR","value":"0.00"},"amountChargedBack":{"currency":"EUR","value":"12.50"}"#,
                [.paid, .chargeback], 0
            ),
            (#""status":"something new""#, [], 0),
        ] as [(String, [PaymentStatus], Int64)])
    func statuses(json: String, statuses: [PaymentStatus], refunded: Int64) async throws {
        try await withMollie { server, mollie in
            server.behave(Self.answer("{\"id\":\"tr_1\",\"metadata\":{\"payment\":\"\(Self.payment)\"},\(json)}"))
            let report = try await mollie.report(on: "tr_1", of: Self.payment, with: Self.key)
            #expect(report?.statuses == statuses)
            #expect(report?.refunded == Cents(refunded))
            #expect(server.requests.first?.hasPrefix("GET /v2/payments/tr_1 HTTP/1.1\r\n") == true)
        }
    }

    @Test("Who paid, when, and with which mandate")
    func details() async throws {
        try await withMollie { server, mollie in
            server.behave(
                Self.answer(
                    #"{"id":"tr_1","metadata":{"payment":"\#(Self.payment)"},"status":"paid","paidAt":"2026-03-02T10:00:00+01:00","customerId":"cst_1","mandateId":"mdt_h3gAaD5zP","details":{"consumerName":"J. Bos"}}"#
                ))
            let report = try await mollie.report(on: "tr_1", of: Self.payment, with: Self.key)
            #expect(
                report
                    == PaymentReport(
                        [.paid], paidAt: Timestamp(seconds: 1_772_442_000), payersName: "J. Bos",
                        mandate: "mdt_h3gAaD5zP",
                        customer: "cst_1"))
        }
    }

    @Test("A payment that is another's there is none of ours, and neither is one that they do not know")
    func strangers() async throws {
        try await withMollie { server, mollie in
            for body in [
                #"{"id":"tr_1","status":"paid"}"#,
                #"{"id":"tr_1","status":"paid","metadata":{"payment":"plp_06ar62d7cm6b3sjrspgn"}}"#,
                #"{"id":"tr_1","status":"paid","metadata":"plp_06ar62d7cm6b3sjrspgm"}"#,
            ] {
                server.behave(Self.answer(body))
                let found = try await mollie.report(on: "tr_1", of: Self.payment, with: Self.key)
                #expect(found == nil)
            }
            for status in ["404 Not Found", "410 Gone"] {
                server.behave(Self.answer(#"{"status":404}"#, status))
                let found = try await mollie.report(on: "tr_1", of: Self.payment, with: Self.key)
                #expect(found == nil)
            }
        }
    }

    @Test(
        "Faults: what may have been done is asked for again, what will never be is not",
        arguments: [
            ("500 Internal Server Error", true), ("502 Bad Gateway", true), ("503 Service Unavailable", true),
            ("429 Too Many Requests", true), ("401 Unauthorized", false), ("422 Unprocessable Entity", false),
            ("400 Bad Request", false), ("302 Found", false),
        ])
    func faults(status: String, isPassing: Bool) async throws {
        try await withMollie { server, mollie in
            server.behave(Self.answer(#"{"title":"test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"}"#, status))
            for fault in [
                await fault { () async throws(PaymentFault) in _ = try await mollie.begin(Self.order(), with: Self.key)
                },
                await fault { () async throws(PaymentFault) in
                    _ = try await mollie.report(on: "tr_1", of: Self.payment, with: Self.key)
                },
            ] {
                switch try #require(fault) {
                case .unreachable(let text):
                    #expect(isPassing)
                    #expect(!text.contains("test_"))
                case .refused: #expect(!isPassing)
                }
            }
        }
    }

    @Test("Silence, nonsense and a broken answer are faults that may pass")
    func nonsense() async throws {
        try await withMollie { server, mollie in
            for behaviour in [
                WebServer.Behaviour.hang(""), .hang("HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\n{"),
                .answer("no HTTP"),
                .answer(""), Self.answer("not JSON", "201 Created"), Self.answer("[]", "201 Created"),
                Self.answer(String(repeating: " ", count: 300_000), "201 Created"),
            ] {
                server.behave(behaviour)
                let fault = await fault { () async throws(PaymentFault) in
                    _ = try await mollie.begin(Self.order(), with: Self.key)
                }
                guard case .unreachable? = fault else {
                    Issue.record("\(behaviour): \(String(describing: fault))")
                    continue
                }
            }
        }
    }

    @Test(
        "A browser is sent nowhere else",
        arguments: ["https://evil.example/pay", "javascript:alert(1)", "http://127.0.0.2.evil.example/", "//x"])
    func checkout(address: String) async throws {
        try await withMollie { server, mollie in
            server.behave(Self.made(checkout: address))
            let fault = await fault { () async throws(PaymentFault) in
                _ = try await mollie.begin(Self.order(), with: Self.key)
            }
            #expect(fault == .refused("no address to pay at"))
        }
    }
}
