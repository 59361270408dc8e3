import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("N. Client ID metadata documents", .timeLimit(.minutes(5)))
struct ClientDocumentTests {
    static let url = "https://client.example/app.json"

    static func document(_ more: String = "", id: String = url) -> String {
        let uris = more.contains("redirect_uris") ? "" : #","redirect_uris":["https://client.example/cb"]"#
        let scope = more.contains("scope") ? "" : #","scope":"customers.read""#
        return #"{"client_id":"\#(id)","client_name":"Client"\#(uris)\#(scope)\#(more.isEmpty ? "" : ",\(more)")}"#
    }

    private func withDocuments(
        on backend: Backend, _ body: @escaping @Sendable (ServerUnderTest, FakeDocuments) async throws -> Void
    ) async throws {
        let documents = FakeDocuments()
        try await withServer(on: backend, configure: { $0.documents = documents }) { server in
            try await body(server, documents)
        }
    }

    static let app = Cast.TestApp.known(redirectURIs: ["https://client.example/cb"], scopes: "customers.read")
    /// Put over the fields of a request.
    static let named: [String: String?] = ["client_id": url]

    private func begin(
        _ server: ServerUnderTest, _ browser: Browser? = nil, _ overrides: [String: String?] = [:]
    ) async throws -> Answer {
        let fields = Self.named.merging(overrides) { $1 }
        return try await (browser ?? server.browser()).get(
            server.authorizeURL(Self.app, pkce: ServerUnderTest.pkce(), fields))
    }

    private func expectPage(_ answer: Answer, _ what: String) {
        #expect(answer.status == .badRequest, "\(what)")
        #expect(answer.location == nil, "\(what)")
    }

    private func stored(_ server: ServerUnderTest) async throws -> [String] {
        try await server.database.rows("SELECT app_id FROM client_documents ORDER BY url").map { try $0.text("app_id") }
    }

    @Test("167: not offered unless the operator says so; then it is in the metadata", arguments: Backend.available)
    func isASwitch(on backend: Backend) async throws {
        let path = "/.well-known/oauth-authorization-server"
        try await withServer(on: backend) { server in
            let metadata = try await server.browser().get(path)
            #expect(metadata.json?["client_id_metadata_document_supported"] == nil)
            let answer = try await begin(server)
            expectPage(answer, "switched off")
        }
        try await withDocuments(on: backend) { server, _ in
            let metadata = try await server.browser().get(path)
            #expect(metadata.json?["client_id_metadata_document_supported"] == .bool(true))
            #expect(metadata.json?["registration_endpoint"] == nil, "a switch of its own")
        }
    }

    @Test("199: an app is known by its document, and the host is on the consent page", arguments: Backend.available)
    func works(on backend: Backend) async throws {
        try await withDocuments(on: backend) { server, documents in
            documents.publish(Self.document(#""skip_consent":true,"profile":"standard","verified":true"#), at: Self.url)
            let browser = server.browser()
            let link = server.authorizeURL(Self.app, pkce: ServerUnderTest.pkce(), Self.named)
            let page = try await server.open(link, browser, as: server.cast.u1)
            #expect(page.body.contains("by whoever runs client.example"))
            #expect(page.body.contains("<h1>Client</h1>"))
            let code = try await server.code(Self.app, Self.named)
            let tokens = try await server.exchange(Self.app, code, Self.named)
            #expect(tokens.status == .ok)
            #expect(try await server.me(tokens["access_token"] ?? "").status == .ok)
            let refreshed = try await server.refresh(Self.app, tokens["refresh_token"] ?? "", Self.named)
            #expect(refreshed.status == .ok)
            #expect(refreshed["refresh_token"] != tokens["refresh_token"], "public: it rotates")
            #expect(documents.fetches == [Self.url], "read once")
            #expect(try await server.registrationEvents() == ["app.created"])

            for pair in [nil, ServerUnderTest.pkce(method: "plain")] {
                let refused = try await server.browser().get(server.authorizeURL(Self.app, pkce: pair, Self.named))
                #expect(refused.redirectFields["error"] == "invalid_request", "PKCE with S256")
            }
            let silent = try await begin(server, browser, ["prompt": "none"])
            #expect(silent.redirectFields["error"] == "consent_required")
            let revoked = try await server.revoke(Self.app, refreshed["refresh_token"] ?? "", Self.named)
            #expect(revoked.status == .ok)
            #expect(try await server.me(tokens["access_token"] ?? "").status == .unauthorized)
        }
    }

    @Test("An app that the operator ended does not come back by its document", arguments: Backend.available)
    func ended(on backend: Backend) async throws {
        try await withDocuments(on: backend) { server, documents in
            documents.publish(Self.document(), at: Self.url)
            let waiting = try await server.code(Self.app, Self.named)
            let registrations = Registrations(
                database: server.database, ambient: server.clock.ambient, changes: .unheard)
            let line = try #require(try await registrations.all().first)
            #expect(line.document == Self.url)
            server.clock.advance(seconds: 1)  // events of one moment have no order over two processes
            #expect(try await registrations.end(line.id, by: .commandLine) == "Client")
            #expect(try await server.exchange(Self.app, waiting, Self.named).error == "invalid_client")
            expectPage(try await begin(server), "ended")
            documents.publish(Self.document(#""client_uri":"https://client.example/new""#), at: Self.url)
            server.clock.advance(seconds: 2 * 86_400)
            expectPage(try await begin(server), "read again")
            #expect(try await registrations.all().isEmpty)
            #expect(try await server.registrationEvents() == ["app.deleted", "app.created"])
        }
    }

    @Test("The id that we keep for it is no name for it, and neither is a secret", arguments: Backend.available)
    func innerID(on backend: Backend) async throws {
        try await withDocuments(on: backend) { server, documents in
            documents.publish(Self.document(), at: Self.url)
            let code = try await server.code(Self.app, Self.named)
            let id = try #require(try await stored(server).first)
            let answer = try await begin(server, nil, ["client_id": id])
            expectPage(answer, "by the inner id")
            #expect(try await server.exchange(Self.app, code, ["client_id": id]).error == "invalid_client")
            let secret = server.cast.c1.secret
            let proven = try await server.exchange(Self.app, code, ["client_id": Self.url, "client_secret": secret])
            #expect(proven.error == "invalid_client")
            #expect(try await server.exchange(server.cast.p1, code).error == "invalid_grant", "another app's code")
            #expect(try await server.exchange(Self.app, code, Self.named).status == .ok, "nothing was burned")
        }
    }

    @Test("197: an address that is none of a document is a page, and nothing is fetched", arguments: Backend.available)
    func addresses(on backend: Backend) async throws {
        try await withDocuments(on: backend) { server, documents in
            for url in [
                "http://client.example/app.json", "https://client.example:443/app.json", "https://client.example:8443/",
                "https://u@client.example/app.json", "https://u:p@client.example/",
                "https://client.example/../app.json",
                "https://client.example/%2e%2e/app.json", "https://client.example/./app.json",
                "https://client.example/app.json#f", "https://client.example", "https://127.0.0.1/app.json",
                "https://localhost/app.json", "https://[::1]/", "https://CLIENT.example/app.json",
                "javascript:alert(1)",
                "https://client.example/\u{0}", "https://client.example/\r\nX: y", "https://client.example/\u{212A}",
                "https://client.example/" + String(repeating: "a", count: 5000),
            ] {
                documents.publish(Self.document(id: url), at: url)
                let answer = try await begin(server, nil, ["client_id": url])
                expectPage(answer, url)
            }
            #expect(documents.fetches.isEmpty)
            #expect(try await stored(server).isEmpty)
        }
    }

    @Test(
        "197: a document that is not about this app, or not acceptable, is a page, nothing stored",
        arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withDocuments(on: backend) { server, documents in
            let key = SigningKey()
            let texts = [
                Self.document(id: "https://client.example/app.jsoN"),
                Self.document(id: "https://client.example/app.json/"),
                Self.document(id: "https://client.example/app.js"), Self.document(id: "http://client.example/app.json"),
                #"{"redirect_uris":["https://client.example/cb"]}"#,
                #"{"client_id":1,"redirect_uris":["https://client.example/cb"]}"#,
                "", "x", "[]", "null", "<html>", #"{"client_id":"\#(Self.url)""#, "\u{FEFF}" + Self.document(),
                String(repeating: "[", count: 5000), Self.document(#""client_id":"\#(Self.url)""#),
                Self.document(#""client_secret":"x""#), Self.document(#""client_secret_expires_at":0"#),
                Self.document(#""jwks":{"keys":[\#(key.json(key.privateMember))]}"#),
                Self.document(#""jwks":{"keys":[{"kty":"oct","k":"AAAA"}]}"#),
                Self.document(#""token_endpoint_auth_method":"client_secret_basic""#),
                Self.document(#""token_endpoint_auth_method":"client_secret_post""#),
                Self.document(#""token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[\#(key.json())]}"#),
                Self.document(#""token_endpoint_auth_method":1"#), Self.document(#""redirect_uris":[]"#),
                Self.document(#""redirect_uris":"https://client.example/cb""#),
                Self.document(#""redirect_uris":["http://client.example/cb"]"#),
                Self.document(#""redirect_uris":["https://client.example/cb","javascript:alert(1)"]"#),
                Self.document(#""redirect_uris":["https://client.example/cb","https://*.example/"]"#),
                Self.document(#""scope":"customers.read all""#), Self.document(#""grant_types":["password"]"#),
                Self.document(#""response_types":["token"]"#), Self.document(#""software_statement":"e.e.e""#),
                Self.document(#""client_name":"a\u202eb""#).replacing(#""client_name":"Client","#, with: ""),
            ]
            for (number, text) in texts.enumerated() {
                // Thirty a minute are read for one address.
                if number % 25 == 24 { server.clock.advance(seconds: 61) }
                documents.publish(text, at: Self.url)
                let answer = try await begin(server)
                expectPage(answer, String(text.prefix(200)))
                #expect(answer.body.contains("What this app says about itself"))
            }
            documents.publish(nil, at: Self.url)
            let gone = try await begin(server)
            expectPage(gone, "no document")
            #expect(documents.fetches.count == texts.count + 1)
            #expect(try await stored(server).isEmpty)
            #expect(try await server.registrationEvents().isEmpty)
        }
    }

    @Test("A redirect URI counts only if the document holds it", arguments: Backend.available)
    func redirects(on backend: Backend) async throws {
        try await withDocuments(on: backend) { server, documents in
            let uris = #""redirect_uris":["https://client.example/cb","http://127.0.0.1/cb","com.example.client:/cb"]"#
            documents.publish(Self.document(uris), at: Self.url)
            for uri in ["https://client.example/other", "https://evil.example/cb", "http://127.0.0.1:1/other"] {
                let answer = try await begin(server, nil, ["redirect_uri": uri])
                expectPage(answer, uri)
            }
            for uri in ["https://client.example/cb", "http://127.0.0.1:49152/cb", "com.example.client:/cb"] {
                let fields = Self.named.merging(["redirect_uri": uri]) { $1 }
                let code = try await server.code(Self.app, fields)
                #expect(try await server.exchange(Self.app, code, fields).status == .ok)
            }
        }
    }

    @Test("199: a failure is not remembered", arguments: Backend.available)
    func failures(on backend: Backend) async throws {
        try await withDocuments(on: backend) { server, documents in
            let first = try await begin(server)
            expectPage(first, "not there yet")
            documents.publish(Self.document(), at: Self.url)
            let second = try await begin(server)
            #expect(second.location?.hasPrefix("/manage/sign-in") == true)
            #expect(documents.fetches.count == 2)
        }
    }

    @Test(
        "199: a document is read again after its time, at most after a day; the app stays the same",
        arguments: Backend.available)
    func changes(on backend: Backend) async throws {
        try await withDocuments(on: backend) { server, documents in
            let both = #""redirect_uris":["https://client.example/cb","https://client.example/two"]"#
            documents.publish(Self.document(both), at: Self.url, lifetime: 1_000_000_000)
            let first = try await server.exchange(Self.app, server.code(Self.app, Self.named), Self.named)
            let id = try await stored(server)
            documents.publish(Self.document(), at: Self.url)
            server.clock.advance(seconds: 86_399)
            let two = Self.named.merging(["redirect_uri": "https://client.example/two"]) { $1 }
            #expect(try await server.code(Self.app, two).hasPrefix("vdr_code_"))
            #expect(documents.fetches.count == 1)
            server.clock.advance(seconds: 1)
            let removed = try await begin(server, nil, two)
            expectPage(removed, "what is gone from the document stops")
            #expect(documents.fetches.count == 2)
            #expect(try await stored(server) == id)
            let refreshed = try await server.refresh(Self.app, first["refresh_token"] ?? "", Self.named)
            #expect(refreshed.status == .ok, "the grant lives on")
            #expect(try await server.registrationEvents() == ["app.updated", "app.created"])

            documents.publish(nil, at: Self.url)
            server.clock.advance(seconds: 3600)
            let gone = try await begin(server)
            expectPage(gone, "nobody says any more what it is")
            let later = try await server.refresh(Self.app, refreshed["refresh_token"] ?? "", Self.named)
            #expect(later.status == .ok, "a refresh asks no web server")
            #expect(documents.fetches.count == 3)
        }
    }

    @Test("199: a server that forbids keeping is asked every five minutes", arguments: Backend.available)
    func shortest(on backend: Backend) async throws {
        try await withDocuments(on: backend) { server, documents in
            documents.publish(Self.document(), at: Self.url, lifetime: 0)
            for pause in [0, 0, 299, 1] {
                server.clock.advance(seconds: pause)
                _ = try await begin(server)
            }
            #expect(documents.fetches.count == 2)
        }
    }

    @Test("A request can be pushed, and is bound to the address that pushed it", arguments: Backend.available)
    func pushed(on backend: Backend) async throws {
        try await withDocuments(on: backend) { server, documents in
            let other = "https://other.example/app.json"
            documents.publish(Self.document(), at: Self.url)
            documents.publish(Self.document(id: other), at: other)
            let fields = server.parameters(Self.app, pkce: ServerUnderTest.pkce(), Self.named)
            let pushed = try await server.post("/oauth/par", fields)
            #expect(pushed.status == .created)
            let uri = try #require(pushed["request_uri"])
            func link(_ id: String) -> String {
                "/oauth/authorize?\(PercentEncoding.query([("client_id", id), ("request_uri", uri)]))"
            }
            for id in [other, server.cast.p1.id.text, try await stored(server)[0]] {
                let answer = try await server.browser().get(link(id))
                expectPage(answer, id)
            }
            let answer = try await server.consent(link(Self.url), as: server.cast.u1)
            let code = try #require(answer.redirectFields["code"])
            #expect(try await server.exchange(Self.app, code, Self.named).status == .ok)
        }
    }

    @Test("196: one address causes 30 fetches a minute, and unused apps go after a day", arguments: Backend.available)
    func limits(on backend: Backend) async throws {
        try await withDocuments(on: backend) { server, documents in
            for number in 0..<40 {
                let answer = try await begin(server, nil, ["client_id": "https://client.example/\(number)"])
                expectPage(answer, "\(number)")
            }
            #expect(documents.fetches.count == 30)
            server.clock.advance(seconds: 60)
            documents.publish(Self.document(), at: Self.url)
            _ = try await begin(server)
            let first = try await stored(server)
            #expect(first.count == 1)
            server.clock.advance(seconds: 86_400)
            try await server.prune()
            #expect(try await stored(server).isEmpty)
            #expect(try await server.registrationEvents() == ["app.deleted", "app.created"])
            #expect(try await server.code(Self.app, Self.named).hasPrefix("vdr_code_"))
            #expect(try await stored(server) != first, "an id is never somebody else's")
            server.clock.advance(seconds: 86_400)
            try await server.prune()
            #expect(try await stored(server).count == 1, "a used one stays")
        }
    }

    @Test("6 first requests of one app at once make one app", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        let documents = FakeDocuments()
        documents.publish(Self.document(), at: Self.url)
        try await withMeetings(on: backend, configure: { $0.documents = documents }) { one, meetings in
            try await one.withSecondNode { two in
                let race = Race(nodes: [one, two], meetings: meetings)
                let link = one.authorizeURL(Self.app, pkce: ServerUnderTest.pkce(), Self.named)
                let answers = try await race.run(6) { node, _ in try await node.browser().get(link) }
                #expect(answers.allSatisfy { $0.location?.hasPrefix("/manage/sign-in") == true })
                #expect(documents.fetches.count == 6, "all of them were new")
                let rows = try await one.database.rows("SELECT app_id FROM client_documents")
                #expect(rows.count == 1)
                #expect(try await one.registrationEvents() == ["app.created"])
            }
        }
    }
}
