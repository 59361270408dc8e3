import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing

@Suite("Options of an app (RFC 9126 §5)", .timeLimit(.minutes(1)))
struct AppOptionPageTests {
    private static let pushedOnly = "require_pushed_authorization_requests"

    @Test(
        "185: the developer switches it on and off in the form, and sees it on the page", arguments: Backend.available)
    func switched(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (app, browser) = (server.cast.c1, try await server.developer())
            let label = "Pushed requests only"
            #expect(try await !browser.get("\(ServerUnderTest.appsPath)/\(app.id)").contains(label))
            let on = try await AppEditPageTests.save(app, server, lists: ["option": [Self.pushedOnly]], in: browser)
            #expect(try await browser.follow(on).contains(label))
            let form = try await browser.get("\(ServerUnderTest.appsPath)/\(app.id)/edit").form("/developers/apps/")
            #expect(form?.value("option") == Self.pushedOnly)
            let refused = try await server.browser().get(server.authorizeURL(app))
            #expect(refused.redirectFields["error"] == "invalid_request")
            let off = try await AppEditPageTests.save(app, server, lists: ["option": []], in: browser)
            #expect(try await !browser.follow(off).contains(label))
            #expect(try await server.code(app).isEmpty == false)
            #expect(try await server.events("app.updated", in: server.cast.developer.text) == 2)
        }
    }

    @Test("194: an option that does not exist is refused", arguments: Backend.available)
    func unknown(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let answer = try await AppEditPageTests.save(
                server.cast.c1, server, lists: ["option": ["skip_consent"]])
            #expect(answer.status == .unprocessableContent)
            let app = try await server.useCases.apps.find(server.cast.c1.id, of: server.cast.developer)
            #expect(app?.settings.options == [])
        }
    }
}
