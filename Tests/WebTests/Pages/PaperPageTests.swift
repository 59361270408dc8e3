import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Invoices, offers and the letterhead in the manage portal", .timeLimit(.minutes(3)))
struct PaperPageTests {
    @Test("An invoice is listed, shown, downloaded, marked as paid once, and deleted", arguments: Backend.available)
    func invoices(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await PaperDesk(server)
            let id = try await desk.invoice("2026-001")
            let browser = desk.browser
            let path = "/manage/invoices/\(id)"
            let list = try await browser.get("/manage/invoices").body
            #expect(list.contains("2026-001"))
            #expect(list.contains("De Wit &lt;b&gt;"))
            #expect(list.contains("€298.28"))
            #expect(list.contains("href=\"\(path)\""))
            #expect(!(try await browser.get("/manage/invoices?status=paid").body.contains(path)))
            #expect(try await browser.get("/manage/invoices?status=open&customer=\(desk.customer)").body.contains(path))
            let page = try await browser.get(path)
            #expect(page.body.contains("/public-invoice/\(id)/pay/"))
            let pdf = try await browser.get("\(path)/pdf")
            #expect(pdf.headers[.contentType] == "application/pdf")
            #expect(pdf.body.hasPrefix("%PDF-1."))

            let pay = try #require(page.form("\(path)/paid"))
            let delete = try #require(page.form("\(path)/delete"))
            #expect(try await browser.submit(pay).location == "\(path)?done=paid")
            #expect(try await browser.submit(pay).status == .conflict)
            #expect(try await browser.submit(delete).status == .conflict)
            #expect(try await browser.get("/manage/invoices?status=paid").body.contains(path))
            #expect(try await browser.get(path).form("\(path)/delete") == nil)
            let other = try await desk.invoice("2026-002")
            let form = try #require(
                try await browser.get("/manage/invoices/\(other)").form("/manage/invoices/\(other)/delete"))
            #expect(try await browser.submit(form).location == "/manage/invoices?done=deleted")
            #expect(try await browser.submit(form).status == .notFound)
            #expect(try await browser.get("/manage/invoices/\(other)").status == .notFound)
        }
    }

    @Test("An offer is accepted or rejected once", arguments: Backend.available)
    func offers(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await PaperDesk(server)
            let browser = desk.browser
            for (button, word) in [("accept", "accepted"), ("reject", "rejected")] {
                let path = "/manage/offers/\(try await desk.offer("O-\(word)"))"
                let page = try await browser.get(path)
                let form = try #require(page.form("\(path)/\(button)"))
                let delete = try #require(page.form("\(path)/delete"))
                #expect(try await browser.get("\(path)/pdf").body.hasPrefix("%PDF-1."))
                #expect(try await browser.submit(form).location == "\(path)?done=\(word)")
                #expect(try await browser.submit(form).status == .conflict)
                #expect(try await browser.get("/manage/offers?status=\(word)").body.contains(path))
                #expect(!(try await browser.get("/manage/offers?status=open").body.contains(path)))
                #expect(try await browser.submit(delete).status == (word == "accepted" ? .conflict : .seeOther))
            }
        }
    }

    @Test("The letterhead is checked as a whole, kept, and shown on a sample", arguments: Backend.available)
    func letterhead(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            try await server.signIn(browser, as: server.cast.u1)
            let path = "/manage/settings/letterhead"
            var form = try #require(try await browser.get(path).form(path))
            #expect(form.value("name") == server.cast.a.name)
            for (name, value) in [
                ("name", ""), ("country", "XX"), ("email", "nobody"), ("vat_number", "1"),
                ("iban", "NL91ABNA0417164301"),
            ] { form.set(name, value) }
            let refused = try await browser.submit(form)
            #expect(refused.status == .unprocessableContent)
            for field in ["name", "country", "email", "vat_number", "iban"] {
                #expect(refused.body.contains("id=\"\(field)-error\""), "\(field)")
            }
            for (name, value) in [
                ("name", "Alpha <B.V.>"), ("address", "Kade 1"), ("country", "be"), ("email", "a@alpha.example"),
                ("vat_number", "be 0123.456.789"), ("iban", "nl91 abna 0417 1643 00"), ("language", "en"),
            ] { form.set(name, value) }
            #expect(try await browser.submit(form).location == "\(path)?done=changed")
            let saved = try #require(try await browser.get(path).form(path))
            #expect(saved.value("name") == "Alpha <B.V.>")
            #expect(saved.value("iban") == "NL91 ABNA 0417 1643 00")
            #expect(saved.value("vat_number") == "BE0123456789")
            #expect(saved.value("country") == "BE")
            let plain = try await browser.get("\(path)/sample")
            #expect(plain.headers[.contentType] == "application/pdf")
            #expect(plain.body.contains("Alpha <B.V.>"))

            let upload = try #require(try await browser.get(path).form("\(path)/logo"))
            let webp = Pictures.webpLossless(64, 64)
            #expect(try await browser.upload(upload, "logo", webp).status == .unprocessableContent)
            #expect(try await browser.upload(upload, "logo", Pictures.png(8, 8)).status == .unprocessableContent)
            #expect(
                try await browser.upload(upload, "logo", Pictures.jpeg(200, 100)).location == "\(path)?done=logo-set")
            let drawn = try await browser.get("\(path)/sample")
            #expect(drawn.body.contains("/Subtype /Image"))
            #expect(!plain.body.contains("/Subtype /Image"))
            let remove = try #require(try await browser.get(path).form("\(path)/logo/remove"))
            #expect(try await browser.submit(remove).location == "\(path)?done=logo-removed")
            #expect(try await server.events(named: "letterhead.changed").count == 1)
            #expect(try await server.events(named: "letterhead.logo_set").count == 1)
            #expect(try await server.events(named: "letterhead.logo_removed").count == 1)
        }
    }

    @Test("What the operator charges is for owners and admins")
    func charged() async throws {
        try await withServer(on: .sqlite) { server in
            let lines = [AmountLine("Portal <April>", unitPrice: Cents(1295), vatRate: .standard)]
            let totals = try #require(AmountTotals(lines))
            let day = try #require(CalendarDate(year: 2026, month: 3, day: 2))
            let invoice = try #require(
                try await server.server.useCases.platformInvoices.issue(
                    NewPlatformInvoice(
                        number: "VDR-1", issuedAt: day, lines: lines, totals: totals, sender: "Operator"),
                    at: server.clock.ambient.now(), to: server.cast.a.id, by: .commandLine))
            let browser = server.browser()
            try await server.signIn(browser, as: server.cast.u1)
            let path = "/manage/settings/invoices"
            #expect(try await browser.get(path).body.contains("VDR-1"))
            let page = try await browser.get("\(path)/\(invoice.id)")
            #expect(page.body.contains("Portal &lt;April&gt;"))
            #expect(page.body.contains("€15.67"))
            #expect(try await browser.get("\(path)/\(invoice.id)/pdf").body.hasPrefix("%PDF-1."))
        }
    }
}

/// The owner of portal A with one customer.
private struct PaperDesk {
    struct NotMade: Error {}

    let server: ServerUnderTest
    let browser: Browser
    let customer: CustomerID

    private var useCases: UseCases { server.server.useCases }
    private static let lines = [
        AmountLine("Advice", quantity: Quantity(stored: 2500), unitPrice: Cents(9500), vatRate: .standard),
        AmountLine("Book", unitPrice: Cents(1000), vatRate: .reduced),
    ]

    init(_ server: ServerUnderTest) async throws {
        (self.server, browser) = (server, server.browser())
        try await server.signIn(browser, as: server.cast.u1)
        customer = try await server.server.useCases.customers.create(
            NewCustomer(
                companyName: "De Wit <b>", address: "Dorpsstraat 12", zipCode: "1234AB", city: "Utrecht",
                primaryEmail: try #require(EmailAddress("info@example.nl"))), in: server.cast.a.id, by: .commandLine
        ).id
    }

    func invoice(_ number: String) async throws -> CustomerInvoiceID {
        let totals = try #require(AmountTotals(Self.lines))
        let day = try #require(CalendarDate(year: 2026, month: 3, day: 2))
        let creation = try await useCases.customerInvoices.create(
            ManualInvoice(
                customer: customer, number: number, issuedAt: day, lines: Self.lines, totals: totals, notice: .silent),
            in: server.cast.a.id, by: .commandLine)
        guard case .created(let invoice) = creation else { throw PaperDesk.NotMade() }
        return invoice.id
    }

    func offer(_ number: String) async throws -> CustomerOfferID {
        let totals = try #require(AmountTotals(Self.lines))
        let day = try #require(CalendarDate(year: 2026, month: 3, day: 2))
        let creation = try await useCases.customerOffers.create(
            ManualOffer(
                customer: customer, number: number, issuedAt: day, expiresAt: day.adding(days: 30), lines: Self.lines,
                totals: totals, notice: .silent), in: server.cast.a.id, by: .commandLine)
        guard case .created(let offer) = creation else { throw PaperDesk.NotMade() }
        return offer.id
    }
}
