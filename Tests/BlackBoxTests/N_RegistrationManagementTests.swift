import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("N. Management of a registration (RFC 7592)", .timeLimit(.minutes(5)))
struct RegistrationManagementTests {
    private static let web =
        #"{"redirect_uris":["https://new.example/cb","https://new.example/two"],"client_name":"New","scope":"customers.read customers.write"}"#

    private static func update(_ app: AppID, _ more: String) -> String {
        #"{"client_id":"\#(app)","redirect_uris":["https://new.example/cb"],\#(more)}"#
    }

    @Test("195: a token that is missing, another's, or of a deleted app is a 401", arguments: Backend.available)
    func tokens(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let (first, second) = (try await server.selfRegister(Self.web), try await server.selfRegister(Self.web))
            let (app, other) = (try server.app(first), try server.app(second))
            let token = try #require(first["registration_access_token"])
            let foreign = try #require(second["registration_access_token"])
            let change = Self.update(app.id, #""client_name":"Changed""#)
            func expectRefused(_ id: AppID, _ token: String?, _ what: String) async throws {
                for method in [HTTPRequest.Method.get, .put, .delete] {
                    let answer = try await server.manage(id, token, method, change)
                    #expect(answer.status == .unauthorized, "\(method): \(what)")
                    #expect(answer.error == "invalid_token", "\(method): \(what)")
                    #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer ") == true)
                }
            }
            try await expectRefused(app.id, nil, "missing")
            try await expectRefused(app.id, foreign, "of another app")
            try await expectRefused(app.id, String(token.dropLast()) + "x", "mistyped")
            try await expectRefused(app.id, app.secret, "an App Secret")
            try await expectRefused(app.id, try await server.tokens(app).access, "an access token")
            try await expectRefused(server.cast.c1.id, token, "for an app of a developer")
            #expect(try await server.manage(app.id, token)["client_name"] == "New", "nothing was changed")

            let deleted = try await server.manage(app.id, token, .delete)
            #expect(deleted.status == .noContent)
            #expect(deleted.headers[.cacheControl] == "no-store")
            try await expectRefused(app.id, token, "of a deleted app")
            #expect(try await server.manage(other.id, foreign).status == .ok)
            #expect(try await server.registrationEvents() == ["app.deleted", "app.created", "app.created"])
        }
    }

    @Test("The operator ends one, and nothing else", arguments: Backend.available)
    func ended(on backend: Backend) async throws {
        let configure: @Sendable (inout ServerConfiguration) -> Void = {
            ServerUnderTest.open(&$0)
            $0.tokenCacheLimit = 0  // the operator's command is another process
        }
        try await withServer(on: backend, configure: configure) { server in
            let (first, second) = (try await server.selfRegister(Self.web), try await server.selfRegister(Self.web))
            let (app, other) = (try server.app(first), try server.app(second))
            let (tokens, left) = (try await server.tokens(app), try await server.tokens(other))
            let code = try await server.code(app)
            let registrations = Registrations(
                database: server.database, ambient: server.clock.ambient, changes: .unheard)
            #expect(try await registrations.end(server.cast.c1.id, by: .commandLine) == nil, "a developer's")
            #expect(try await registrations.all().map(\.id) == [app.id, other.id])
            server.clock.advance(seconds: 1)  // events of one moment have no order over two processes
            #expect(try await registrations.end(app.id, by: .commandLine) == "New")
            #expect(try await registrations.end(app.id, by: .commandLine) == nil, "before")
            #expect(try await registrations.all().map(\.id) == [other.id])

            #expect(try await server.me(tokens.access).status == .unauthorized)
            for answer in [try await server.refresh(app, tokens.refresh), try await server.exchange(app, code)] {
                #expect(answer.error == "invalid_client")
            }
            let page = try await server.browser().get(server.authorizeURL(app, pkce: ServerUnderTest.pkce()))
            #expect(page.status == .badRequest)
            #expect(page.location == nil)
            #expect(try await server.manage(app.id, first["registration_access_token"]).status == .unauthorized)
            #expect(try await server.me(left.access).status == .ok)
            #expect(try await server.tokens(server.cast.c1).access.hasPrefix("vdr_at_"))
            #expect(try await server.registrationEvents() == ["app.deleted", "app.created", "app.created"])
        }
    }

    @Test("A registration is read as it was made, without the secret", arguments: Backend.available)
    func read(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let made = try await server.selfRegister(Self.web)
            let app = try server.app(made)
            let read = try await server.manage(app.id, made["registration_access_token"])
            guard case .object(let members)? = made.json else { throw Unexpected("not registered", made) }
            #expect(
                read.json
                    == .object(
                        members.filter { $0.name != "client_secret" && $0.name != "client_secret_expires_at" }))
            #expect(app.secret != nil)
        }
    }

    @Test("200: an update replaces everything, and what it takes away stops at once", arguments: Backend.available)
    func update(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let made = try await server.selfRegister(Self.web)
            let app = try server.app(made)
            let token = made["registration_access_token"]
            let tokens = try await server.tokens(app)
            let waiting = try await server.code(app, ["redirect_uri": "https://new.example/two"])
            let change = Self.update(app.id, #""scope":"customers.read","client_secret":"\#(app.secret ?? "")""#)
            let changed = try await server.manage(app.id, token, .put, change)
            #expect(changed.status == .ok)
            #expect(changed["client_name"] == "new.example", "what is left out is as if it had never been said")
            #expect(changed.json?["client_secret"] == nil, "the old one stays")
            #expect(changed["registration_access_token"] == token)

            let removed = try await server.browser().get(
                server.authorizeURL(app, pkce: ServerUnderTest.pkce(), ["redirect_uri": "https://new.example/two"]))
            #expect(removed.location == nil)
            let late = try await server.exchange(app, waiting, ["redirect_uri": "https://new.example/two"])
            #expect(late.error == "invalid_grant")
            let refreshed = try await server.refresh(app, tokens.refresh)
            #expect(refreshed["scope"] == "customers.read", "live grants keep what is still allowed")
            #expect(try await server.me(tokens.access).body.contains("customers.write") == false)
            let events = try await server.registrationEvents()
            #expect(events == ["app.updated", "app.created"])
            let again = try await server.manage(app.id, token, .put, change)
            #expect(again.status == .ok)
            #expect(try await server.registrationEvents() == events, "the same again is no change")
        }
    }

    @Test(
        "An update names its app, leaves ours alone, and is checked like a registration", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let made = try await server.selfRegister(Self.web)
            let app = try server.app(made)
            let token = made["registration_access_token"]
            for (body, error) in [
                (Self.web, "invalid_request"),
                (Self.update(server.cast.c1.id, #""client_name":"x""#), "invalid_request"),
                (Self.update(app.id, #""registration_access_token":"x""#), "invalid_request"),
                (Self.update(app.id, #""registration_client_uri":"x""#), "invalid_request"),
                (Self.update(app.id, #""client_secret_expires_at":0"#), "invalid_request"),
                (Self.update(app.id, #""client_id_issued_at":0"#), "invalid_request"),
                (Self.update(app.id, #""scope":"nothing""#), "invalid_client_metadata"),
                (#"{"client_id":"\#(app.id)","redirect_uris":["http://x.example/"]}"#, "invalid_redirect_uri"),
                (Self.update(app.id, #""software_statement":"x""#), "unapproved_software_statement"),
                ("x", "invalid_request"),
            ] {
                let answer = try await server.manage(app.id, token, .put, body)
                #expect(answer.status == .badRequest, "\(body)")
                #expect(answer.error == error, "\(body)")
            }
            #expect(try await server.registrationEvents() == ["app.created"])
        }
    }

    @Test("200: the kind of an app changes until somebody gave it access", arguments: Backend.available)
    func kind(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let made = try await server.selfRegister(Self.web)
            let app = try server.app(made)
            let token = made["registration_access_token"]
            let open = Self.update(app.id, #""token_endpoint_auth_method":"none","scope":"customers.read""#)
            let closed = Self.update(
                app.id, #""token_endpoint_auth_method":"client_secret_post","scope":"customers.read""#)
            #expect(try await server.manage(app.id, token, .put, open).status == .ok)
            let secret = ["client_secret": app.secret]
            let noProof = try await server.post("/oauth/token", server.exchangeFields(app, "x", secret))
            #expect(noProof.error == "invalid_client", "its secret ended")
            let back = try await server.manage(app.id, token, .put, closed)
            let fresh = try #require(back["client_secret"])
            #expect(fresh != app.secret)
            #expect(back["token_endpoint_auth_method"] == "client_secret_post")
            let confidential = try server.app(back)
            #expect(try await server.exchange(confidential, server.code(confidential)).status == .ok)
            let late = try await server.manage(app.id, token, .put, open)
            #expect(late.error == "invalid_client_metadata")
            #expect(
                try await server.registrationEvents()
                    == ["app_secret.created", "app.updated", "app.updated", "app.created"])
        }
    }

    @Test("A deleted app loses everything that it was given", arguments: Backend.available)
    func delete(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let made = try await server.selfRegister(Self.web)
            let app = try server.app(made)
            let tokens = try await server.tokens(app)
            #expect(try await server.manage(app.id, made["registration_access_token"], .delete).status == .noContent)
            #expect(try await server.me(tokens.access).status == .unauthorized)
            #expect(try await server.refresh(app, tokens.refresh).error == "invalid_client")
            let page = try await server.browser().get(server.authorizeURL(app, pkce: ServerUnderTest.pkce()))
            #expect(page.location == nil)
        }
    }
}
