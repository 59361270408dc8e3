import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Customer invoices (contract 4.5)", .timeLimit(.minutes(4)))
struct InvoiceTests {
    static let path = "/v1/customer-invoices"

    @Test("Made from lines, read, listed, marked as paid; each change is one audit event", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let created = try await api.post("\(Self.path)/manual", api.manualInvoice(customer))
            #expect(created.status == 201)
            let id = try #require(created.text("id"))
            #expect(created["Location"] == "\(APIBench.origin)\(Self.path)/\(id)")
            let links = try #require(created.json?["links"])
            let address = try #require(links["onlinePaymentLink"]?["href"]?.text)
            #expect(address.hasPrefix("\(APIBench.origin)/public-invoice/\(id)/pay/"))
            #expect(
                created.body == """
                    {"id":"\(id)","createdAt":"2026-03-02T10:00:00+01:00","customerId":"\(customer)","invoiceNumber":"2026-001",\
                    "issuedAt":"2026-03-02","currency":"EUR","amount":"298.28","paidAt":null,"links":{"customer":{"href":\
                    "\(APIBench.origin)/v1/customers/\(customer)","type":"application/json"},"onlinePaymentLink":{"href":"\(address)",\
                    "type":"text/html"}}}
                    """)
            for version in ["1.0.0", "1.1.0"] {
                #expect(try await api.get("\(Self.path)/\(id)", version: version).body == created.body)
            }
            #expect(try await api.get(Self.path).data == [try #require(created.json)])

            let paid = try await api.patch("\(Self.path)/\(id)", #"{"paidAt":"2026-03-04 12:30"}"#)
            #expect(paid.status == 200)
            #expect(paid.text("paidAt") == "2026-03-04T12:30:00+01:00")
            #expect(try await api.get("\(Self.path)/\(id)").body == paid.body)
            let again = try await api.patch("\(Self.path)/\(id)", #"{"paidAt":"2026-03-05 12:30"}"#)
            #expect(again.status == 409)
            #expect(again.message == "The invoice is already paid.")
            #expect(try await api.delete("\(Self.path)/\(id)").status == 409)
            #expect(try await api.get("\(Self.path)/\(id)").body == paid.body)

            let other = try await api.invoice(customer, number: "2026-002")
            #expect(try await api.delete("\(Self.path)/\(other)").status == 204)
            for request in [HTTPRequest.Method.get, .delete] {
                #expect(try await api.send(request, "\(Self.path)/\(other)").status == 404)
            }
            #expect(try await api.get("\(Self.path)/\(other)/pdf").status == 404)
            #expect(
                try await api.auditActions() == [
                    "customer.created", "customer_invoice.created", "customer_invoice.paid",
                    "customer_invoice.created", "customer_invoice.deleted",
                ])
            // The file of the deleted one went with it.
            #expect(try await api.count("contents") == 1)
        }
    }

    @Test("The PDF is behind a link, named after the number; it is what was printed", arguments: Backend.available)
    func printed(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let id = try await api.invoice(try await api.customer(), number: "2026/001")
            let file = try await api.download(try await api.get("\(Self.path)/\(id)/pdf"))
            #expect(file.status == 200)
            #expect(file.body.hasPrefix("%PDF-1."))
            #expect(file["Content-Type"] == "application/pdf")
            #expect(file["Content-Disposition"]?.contains("2026-001.pdf") == true)
        }
    }

    @Test("With a PDF of one's own: kept byte by byte, paid or not", arguments: Backend.available)
    func ownFile(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let fields = [
                ("customerId", customer), ("invoiceNumber", " A-1 "), ("issuedAt", "2026-02-28"), ("amount", "12.95"),
            ]
            let open = try await api.form(Self.path, fields + [("paidAt", ""), ("sendNotification", "0")])
            #expect(open.status == 201)
            #expect(open.text("invoiceNumber") == "A-1")
            #expect(open.text("amount") == "12.95")
            #expect(open.json?["paidAt"] == .null)
            let id = try #require(open.text("id"))
            #expect(
                try await api.download(try await api.get("\(Self.path)/\(id)/pdf")).body == "%PDF-1.7\nours")
            let paid = try await api.form(Self.path, fields + [("paidAt", "2026-03-01T08:00:00Z")])
            #expect(paid.text("paidAt") == "2026-03-01T09:00:00+01:00")
            #expect(try await api.mails().isEmpty)
            // A multipart body is asked for, and JSON is not.
            #expect(try await api.post(Self.path, "{}").status == 415)
        }
    }

    @Test("All that is wrong with a form is told at once, and nothing is written")
    func wrongForm() async throws {
        try await withAPI { api in
            let wrong = try await api.form(
                Self.path,
                [
                    ("customerId", "cst_x"), ("invoiceNumber", String(repeating: "9", count: 256)),
                    ("issuedAt", "2026-02-30"), ("amount", "12,95"), ("paidAt", "yesterday"),
                    ("sendNotification", "perhaps"),
                ], pdf: "GIF89a")
            #expect(wrong.status == 422)
            #expect(
                Set(wrong.fields) == [
                    "customerId", "invoiceNumber", "issuedAt", "amount", "paidAt", "sendNotification", "pdf",
                ])
            let missing = try await api.form(Self.path, [], pdf: nil)
            #expect(Set(missing.fields) == ["customerId", "invoiceNumber", "issuedAt", "amount", "pdf"])
            // A foreign customer is as unknown as none, and told together with the rest.
            let foreign = try await api.customer(token: api.tokenOfB)
            let strange = try await api.form(
                Self.path, [("customerId", foreign), ("invoiceNumber", "1"), ("issuedAt", "2026-03-02")])
            #expect(Set(strange.fields) == ["customerId", "amount"])
            #expect(try await api.count("invoices") == 0)
            #expect(try await api.count("contents") == 0)
            #expect(try await api.auditActions().isEmpty)
        }
    }

    @Test("All that is wrong with lines is told at once, line by line")
    func wrongLines() async throws {
        try await withAPI { api in
            let customer = try await api.customer()
            func send(_ lines: String) async throws -> Reply {
                try await api.post(
                    "\(Self.path)/manual",
                    #"{"customerId":"\#(customer)","invoiceNumber":"1","issuedAt":"2026-03-02","lines":\#(lines)}"#)
            }
            func line(_ count: Int) -> String {
                let one = #"{"description":"x","amountExclVat":"1.00","vatRate":0}"#
                return "[\(Array(repeating: one, count: count).joined(separator: ","))]"
            }
            for lines in ["[]", "null", "7", #"{"0":{}}"#, line(101)] {
                #expect(try await send(lines).fields == ["lines"], "\(lines.prefix(20))")
            }
            let wrong = try await send(
                """
                [{"description":"","quantity":0,"amountExclVat":12.95,"vatRate":19},7,\
                {"quantity":1000000.001,"amountExclVat":"1.0","vatRate":"21"},\
                {"description":"x","quantity":0.0001,"amountExclVat":"--1.00","vatRate":21.5}]
                """)
            #expect(wrong.status == 422)
            #expect(
                Set(wrong.fields) == [
                    "lines[0].description", "lines[0].quantity", "lines[0].amountExclVat", "lines[0].vatRate",
                    "lines[1]", "lines[2].description", "lines[2].quantity", "lines[2].amountExclVat",
                    "lines[2].vatRate", "lines[3].quantity", "lines[3].amountExclVat", "lines[3].vatRate",
                ])
            // The total may be nothing, and no less; and the largest amount, and no more.
            let deduction = #"{"description":"x","amountExclVat":"-10.00","vatRate":21}"#
            #expect(try await send("[\(deduction)]").fields == ["lines"])
            let product = #"{"description":"x","amountExclVat":"10.00","vatRate":21}"#
            #expect(try await send("[\(deduction),\(product)]").text("amount") == "0.00")
            let most = #"{"description":"x","amountExclVat":"999999999.99","vatRate":0}"#
            #expect(try await send("[\(most)]").text("amount") == "999999999.99")
            #expect(try await send("[\(most),\(product)]").fields == ["lines"])
            let huge = #"{"description":"x","quantity":1000000,"amountExclVat":"999999999.99","vatRate":21}"#
            #expect(
                try await send("[\(Array(repeating: huge, count: 100).joined(separator: ","))]").fields == ["lines"])
            #expect(try await send(line(100)).text("amount") == "100.00")
            #expect(try await api.count("invoices") == 3)
        }
    }

    @Test("Another portal's invoice is answered as one that never was", arguments: Backend.available)
    func isolation(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let theirs = try await api.invoice(
                try await api.customer(token: api.tokenOfB), token: api.tokenOfB)
            for id in [theirs, "inv_06apz0pry3me4m7dj13n", "inv_x"] {
                #expect(try await api.get("\(Self.path)/\(id)").status == 404)
                #expect(try await api.get("\(Self.path)/\(id)/pdf").status == 404)
                #expect(try await api.delete("\(Self.path)/\(id)").status == 404)
                // The id in the path comes before the body.
                #expect(try await api.patch("\(Self.path)/\(id)", #"{"paidAt":7}"#).status == 404)
                #expect(try await api.patch("\(Self.path)/\(id)", #"{"paidAt":"2026-03-02 10:00"}"#).status == 404)
            }
            #expect(try await api.get(Self.path).ids == [])
            #expect(try await api.get(Self.path, token: api.tokenOfB).ids == [theirs])
        }
    }

    @Test("A payment needs its moment")
    func payment() async throws {
        try await withAPI { api in
            let id = try await api.invoice(try await api.customer())
            for body in ["{}", #"{"paidAt":null}"#, #"{"paidAt":""}"#, #"{"paidAt":"2026-03-02"}"#] {
                #expect(try await api.patch("\(Self.path)/\(id)", body).fields == ["paidAt"], "\(body)")
            }
            #expect(try await api.patch("\(Self.path)/\(id)", "").status == 400)
            #expect(try await api.get("\(Self.path)/\(id)").json?["paidAt"] == .null)
        }
    }

    @Test("Filters by customer, status and time of making, all of which must hold", arguments: Backend.available)
    func filters(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let (one, two) = (try await api.customer("One"), try await api.customer("Two"))
            let first = try await api.invoice(one, number: "1")
            let second = try await api.invoice(two, number: "2")
            api.clock.advance(seconds: 86_400)
            let third = try await api.invoice(one, number: "3")
            _ = try await api.patch("\(Self.path)/\(first)", #"{"paidAt":"2026-03-03 10:00"}"#)
            for (query, ids) in [
                ("", [third, second, first]), ("customerId=\(one)", [third, first]), ("status=paid", [first]),
                ("status=open", [third, second]), ("status=open&customerId=\(one)", [third]),
                ("created_after=2026-03-03", [third]), ("created_before=2026-03-03", [second, first]),
                ("created_before=2026-03-03&status=paid&customerId=\(two)", []),
                ("customerId=cst_06apczxmqbsaeh9edd1r", []), ("customerId=nobody", []), ("per_page=1&page=2", [second]),
            ] {
                #expect(try await api.get("\(Self.path)?\(query)").ids == ids, "\(query)")
            }
            let page = try await api.get("\(Self.path)?per_page=1")
            let cursor = try #require(page.text("next_cursor"))
            #expect(try await api.get("\(Self.path)?per_page=2&cursor=\(cursor)").ids == [second, first])
            let wrong = try await api.get("\(Self.path)?status=late&created_after=x&page=0")
            #expect(Set(wrong.fields) == ["status", "created_after", "page"])
        }
    }

    @Test("Of many who mark one invoice as paid at once exactly one does", arguments: Backend.available)
    func races(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            for round in 0..<3 {
                let id = try await api.invoice(customer, number: "\(round)")
                let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                    for minute in 10..<18 {
                        group.addTask {
                            try await api.patch("\(Self.path)/\(id)", #"{"paidAt":"2026-03-02 12:\#(minute)"}"#).status
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.sorted() == [200] + Array(repeating: 409, count: 7))
                // Paying and deleting: one of the two.
                let other = try await api.invoice(customer, number: "x\(round)")
                async let paying = api.patch("\(Self.path)/\(other)", #"{"paidAt":"2026-03-02 12:00"}"#).status
                async let deleting = api.delete("\(Self.path)/\(other)").status
                let both = try await (paying, deleting)
                #expect(both == (200, 409) || both == (404, 204), "\(both)")
            }
            #expect(try await api.auditActions().count { $0 == "customer_invoice.paid" } >= 3)
        }
    }

    @Test("A repeated key makes one invoice and one mail, from lines and from a form", arguments: Backend.available)
    func idempotency(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let body = api.manualInvoice(customer, more: #","sendNotification":true"#)
            let first = try await api.post("\(Self.path)/manual", body, key: "one")
            let second = try await api.post("\(Self.path)/manual", body, key: "one")
            #expect(second.body == first.body)
            #expect(second["Idempotent-Replayed"] == "true")
            #expect(second["Location"] == first["Location"])
            #expect(try await api.post("\(Self.path)/manual", api.manualInvoice(customer), key: "one").status == 422)

            let fields = [
                ("customerId", customer), ("invoiceNumber", "2"), ("issuedAt", "2026-03-02"), ("amount", "1.00"),
            ]
            let third = try await api.form(Self.path, fields, key: "two")
            let fourth = try await api.form(Self.path, fields, key: "two")
            #expect(third.status == 201)
            #expect(fourth.body == third.body)
            #expect(try await api.form(Self.path, fields, pdf: "%PDF-other", key: "two").status == 422)
            #expect(try await api.count("invoices") == 2)
            #expect(try await api.mails().count == 1)
        }
    }

    @Test("The mail goes to the customer, in the language of the letterhead, with the address to pay at")
    func notification() async throws {
        try await withAPI { api in
            let customer = try await api.customer("Fietsen\\nDe Wit", email: "wit@example.nl")
            let reply = try await api.post(
                "\(Self.path)/manual", api.manualInvoice(customer, more: #","sendNotification":true"#))
            let address = try #require(reply.json?["links"]?["onlinePaymentLink"]?["href"]?.text)
            let mail = try #require(try await api.mails().last)
            #expect(mail.to == "wit@example.nl")
            #expect(mail.subject == "Factuur 2026-001 van alpha")
            #expect(mail.body.contains("€\u{A0}298,28"))
            #expect(mail.body.contains(address))
            _ = try await api.database.write { connection throws(StorageError) in
                try connection.execute(
                    """
                    INSERT INTO letterheads (portal_id, name, address, zip_code, city, country_code, language)
                    VALUES (\(api.a), 'Alpha B.V.', '', '', '', 'NL', 'en')
                    """)
            }
            _ = try await api.post(
                "\(Self.path)/manual", api.manualInvoice(customer, number: "7", more: #","sendNotification":true"#))
            #expect(try await api.mails().last?.subject == "Invoice 7 of Alpha B.V.")
        }
    }

    @Test("Switched off, every operation answers 426")
    func switchedOff() async throws {
        try await withAPI { api in
            let token = api.credentials.mint(
                in: Portal(id: api.a, slug: "alpha", name: "Alpha", featuresOff: [.invoicing]), .all)
            for operation in APICatalog.operations where operation.group == "Customer Invoices" {
                let path = operation.path.replacing("{invoiceId}", with: "inv_x")
                let answer = try await api.send(operation.method, "/v1\(path)", token: token)
                #expect(answer.status == 426, "\(operation.id)")
            }
        }
    }

    @Test("A customer with invoices, open or paid, cannot be deleted", arguments: Backend.available)
    func customersDeletion(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let id = try await api.invoice(customer)
            let refused = try await api.delete("/v1/customers/\(customer)")
            #expect(refused.status == 409)
            #expect(refused.message == "The customer has invoices.")
            _ = try await api.delete("\(Self.path)/\(id)")
            #expect(try await api.delete("/v1/customers/\(customer)").status == 204)
        }
    }
}

extension JSONValue {
    /// The text that it is.
    var text: String? { if case .string(let text) = self { text } else { nil } }
}
