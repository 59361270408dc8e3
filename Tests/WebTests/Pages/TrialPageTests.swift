import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Try it (contract O62)", .timeLimit(.minutes(2)))
struct TrialPageTests {
    private static let callback = "/developers/try/callback"

    private static func path(_ app: Cast.TestApp) -> String { "\(ServerUnderTest.appsPath)/\(app.id)/try" }

    /// From the page to what the consent screen answers.
    private static func consent(
        _ app: Cast.TestApp, _ developer: Browser, press: String = "approve"
    ) async throws -> Answer {
        var page = try await developer.get(path(app))
        if let form = page.form("\(path(app))/callback") { page = try await developer.follow(developer.submit(form)) }
        let request = try await developer.submit(try #require(page.form(path(app))))
        let url = try #require(request.body.range("href=\"", "\"", containing: "/oauth/authorize?")).unescapingHTML
        let consent = try await developer.get(String(url.dropFirst(ServerUnderTest.issuer.count)))
        let answer = try await developer.submit(try #require(consent.form(with: "decision")), press: press)
        let location = try #require(answer.location)
        #expect(location.hasPrefix("\(ServerUnderTest.issuer)\(callback)?"))
        return try await developer.get(String(location.dropFirst(ServerUnderTest.issuer.count)))
    }

    @Test("the whole flow, masked, and nothing left of it", arguments: Backend.available)
    func flow(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.c1, server.cast.s1, server.cast.p1, server.cast.p2] {
                let developer = try await server.developer()
                let back = try await Self.consent(app, developer)
                #expect(back.status == .ok)
                #expect(back.contains("vdr_code_…"))
                var form = try #require(back.form("/developers/try/exchange"))
                #expect(form.fields.contains { $0.name == "client_secret" } == !app.isPublic)
                if let secret = app.secret { form.set("client_secret", secret) }
                let result = try await developer.submit(form)
                #expect(result.status == .ok)
                for text in [
                    "Everything worked.", "POST http://localhost:8080/oauth/token", "vdr_at_…", "vdr_rt_…",
                    "GET http://localhost:8080/v1/customers", "Muziekschool Allegro", "code_verifier=•••",
                    "POST http://localhost:8080/oauth/revoke",
                ] { #expect(result.contains(text), "\(text)") }
                #expect(result.headers[.cacheControl] == "no-store")
                if let secret = app.secret {
                    #expect(!result.contains(secret))
                    #expect(!server.logs.text.contains(secret))
                }
                let code = try #require(form.value("code"))
                #expect(!result.contains(code))
                let portal = try #require(try await server.useCases.testPortals.find(of: server.cast.developer))
                let connected = try await server.useCases.connectedApps.list(in: portal.portal)
                #expect(connected.allSatisfy { $0.grants.isEmpty })
                // The same code again is a replay, and shown as what it is.
                let again = try await developer.submit(form)
                #expect(again.contains("One request was refused."))
                #expect(again.contains("invalid_grant"))
            }
        }
    }

    @Test("a wrong secret and a declined consent are shown as an app would see them", arguments: Backend.available)
    func refusals(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let developer = try await server.developer()
            var form = try #require(
                try await Self.consent(server.cast.c1, developer).form("/developers/try/exchange"))
            form.set("client_secret", "something pasted by mistake")
            let wrong = try await developer.submit(form)
            #expect(wrong.contains("401 Unauthorized"))
            #expect(wrong.contains("invalid_client"))
            #expect(!wrong.contains("pasted by mistake"))
            #expect(!server.logs.text.contains("pasted by mistake"))

            let denied = try await Self.consent(server.cast.c1, developer, press: "deny")
            #expect(denied.contains("access_denied"))
            #expect(denied.form("/developers/try/exchange") == nil)
        }
    }

    @Test(
        "our callback is an ordinary redirect URI: added once, with an event, and removable",
        arguments: Backend.available)
    func callback(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let developer = try await server.developer()
            let form = try #require(try await developer.get(Self.path(app)).form("\(Self.path(app))/callback"))
            #expect(try await developer.submit(form).location == Self.path(app))
            #expect(try await developer.submit(form).status == .ok)
            let uri = "\(ServerUnderTest.issuer)\(Self.callback)"
            let uris = try await server.useCases.apps.find(app.id, of: server.cast.developer)?.settings.redirectURIs
            #expect(uris?.map(\.text) == app.redirectURIs + [uri])
            #expect(try await server.events("app.updated", in: server.cast.developer.text) == 1)

            let removed = try await AppEditPageTests.save(
                app, server, ["redirect_uris": app.redirectURIs.joined(separator: "\n")])
            #expect(removed.status == .seeOther)
            #expect(try await developer.get(Self.path(app)).form("\(Self.path(app))/callback") != nil)
        }
    }

    @Test(
        "219: a state is good for its developer only, for an hour, and a code of somebody else ends here",
        arguments: Backend.available)
    func states(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let developer = try await server.developer()
            let form = try #require(try await Self.consent(app, developer).form("/developers/try/exchange"))
            let state = try #require(form.value("state"))
            let eve = try await server.register("eve@evil.example")
            let address = "\(Self.callback)?code=vdr_code_x&state=\(state)&iss=http%3A%2F%2Flocalhost%3A8080"
            #expect(try await eve.get(address).status == .gone)
            #expect(try await eve.get(Self.path(app)).status == .notFound)
            var stolen = form
            stolen.set("csrf", try await server.csrf(eve, "\(ServerUnderTest.appsPath)/new"))
            #expect(try await eve.submit(stolen).status == .gone)
            #expect(try await server.browser().get(address).location == "/developers/sign-in")

            for wrong in ["", "x", "\(state)x", "\(app.id).99999999999.0.x", String(repeating: ".", count: 400)] {
                let query = PercentEncoding.query([("code", "x"), ("state", wrong)])
                #expect(try await developer.get("\(Self.callback)?\(query)").status == .gone, "\(wrong)")
            }
            // Another issuer's answer is shown, and goes no further (RFC 9207).
            let mixed = try await developer.get("\(Self.callback)?code=x&state=\(state)&iss=https%3A%2F%2Fevil.example")
            #expect(mixed.contains("Your app must stop here."))
            #expect(mixed.form("/developers/try/exchange") == nil)
            server.clock.advance(seconds: 3601)
            #expect(try await developer.submit(form).status == .gone)
        }
    }

    @Test("no more than the ceiling, and not nothing", arguments: Backend.available)
    func scopes(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let developer = try await server.developer()
            let add = try #require(try await developer.get(Self.path(app)).form("\(Self.path(app))/callback"))
            var form = try #require(try await developer.follow(developer.submit(add)).form(Self.path(app)))
            for names in [[], ["tickets.write"], ["everything"]] {
                form.set("scope", names)
                #expect(try await developer.submit(form).status == .unprocessableContent, "\(names)")
            }
        }
    }
}

@Suite("Masking")
struct MaskedTextTests {
    @Test("every token of ours, wherever it stands, and nothing else")
    func mask() {
        let text = #"{"a":"vdr_at_0123456789abcdefghij","b":"vdr_rt_abc","c":"vdr_","d":"plain"} vdr_secret_"#
        #expect(MaskedText.mask(text) == #"{"a":"vdr_at_…ghij","b":"vdr_rt_…","c":"vdr_","d":"plain"} vdr_secret_…"#)
    }
}
