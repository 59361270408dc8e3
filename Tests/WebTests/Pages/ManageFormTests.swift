import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

/// Forms of the areas: what is fine is made by the use case of the API; what is not is told field by field, all at once, and nothing of
/// what was typed is lost.
@Suite("Forms of the manage portal", .timeLimit(.minutes(3)))
struct ManageFormTests {
    /// A new thing of one area, and what is wrong with it.
    struct Area: Sendable, CustomTestStringConvertible {
        let path: String
        let good: [String: String]
        /// Fields that are refused with these values.
        let bad: [String: String]
        let event: String
        var namesCustomer = true

        var testDescription: String { path }
    }

    static let areas = [
        Area(
            path: "/manage/customers",
            good: [
                "company_name": "Fietsen <b>", "address": "Kade 1", "zip_code": "3511AB", "city": "Utrecht",
                "country": "be", "email": "info@fietsen.example", "phone": "+31201234567",
            ],
            bad: ["company_name": " ", "country": "XX", "email": "info", "phone": "020", "city": Self.long(256)],
            event: "customer.created", namesCustomer: false),
        Area(
            path: "/manage/packages",
            good: ["name": "Basic <b>", "amount": "24,20", "description": "Every month.", "vat_rate": "9"],
            bad: ["name": "", "amount": "0", "interval": "3 months", "vat_rate": "20", "description": Self.long(2001)],
            event: "subscription_package.created", namesCustomer: false),
        Area(
            path: "/manage/subscriptions",
            good: [
                "description": "Hosting <b>", "amount": "12.50", "starts_on": "2026-04-01", "mandate": "mdt_1",
                "invoice": "1", "invoice_text": "Hosting, a month", "follow_up": "1", "interval": "1 year",
            ],
            bad: [
                "description": " ", "amount": "-1", "starts_on": "2026-02-30", "mandate": "x", "interval": "",
                "customer": "cst_06apczxmqbsaeh9edd1r",
            ], event: "subscription.created"),
        Area(
            path: "/manage/tickets", good: ["title": "Login <b>", "message": "It <i>hurts</i>."],
            bad: ["title": "", "message": " ", "customer": "cst_06apczxmqbsaeh9edd1r"], event: "ticket.created"),
        Area(
            path: "/manage/punch-cards",
            good: [
                "name": "Ten <b>", "punches": "10", "punch_label": "lesson", "expiry": "3", "period": "months",
                "for_sale": "1", "price": "100", "vat_rate": "21",
            ],
            bad: ["name": "", "punches": "0", "punch_label": "", "expiry": "3651", "price": "x"],
            event: "punch_card.created", namesCustomer: false),
        Area(
            path: "/manage/appointments",
            good: ["name": "Test <b>", "starts_at": "2026-05-05T10:00", "ends_at": "2026-05-05T11:00"],
            bad: ["name": "", "starts_at": "2026-03-29T02:30", "ends_at": "x", "customer": "cst_06apczxmqbsaeh9edd1r"],
            event: "appointment.scheduled"),
        Area(
            path: "/manage/file-requests",
            good: ["name": "Year <b>", "file1": "Balance", "file10": "Profit", "required10": "1"],
            bad: [
                "name": "", "file1": Self.long(256), "description": Self.long(2001),
                "customer": "cst_06apczxmqbsaeh9edd1r",
            ],
            event: "file_request.created"),
        Area(
            path: "/manage/invoices",
            good: [
                "number": "2026 <b>", "text1": "Advice", "quantity1": "2,5", "price1": "100", "text3": "Discount",
                "price3": "-10", "rate3": "9",
            ],
            bad: [
                "number": "", "issued_on": "x", "quantity1": "0", "price1": "1,2,3", "text2": "Without a price",
                "price2": "", "customer": "cst_06apczxmqbsaeh9edd1r",
            ], event: "customer_invoice.created"),
        Area(
            path: "/manage/offers", good: ["number": "O <b>", "text1": "Advice", "price1": "100"],
            bad: ["number": "", "expires_on": "2026-02-30", "price1": "", "text1": "", "customer": ""],
            event: "customer_offer.created"),
    ]

    private static func long(_ count: Int) -> String { String(repeating: "a", count: count) }

    static func customer(_ server: ServerUnderTest, in portal: Portal? = nil) async throws -> Customer {
        let new = NewCustomer(
            companyName: "De Wit", address: "A 1", zipCode: "1", city: "C",
            primaryEmail: EmailAddress(stored: "wit@x.example"))
        return try await server.useCases.customers.create(new, in: (portal ?? server.cast.a).id, by: .system)
    }

    @Test(
        "Made from a form, with everything in it; refused field by field, nothing lost", arguments: areas,
        Backend.available)
    func form(area: Area, on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let customer = try await Self.customer(server)
            let browser = try await server.manage(as: server.cast.e1)
            let path = "\(area.path)/new"
            let chosen = area.namesCustomer ? ["customer": customer.id.text] : [:]
            #expect(try await browser.get(area.path).contains("href=\"\(path)\""))
            let before = try await server.events(area.event, in: server.cast.a.id.text)

            let refused = try await server.fill(
                browser, path, area.good.merging(chosen) { $1 }.merging(area.bad) { $1 })
            #expect(refused.status == .unprocessableContent)
            let form = try #require(refused.form(path))
            for (field, value) in area.bad where !["text2", "price2"].contains(field) {
                #expect(refused.contains("href=\"#\(field)\"") && refused.contains("id=\"\(field)-error\""), "\(field)")
                // What is no choice cannot be shown as one.
                if field != "customer", field != "interval", field != "vat_rate" {
                    #expect(form.value(field) == value, "\(field)")
                }
            }
            for (field, value) in area.good where area.bad[field] == nil {
                #expect(form.value(field) == value, "\(field)")
            }
            #expect(try await server.events(area.event, in: server.cast.a.id.text) == before)

            let made = try await server.fill(browser, "\(path)?customer=\(customer.id)", area.good)
            let location = try #require(made.location)
            let page = try await browser.follow(made)
            #expect(page.status == .ok && page.contains("class=\"notice\""))
            #expect(page.contains("&lt;b&gt;"))
            if area.namesCustomer { #expect(page.contains("href=\"/manage/customers/\(customer.id)\"")) }
            #expect(try await server.events(area.event, in: server.cast.a.id.text) == before + 1)

            // For nobody else, and not without the form.
            let other = try await server.manage(as: server.cast.u2)
            #expect(try await other.get(location).status == .notFound)
            #expect(try await browser.post(path, area.good.map { ($0.key, $0.value) }).status == .forbidden)
            #expect(try await server.browser().get(path).location == "/manage/sign-in")
        }
    }

    @Test("A customer of another portal is no choice, whatever a form says", arguments: areas.filter(\.namesCustomer))
    func foreignCustomer(area: Area) async throws {
        try await withServer(on: .sqlite) { server in
            let foreign = try await Self.customer(server, in: server.cast.b)
            let browser = try await server.manage()
            let path = "\(area.path)/new"
            #expect(try await !browser.get("\(path)?customer=\(foreign.id)").contains(foreign.companyName))
            let refused = try await server.fill(
                browser, path, area.good.merging(["customer": foreign.id.text]) { $1 })
            #expect(refused.status == .unprocessableContent && refused.contains("id=\"customer-error\""))
        }
    }

    @Test("A package is changed as a whole, and signed up for", arguments: Backend.available)
    func package(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (packages, portal) = (server.useCases.subscriptionPackages, server.cast.a.id)
            let package = try await packages.create(
                NewSubscriptionPackage(
                    name: "Basic", description: "Old", interval: .month, amount: Cents(1000), vatRate: .standard,
                    isForSale: true), in: portal, by: .system)
            let customer = try await Self.customer(server)
            let browser = try await server.manage(language: "nl")
            let path = "/manage/packages/\(package.id)"
            let form = try #require(try await browser.get("\(path)/edit").form("\(path)/edit"))
            #expect(form.value("amount") == "10,00" && form.value("for_sale") == "1")
            let refused = try await server.fill(browser, "\(path)/edit", ["amount": "veel"])
            #expect(refused.status == .unprocessableContent && refused.contains("Schrijf een bedrag boven nul"))
            let changed = try await server.fill(
                browser, "\(path)/edit", ["amount": "11", "description": "", "interval": "1 year", "vat_rate": "0"],
                lists: ["for_sale": []])
            #expect(try await browser.follow(changed).contains("De wijzigingen zijn opgeslagen."))
            let now = try #require(try await packages.find(package.id, in: portal))
            #expect(now.name == "Basic" && now.description == nil && now.interval == .year)
            #expect(now.amount == Cents(1100) && now.vatRate == .zero && !now.isForSale)

            let signedUp = try await server.fill(browser, "\(path)/sign-up?customer=\(customer.id)", ["invoice": "1"])
            #expect(try await browser.follow(signedUp).contains("Het abonnement is begonnen."))
            let found = try await server.useCases.subscriptions.list(
                PageRequest(start: .page(1), size: 2), in: portal)
            let subscription = try #require(found.entities.first)
            #expect(subscription.customer == customer.id && subscription.amount == Cents(1100))
            #expect(subscription.createsInvoice)
            let other = try await server.manage(as: server.cast.u2)
            for tail in ["edit", "sign-up"] {
                #expect(try await other.get("\(path)/\(tail)").status == .notFound)
                #expect(
                    try await server.press("\(path)/\(tail)", from: "/manage/packages/new", other).status == .notFound)
            }
        }
    }

    @Test("A subscription is changed until it is over; a mandate needs a provider", arguments: Backend.available)
    func subscription(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (useCases, portal) = (server.useCases, server.cast.a.id)
            let customer = try await Self.customer(server)
            let new = NewSubscription(
                customer: customer.id, description: "Hosting", startsOn: try #require(CalendarDate("2026-02-01")),
                interval: .month, amount: Cents(1210), vatRate: .standard)
            let made = try await useCases.subscriptions.create(new, in: portal, by: .system)
            guard case .begun(let subscription) = made else {
                Issue.record("\(made)")
                return
            }
            let browser = try await server.manage()
            let path = "/manage/subscriptions/\(subscription.id)"
            #expect(try await browser.get("/manage/subscriptions").contains("De Wit"))
            let changed = try await server.fill(
                browser, "\(path)/edit", ["amount": "13", "description": "Hosting, more"])
            #expect(changed.location == "\(path)?done=changed")
            let now = try #require(try await useCases.subscriptions.find(subscription.id, in: portal))
            #expect(now.amount == Cents(1300) && now.description == "Hosting, more" && now.interval == .month)
            let other = try await server.manage(as: server.cast.u2)
            #expect(try await other.get("\(path)/edit").status == .notFound)

            let running = try await server.press("\(path)/delete", from: path, browser)
            #expect(try await browser.follow(running).contains("Terminate it first."))
            _ = try await server.press("\(path)/terminate", from: path, browser)
            #expect(try await !browser.get(path).contains("\(path)/edit"))
            let late = try await server.fill(browser, "\(path)/edit", ["amount": "14"])
            #expect(try await browser.follow(late).contains("class=\"notice notice-problem\""))

            _ = try await server.fill(browser, "/manage/settings/payments", ["integration": "none"])
            let refused = try await server.fill(
                browser, "/manage/subscriptions/new?customer=\(customer.id)",
                ["description": "x", "amount": "1", "mandate": "mdt_1"])
            #expect(refused.status == .unprocessableContent && refused.contains("id=\"mandate-error\""))
        }
    }

    @Test(
        "A customer is changed by all, and deleted by owners and admins, once nothing holds it",
        arguments: Backend.available)
    func customer(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (useCases, portal) = (server.useCases, server.cast.a.id)
            let customer = try await Self.customer(server)
            let path = "/manage/customers/\(customer.id)"
            let employee = try await server.manage(as: server.cast.e1)
            let changed = try await server.fill(employee, "\(path)/edit", ["city": "Zwolle", "phone": "+31201234567"])
            #expect(changed.location == "\(path)?done=changed")
            #expect(try await useCases.customers.find(customer.id, in: portal)?.city == "Zwolle")
            _ = try await server.fill(employee, "\(path)/edit", ["phone": ""])
            #expect(try await useCases.customers.find(customer.id, in: portal)?.phone == nil)
            #expect(try await employee.get(path).form("\(path)/delete") == nil)
            #expect(try await server.press("\(path)/delete", from: "\(path)/edit", employee).status == .forbidden)
            #expect(try await employee.get(path).contains("/manage/invoices/new?customer=\(customer.id)"))

            let owner = try await server.manage()
            let invoice = try await server.fill(
                owner, "/manage/invoices/new?customer=\(customer.id)", ["number": "1", "text1": "x", "price1": "1"])
            let held = try await server.fill(owner, path, to: "\(path)/delete", [:])
            #expect(try await owner.follow(held).contains("notice-problem"))
            let paper = try #require(invoice.location?.split(separator: "?").first.map(String.init))
            _ = try await server.press("\(paper)/delete", from: paper, owner)
            let deleted = try await server.fill(owner, path, to: "\(path)/delete", [:])
            #expect(try await owner.follow(deleted).contains("The customer is deleted."))
            #expect(try await owner.get(path).status == .notFound)
            let other = try await server.manage(as: server.cast.u2)
            #expect(try await other.get("\(path)/edit").status == .notFound)
        }
    }

    @Test(
        "More lines come without losing any; a total below zero is refused",
        arguments: ["/manage/invoices", "/manage/offers"])
    func lines(path: String) async throws {
        try await withServer(on: .sqlite) { server in
            let customer = try await Self.customer(server)
            let browser = try await server.manage()
            let new = "\(path)/new"
            var form = try #require(try await browser.get("\(new)?customer=\(customer.id)").form(new))
            #expect(form.value("text4") == "" && form.value("text5") == nil)
            form.set("number", "7")
            form.set("text4", "Last <line>")
            let longer = try await browser.submit(form, press: "1")
            #expect(longer.status == .ok)
            form = try #require(longer.form(new))
            #expect(form.value("text4") == "Last <line>" && form.value("text8") == "" && form.value("text9") == nil)
            for number in 1...8 {
                form.set("text\(number)", "Line \(number)")
                form.set("price\(number)", number == 8 ? "-8" : "1")
            }
            let below = try await browser.submit(form)
            #expect(below.status == .unprocessableContent && below.contains("id=\"price1-error\""))
            form.set("price8", "-7")
            #expect(try await browser.submit(form).status == .seeOther)
        }
    }

    @Test("The sale of a punch card changes; what a card is does not", arguments: Backend.available)
    func punchCard(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (cards, portal) = (server.useCases.punchCards, server.cast.a.id)
            let card = try await cards.create(
                NewPunchCard(name: "Ten", punches: 10, punchLabel: "lesson"), in: portal, by: .system)
            let browser = try await server.manage()
            let path = "/manage/punch-cards/\(card.id)"
            let without = try await server.fill(browser, "\(path)/edit", ["for_sale": "1"])
            #expect(without.status == .unprocessableContent && without.contains("id=\"price-error\""))
            let sold = try await server.fill(browser, "\(path)/edit", ["for_sale": "1", "price": "12,34"])
            #expect(try await browser.follow(sold).contains("€12.34"))
            #expect(try await cards.find(card.id, in: portal)?.sale == .init(price: Cents(1234), vatRate: .standard))
            _ = try await server.fill(browser, "\(path)/edit", [:], lists: ["for_sale": []])
            #expect(try await cards.find(card.id, in: portal)?.sale == nil)
            #expect(try await server.manage(as: server.cast.u2).get("\(path)/edit").status == .notFound)
        }
    }

    @Test("A file is shared with a customer, who gets a mail", arguments: Backend.available)
    func share(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let customer = try await Self.customer(server)
            let made = try await server.useCases.files.makeDirectory(
                named: "Year", in: nil, in: server.cast.a.id, by: .system)
            guard case .created(let entry) = made else {
                Issue.record("no directory")
                return
            }
            let browser = try await server.manage()
            let path = "/manage/files/\(entry.id)"
            let foreign = try await Self.customer(server, in: server.cast.b)
            #expect(
                try await server.fill(browser, path, to: "\(path)/share", ["customer": foreign.id.text]).status
                    == .notFound)
            let shared = try await server.fill(browser, path, to: "\(path)/share", ["customer": customer.id.text])
            #expect(try await browser.follow(shared).contains("De Wit"))
            #expect(try await browser.get("/manage/file-shares").contains("De Wit"))
            #expect(try await server.useCases.outbox.list().map(\.mail.recipient).contains("wit@x.example"))
        }
    }
}
