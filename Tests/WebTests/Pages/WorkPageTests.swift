import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Manage pages of appointments, punch cards and tickets", .timeLimit(.minutes(2)))
struct WorkPageTests {
    @Test("Appointments: planned, moved, confirmed and canceled from the pages", arguments: Backend.available)
    func appointments(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            let path = "/manage/appointments"
            let values = [
                "name": "Proefles <b>", "attendee": "Jan Bos", "email": "jan@example.nl",
                "starts_at": Self.local(server, days: 3, "10:00"), "ends_at": Self.local(server, days: 3, "11:00"),
            ]
            let backwards = values.merging(["ends_at": Self.local(server, days: 3, "10:00"), "email": "jan"]) { $1 }
            let wrong = try await server.fill(browser, "\(path)/new", backwards)
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.contains("value=\"Proefles &lt;b&gt;\""))
            #expect(wrong.contains("An appointment ends after it starts.") && wrong.contains("not an e-mail address"))
            let planned = try await server.fill(browser, "\(path)/new", values)
            #expect(planned.status == .seeOther)
            let page = try await browser.follow(planned)
            #expect(page.contains("The appointment is planned"))
            let one = try #require(planned.location?.split(separator: "?").first.map(String.init))
            #expect(try await browser.get(path).contains("href=\"\(one)\""))
            #expect(try await !browser.get("\(path)?status=canceled").contains(one))

            let moved = try await server.fill(
                browser, one, to: "\(one)/move",
                ["starts_at": Self.local(server, days: 4, "10:00"), "ends_at": Self.local(server, days: 4, "12:00")])
            #expect(moved.location == "\(one)?done=moved")
            let early = try await server.fill(
                browser, one, to: "\(one)/move", ["ends_at": Self.local(server, days: 1, "12:00")])
            #expect(early.status == .unprocessableContent)
            #expect(try await server.fill(browser, one, to: "\(one)/cancel", [:]).location == "\(one)?done=canceled")
            // There is no form any more; somebody whose page is old hears why.
            #expect(try await browser.get(one).form("\(one)/cancel") == nil)
            #expect(try await server.press("\(one)/cancel", from: path, browser).status == .conflict)

            let time = try #require(
                AppointmentTime(from: server.clock.now + 86_400, to: server.clock.now + 90_000))
            let asked = try await server.useCases.appointments.request(
                NewAppointment(
                    name: "Asked", time: time, attendeeName: "Piet",
                    attendeeEmail: EmailAddress(stored: "piet@example.nl")),
                in: server.cast.a.id, by: .system)
            guard case .created(let pending) = asked else {
                Issue.record("not as expected")
                return
            }
            let other = "\(path)/\(pending.id)"
            #expect(try await browser.get(other).contains("Requested"))
            #expect(
                try await server.fill(browser, other, to: "\(other)/confirm", [:]).location == "\(other)?done=confirmed"
            )
            let recipients = try await server.useCases.outbox.list().map(\.mail.recipient)
            #expect(recipients.count { $0 == "jan@example.nl" } == 3)
            #expect(recipients.count { $0 == "piet@example.nl" } == 1)
            #expect(try await browser.get("\(path)/apt_06aps0ecvrc1ht4jz41b").status == .notFound)
        }
    }

    @Test("Punch cards: issued, stamped, and deleted when nobody holds one", arguments: Backend.available)
    func punchCards(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (useCases, portal) = (server.useCases, server.cast.a.id)
            let card = try await useCases.punchCards.create(
                NewPunchCard(name: "Ten", punches: 2, punchLabel: "lesson", expiry: .init(1, .months)), in: portal,
                by: .system)
            let customer = try await useCases.customers.create(Self.customer, in: portal, by: .system)
            let browser = try await server.manage()
            let path = "/manage/punch-cards/\(card.id)"
            #expect(try await browser.get("/manage/punch-cards").contains("href=\"\(path)\""))
            let issued = try await server.fill(browser, path, to: "\(path)/issue", ["customer": customer.id.text])
            #expect(issued.location == "\(path)?done=issued")
            let page = try await browser.follow(issued)
            #expect(page.contains("2 / 2"))
            #expect(page.form("\(path)/delete") == nil)
            let nobody = try await server.fill(browser, path, to: "\(path)/issue", ["customer": ""])
            #expect(nobody.status == .unprocessableContent && nobody.contains("Choose the customer"))
            #expect(try await server.fill(browser, path, to: "\(path)/stamp", ["stamps": "3"]).status == .conflict)
            #expect(
                try await server.fill(browser, path, to: "\(path)/stamp", ["stamps": "x"]).status
                    == .unprocessableContent)
            #expect(
                try await server.fill(browser, path, to: "\(path)/stamp", ["stamps": "2"]).location
                    == "\(path)?done=stamped")
            let used = try await browser.get(path)
            #expect(used.contains("Used up"))
            #expect(used.form("\(path)/stamp") == nil)
            #expect(try await server.press("\(path)/delete", from: path, browser).status == .conflict)
            _ = try await useCases.customers.delete(customer.id, in: portal, by: .system)
            #expect(
                try await server.fill(browser, path, to: "\(path)/delete", [:]).location
                    == "/manage/punch-cards?done=deleted")
        }
    }

    @Test("Tickets: read without markup, answered as plain text, closed", arguments: Backend.available)
    func tickets(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (useCases, portal) = (server.useCases, server.cast.a.id)
            let text = try #require(MessageHTML("<p>It <b>hurts</b> &lt;x&gt;</p>"))
            let made = try await useCases.tickets.create(
                NewTicket(title: "Login", message: text), from: .customer(named: "Jan Bos"), in: portal, by: .system)
            guard case .created(let thread) = made else {
                Issue.record("not as expected")
                return
            }
            let browser = try await server.manage(as: server.cast.e1)
            let path = "/manage/tickets/\(thread.ticket.id)"
            #expect(try await browser.get("/manage/tickets?status=open").contains("href=\"\(path)\""))
            #expect(try await !browser.get("/manage/tickets?status=closed").contains(path))
            #expect(try await browser.get(path).contains("It hurts &lt;x&gt;"))
            #expect(try await server.fill(browser, path, to: path, ["message": " "]).status == .unprocessableContent)
            let answered = try await server.fill(browser, path, to: path, ["message": "Try <b>again</b>"])
            #expect(answered.location == "\(path)?done=replied")
            let found = try #require(try await useCases.tickets.find(thread.ticket.id, in: portal))
            #expect(found.messages.last?.text.text == "Try &lt;b&gt;again&lt;/b&gt;")
            #expect(found.messages.last?.author.isCustomer == false)
            #expect(try await server.fill(browser, path, to: "\(path)/close", [:]).location == "\(path)?done=closed")
            #expect(try await server.press("\(path)/close", from: path, browser).status == .conflict)
        }
    }

    private static let customer = NewCustomer(
        companyName: "Fietsen", address: "A 1", zipCode: "1", city: "C", primaryEmail: EmailAddress(stored: "f@x.nl"))

    /// As a `datetime-local` field has it.
    private static func local(_ server: ServerUnderTest, days: Int, _ time: String) -> String {
        let zone = TimeZones().table(named: "Europe/Amsterdam")
        let today = zone?.date(at: server.clock.now) ?? CalendarDate(daysSince1970: 0)
        return "\(today.adding(days: days))T\(time)"
    }
}
