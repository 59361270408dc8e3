import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Pages of subscriptions, packages and sign-ups (contract 4.7, 4.8)", .timeLimit(.minutes(2)))
struct SubscriptionPageTests {
    private static func package(_ server: ServerUnderTest) async throws -> SubscriptionPackage {
        try await server.useCases.subscriptionPackages.create(
            NewSubscriptionPackage(name: "Hosting <i>", interval: .month, amount: Cents(2420), vatRate: .standard),
            in: server.cast.a.id, by: .commandLine)
    }

    @Test("Somebody signs up, pays on our page, and is in the manage portal", arguments: Backend.available)
    func signUp(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let package = try await Self.package(server)
            let email = try #require(EmailAddress("nieuw@example.nl"))
            let applicant = Applicant(
                companyName: "Nieuw B.V.", address: "Kade 1", zipCode: "3511AB", city: "Utrecht", email: email)
            guard
                case .pending(let signUp) = try await server.useCases.signUps.apply(
                    applicant, for: package.id, in: server.cast.a.id, by: .commandLine)
            else {
                Issue.record("no sign-up")
                return
            }
            let payer = server.browser()
            let path = "/sign-up/\(signUp.id)"
            let page = try await payer.get(path)
            #expect(page.contains("Hosting &lt;i&gt;") && page.contains("€24.20") && page.contains("every month"))
            #expect(!page.contains("Nieuw B.V.") && !page.contains("nieuw@"))
            let begun = try await payer.submit(try #require(page.form(path)))
            let checkout = try PaymentPageTests.path(begun.location)
            let paid = try await payer.post(checkout, [("status", "paid")])
            #expect(try await payer.get(try PaymentPageTests.path(paid.location)).contains("Thank you."))
            #expect(try await payer.get(path).contains("your subscription has begun"))

            let owner = try await server.manage()
            let list = try await owner.get("/manage/subscriptions")
            #expect(list.contains("Hosting &lt;i&gt;") && list.contains("In progress"))
            let found = try await server.useCases.subscriptions.list(
                PageRequest(start: .page(1), size: 2), in: server.cast.a.id)
            let subscription = try #require(found.entities.first)
            let detail = "/manage/subscriptions/\(subscription.id)"
            let shown = try await owner.get(detail)
            #expect(shown.contains("Nieuw B.V.") && shown.contains("badge good\">Paid"))
            let terminated = try await server.fill(owner, detail, to: "\(detail)/terminate", [:])
            #expect(try await owner.follow(terminated).contains("The subscription was terminated."))
            let deleted = try await server.fill(owner, detail, to: "\(detail)/delete", [:])
            #expect(try await owner.follow(deleted).contains("The subscription was deleted."))
            #expect(try await server.manage(as: server.cast.u2).get(detail).status == .notFound)
        }
    }

    @Test("A sign-up whose time is over, and addresses that lead nowhere", arguments: Backend.available)
    func over(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let package = try await Self.package(server)
            let email = try #require(EmailAddress("nieuw@example.nl"))
            let applicant = Applicant(companyName: "N", address: "K", zipCode: "1", city: "U", email: email)
            guard
                case .pending(let signUp) = try await server.useCases.signUps.apply(
                    applicant, for: package.id, in: server.cast.a.id, by: .commandLine)
            else {
                Issue.record("no sign-up")
                return
            }
            server.clock.advance(seconds: 86_400)
            let payer = server.browser(language: "nl")
            for answer in [
                try await payer.get("/sign-up/\(signUp.id)"), try await payer.post("/sign-up/\(signUp.id)", []),
            ] {
                #expect(answer.status == .gone)
                #expect(answer.contains("De tijd om dit te betalen is voorbij."))
            }
            for path in [
                "/sign-up/x", "/sign-up/0195666c-2a1a-7c3e-9b1d-5f0f6d1c2b3a",
                "/sign-up/\(signUp.id.text.uppercased())",
            ] {
                #expect(try await payer.get(path).status == .notFound)
            }
        }
    }

    @Test("Packages: offered, taken off sale, deleted", arguments: Backend.available)
    func packages(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            #expect(try await owner.get("/manage/packages").contains("No packages"))
            let package = try await Self.package(server)
            let path = "/manage/packages/\(package.id)"
            #expect(try await owner.get("/manage/packages").contains("Not for sale"))
            let offered = try await server.fill(owner, path, to: "\(path)/sale", [:])
            #expect(try await owner.follow(offered).contains("badge good\">For sale"))
            let deleted = try await server.fill(owner, path, to: "\(path)/delete", [:])
            #expect(try await owner.follow(deleted).contains("The package was deleted."))
            #expect(try await owner.get(path).status == .notFound)
        }
    }
}
