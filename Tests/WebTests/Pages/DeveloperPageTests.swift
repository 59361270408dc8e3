import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Developer portal (contract O25, O60, O61, checklist N and P)", .timeLimit(.minutes(2)))
struct DeveloperPageTests {
    static let path = ServerUnderTest.appsPath

    static let proper = [
        "name": "Koppeling", "description": "Line one\nline two", "website": "https://app.example/about", "type": "web",
        "profile": "strict", "redirect_uris": "https://app.example/cb\r\nhttp://127.0.0.1:9999/callback\r\n",
    ]

    @Test(
        "60: an account works once its address is confirmed; another link can be asked for",
        arguments: Backend.available)
    func register(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let values = ["name": "Ada", "email": "Ada@Apps.example", "password": "a long enough one"]
            let answer = try await server.fill(browser, "/developers/register", values)
            #expect(answer.status == .ok)
            #expect(answer.contains("Check your mail"))
            #expect(answer.setCookie("voordeur_developers") == nil)
            let signIn = ["email": "ada@apps.example", "password": "a long enough one"]
            let early = try await server.fill(browser, "/developers/sign-in", signIn)
            #expect(early.status == .forbidden)
            #expect(early.setCookie("voordeur_developers") == nil)
            #expect(try await browser.get(Self.path).location == "/developers/sign-in")

            func link() async throws -> String {
                let mail = try #require(
                    try await server.useCases.outbox.list().first { $0.mail.recipient == "Ada@Apps.example" })
                let url = try #require(mail.mail.body.split(separator: "\n").first { $0.hasPrefix("http") })
                return String(url.dropFirst("http://localhost:8080".count))
            }
            let first = try await link()
            server.clock.advance(seconds: 1)
            let again = try await browser.submit(try #require(early.form("/developers/confirm/resend")))
            #expect(again.contains("a new link is on its way"))
            let path = try await link()
            #expect(path.hasPrefix("/developers/confirm?token=vdr_tk_"))
            #expect(path != first)
            #expect(try await browser.get(first).status == .gone, "the newer link takes its place")
            let other = ["password": "not the one that was chosen"]
            #expect(
                try await server.fill(browser, path, to: "/developers/confirm", other).status == .unprocessableContent)
            let password = ["password": "a long enough one"]
            let entry = try await server.fill(browser, path, to: "/developers/confirm", password)
            #expect(entry.location == Self.path)
            #expect(entry.setCookie("voordeur_developers") != nil)
            #expect(try await browser.get(path).status == .gone)
            #expect(try await server.fill(server.browser(), "/developers/sign-in", signIn).location == Self.path)
            let id = try #require(try await server.useCases.developers.find(AccountEmail("ada@apps.example")!)).id
            #expect(try await server.auditActions(id.text) == ["developer.confirmed", "developer.registered"])
        }
    }

    @Test(
        "60: registering a taken address answers the same, and its owner is told, three times an hour",
        arguments: Backend.available)
    func taken(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            func register(_ email: String) async throws -> Answer {
                try await server.fill(
                    server.browser(), "/developers/register",
                    ["name": "Eve", "email": email, "password": "a long enough one"])
            }
            func mails(_ email: String) async throws -> [String] {
                try await server.useCases.outbox.list().filter { $0.mail.recipient == email }.map(\.mail.subject)
            }
            let fresh = try await register("fresh@apps.example")
            let taken = try await register("developer@apps.example")
            #expect(taken.status == fresh.status)
            let masked = { (answer: Answer, email: String) in
                answer.body.split(separator: "\n").filter { !$0.contains("csrf") }.joined(separator: "\n")
                    .split(separator: email, omittingEmptySubsequences: false).joined()
            }
            #expect(masked(taken, "developer@apps.example") == masked(fresh, "fresh@apps.example"))
            #expect(try await mails("developer@apps.example").first?.hasPrefix("You have a developer account") == true)
            #expect(try await server.useCases.developers.find(server.cast.developer)?.name == "Apps & Co")
            for _ in 0..<5 { _ = try await register("developer@apps.example") }
            #expect(try await mails("developer@apps.example").count { $0.hasPrefix("You have a developer") } == 3)

            // An address that nobody confirmed is nobody's: the last one has it.
            let mine = try await register("fresh@apps.example")
            #expect(mine.status == .ok)
            for email in ["nobody@apps.example", "developer@apps.example", "nonsense"] {
                let answer = try await server.fill(server.browser(), "/developers/confirm/resend", ["email": email])
                #expect(answer.contains("a new link is on its way"))
            }
            #expect(try await mails("nobody@apps.example").isEmpty)
        }
    }

    @Test(
        "60: an address that nobody confirms gets three mails an hour, and is free again after eight days",
        arguments: Backend.available)
    func unconfirmed(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for _ in 1...10 {
                let fields = ["name": "Eve", "email": "fresh@apps.example", "password": "a long enough one"]
                #expect(try await server.fill(server.browser(), "/developers/register", fields).status == .ok)
            }
            let mails = try await server.useCases.outbox.list().filter { $0.mail.recipient == "fresh@apps.example" }
            #expect(mails.count == 3)
            func rows() async throws -> Int {
                try await server.database.rows("SELECT id FROM developers WHERE confirmed_at IS NULL").count
            }
            #expect(try await rows() == 1)
            server.clock.advance(seconds: 7 * 86_400)
            try await server.prune()
            #expect(try await rows() == 1)
            server.clock.advance(seconds: 86_400)
            try await server.prune()
            #expect(try await rows() == 0)
            #expect(try await server.useCases.developers.find(server.cast.developer) != nil)
        }
    }

    @Test("60: nobody waits in an account for its owner to confirm the address", arguments: Backend.available)
    func preparedAccount(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            func register(_ password: String) async throws {
                let fields = ["name": "Ada", "email": "ada@apps.example", "password": password]
                #expect(try await server.fill(server.browser(), "/developers/register", fields).status == .ok)
                server.clock.advance(seconds: 1)
            }
            try await register("the password of Ada")
            try await register("the password of Eve")
            let newest = try #require(
                try await server.useCases.outbox.list().first { $0.mail.recipient.hasPrefix("ada@") })
            let path = try #require(newest.mail.path("/developers/confirm?token="))
            // Ada opens the link that Eve made her get. With her own password it confirms nothing.
            let browser = server.browser()
            let answer = try await server.fill(
                browser, path, to: "/developers/confirm", ["password": "the password of Ada"])
            #expect(answer.status == .unprocessableContent)
            #expect(answer.contains("Did somebody else register your address?"))

            _ = try await server.fill(browser, "/developers/forgot-password", ["email": "ada@apps.example"])
            let reset = try #require(
                try await server.useCases.outbox.list().lazy.compactMap {
                    $0.mail.path("/developers/reset-password?token=")
                }.first)
            _ = try await server.fill(
                browser, reset, to: "/developers/reset-password", ["password": "another password of Ada"])
            #expect(try await browser.get(path).status == .gone)
            for (password, status) in [("the password of Eve", 422), ("another password of Ada", 303)] {
                let fields = ["email": "ada@apps.example", "password": password]
                #expect(
                    try await server.fill(server.browser(), "/developers/sign-in", fields).status.code == status)
            }
        }
    }

    @Test("60, 218: deleting the account asks for the password and ends everything", arguments: Backend.available)
    func deleteAccount(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let tokens = try await server.tokens(server.cast.c1)
            let others = try await server.tokens(server.cast.c1, as: server.cast.u2)
            let browser = try await server.developer()
            _ = try await TestPortalPageTests.enter(browser)
            let key = try await server.makeKey(browser)
            let path = "/developers/account/delete"
            let wrong = try await server.fill(browser, path, ["current_password": "not the password"])
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.contains("C1"))
            #expect(try await server.me(tokens.access).status == .ok)

            let done = try await server.fill(browser, path, ["current_password": Cast.password])
            #expect(done.contains("Your account is deleted"))
            #expect(browser.cookie("voordeur_developers") == nil)
            for token in [tokens, others] { #expect(try await server.me(token.access).status == .unauthorized) }
            #expect(try await server.api("/v1/customers", key).status == .unauthorized)
            #expect(try await browser.get("/manage").location == "/manage/sign-in")
            #expect(try await server.refresh(server.cast.c1, tokens.refresh).error == "invalid_client")
            let page = try await server.browser().get(server.authorizeURL(server.cast.c1))
            #expect(page.status == .badRequest)
            #expect(page.location == nil)
            let scope = server.cast.developer.text
            #expect(try await server.events("developer.deleted", in: scope) == 1)
            #expect(try await server.events("app.deleted", in: scope) == 6)
            let again = try await server.fill(
                server.browser(), "/developers/sign-in", ["email": "developer@apps.example", "password": Cast.password])
            #expect(again.status == .unprocessableContent)
            // The address is free, the id is not.
            _ = try await server.register("developer@apps.example")
            let new = try await server.useCases.developers.find(AccountEmail("developer@apps.example")!)
            #expect(new != nil)
            #expect(new?.id != server.cast.developer)
            #expect(try await server.useCases.apps.list(of: try #require(new).id).isEmpty)
        }
    }

    @Test("registering tells every wrong field at once", arguments: ["en", "nl"])
    func registerProblems(language: String) async throws {
        try await withServer(on: .sqlite) { server in
            let texts = try Translations.embedded().texts(in: Language(rawValue: language)!)
            let answer = try await server.fill(
                server.browser(language: language), "/developers/register",
                ["name": "", "email": "nonsense", "password": "1234567890"])
            #expect(answer.status == .unprocessableContent)
            for key in ["error.name.required", "error.email.malformed", "error.password.common"] {
                #expect(answer.contains(texts(key)))
            }
            #expect(answer.contains("value=\"nonsense\""))
            #expect(!answer.contains("1234567890"), "a password never comes back")
        }
    }

    @Test("61: an app with every field; App ID and App Secret once", arguments: Backend.available)
    func registerApp(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.developer()
            let form = try await browser.get("\(Self.path)/new")
            for name in [
                "name", "description", "website", "type", "profile", "redirect_uris", "scope", "required_scope",
                "api_version",
            ] {
                #expect(form.contains("name=\"\(name)\""), "\(name)")
            }
            let answer = try await server.fill(
                browser, "\(Self.path)/new", to: Self.path, Self.proper,
                lists: ["scope": ["customers.read", "invoices.read"], "required_scope": ["customers.read"]])
            #expect(answer.status == .ok)
            #expect(answer.headers[.cacheControl] == "no-store")
            let id = try #require(answer.body.secret("client-id"))
            let secret = try #require(answer.body.secret("client-secret"))
            #expect(AppID(id) != nil)
            #expect(Credential(secret, .appSecret) != nil)

            let page = try await browser.get("\(Self.path)/\(id)")
            for text in [
                id, "Koppeling", "https://app.example/cb", "http://127.0.0.1:9999/callback", "invoices.read",
                "required", "Strict",
                "vdr_secret_…\(secret.suffix(4))", "code_challenge_method=S256", "app.example",
            ] { #expect(page.contains(text), "\(text)") }
            #expect(!page.contains(secret))
            #expect(!(try await browser.get(Self.path)).contains(secret))
            #expect(!server.logs.text.contains(secret))
            #expect(try await server.events("app.created", in: server.cast.developer.text) == 7)
        }
    }

    @Test("public apps have no secret and get none", arguments: ["native", "browser"])
    func publicApps(type: String) async throws {
        try await withServer(on: .sqlite) { server in
            let browser = try await server.developer()
            var fields = Self.proper
            fields["type"] = type
            fields["profile"] = "standard"
            fields["redirect_uris"] = type == "native" ? "com.example.app:/callback" : "https://app.example/cb"
            let answer = try await server.fill(
                browser, "\(Self.path)/new", to: Self.path, fields, lists: ["scope": ["customers.read"]])
            let id = try #require(answer.body.secret("client-id"))
            #expect(answer.body.secret("client-secret") == nil)
            let csrf = try await server.csrf(browser, Self.path)
            let more = try await browser.post("\(Self.path)/\(id)/secrets", [("csrf", csrf), ("overlap", "0")])
            #expect(more.status == .badRequest)
        }
    }

    struct Wrong: CustomTestStringConvertible, Sendable {
        let field: String
        let value: String
        let key: String
        var type = "web"
        var testDescription: String {
            "\(field) = \(value.unicodeScalars.map { $0.escaped(asASCII: true) }.joined().prefix(60))"
        }

        static let table: [Wrong] = [
            .init(field: "name", value: "", key: "error.name.required"),
            .init(field: "name", value: "  \t ", key: "error.name.required"),
            .init(field: "name", value: String(repeating: "x", count: 101), key: "error.too_long"),
            .init(field: "name", value: "Pay\u{200B}Pal", key: "error.name.characters"),
            .init(field: "name", value: "Pay\u{202E}laP", key: "error.name.characters"),
            .init(field: "name", value: "Pay\u{2066}Pal", key: "error.name.characters"),
            .init(field: "name", value: "\u{FEFF}PayPal", key: "error.name.characters"),
            .init(field: "name", value: "Pay\u{0007}Pal", key: "error.name.characters"),
            .init(field: "name", value: "Pay\nPal", key: "error.name.characters"),
            .init(field: "name", value: "\u{3164}", key: "error.name.characters"),
            .init(field: "description", value: String(repeating: "x", count: 2001), key: "error.too_long"),
            .init(field: "description", value: "a\u{202E}b", key: "error.name.characters"),
            .init(field: "website", value: "http://app.example", key: "error.website.malformed"),
            .init(field: "website", value: "javascript:alert(1)", key: "error.website.malformed"),
            .init(field: "website", value: "https://", key: "error.website.malformed"),
            .init(field: "website", value: "https://a@evil.example", key: "error.website.malformed"),
            .init(field: "type", value: "first-party", key: "error.type.unknown"),
            .init(field: "profile", value: "none", key: "error.profile.unknown"),
            .init(field: "redirect_uris", value: " \r\n ", key: "error.redirect_uri.none"),
            .init(field: "redirect_uris", value: "https://app.example/cb#f", key: "error.redirect_uri.fragment"),
            .init(field: "redirect_uris", value: "https://*.app.example/cb", key: "error.redirect_uri.wildcard"),
            .init(field: "redirect_uris", value: "http://app.example/cb", key: "error.redirect_uri.insecure"),
            .init(field: "redirect_uris", value: "javascript:alert(1)", key: "error.redirect_uri.scheme"),
            .init(field: "redirect_uris", value: "data:text/html,x", key: "error.redirect_uri.scheme"),
            .init(field: "redirect_uris", value: "https://a@evil.example/cb", key: "error.redirect_uri.userinfo"),
            .init(field: "redirect_uris", value: "/cb", key: "error.redirect_uri.malformed"),
            .init(field: "redirect_uris", value: "https", key: "error.redirect_uri.malformed"),
            .init(field: "redirect_uris", value: "com.example.app:/cb", key: "error.redirect_uri.scheme"),
            .init(
                field: "redirect_uris", value: "com.example.app:cb", key: "error.redirect_uri.scheme", type: "native"),
            .init(field: "redirect_uris", value: "myapp:/cb", key: "error.redirect_uri.scheme", type: "native"),
            .init(
                field: "redirect_uris", value: "https://a.example/\nhttps://a.example/",
                key: "error.redirect_uri.repeated"),
            .init(
                field: "redirect_uris", value: (1...21).map { "https://a.example/\($0)" }.joined(separator: "\n"),
                key: "error.redirect_uri.too_many"),
            .init(field: "scope", value: "", key: "error.scope.none"),
            .init(field: "scope", value: "everything", key: "error.scope.unknown"),
            .init(field: "required_scope", value: "invoices.write", key: "error.scope.required_missing"),
            .init(field: "required_scope", value: "everything", key: "error.scope.unknown"),
        ]
    }

    @Test("193, 194, 60: what cannot be registered", arguments: Backend.available)
    func validation(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.developer()
            let texts = try Translations.embedded().texts(in: .en)
            let csrf = try await server.csrf(browser, "\(Self.path)/new")
            for wrong in Wrong.table {
                var fields = Self.proper.merging(["csrf": csrf, "type": wrong.type, "scope": "customers.read"]) { $1 }
                if wrong.type == "native" { fields["redirect_uris"] = "com.example.app:/cb" }
                fields[wrong.field] = wrong.value
                let answer = try await browser.post(Self.path, fields.map { (name: $0.key, value: $0.value) })
                #expect(answer.status == .unprocessableContent, "\(wrong.testDescription)")
                for piece in texts(wrong.key).pieces {
                    #expect(answer.body.unescapingHTML.contains(piece), "\(wrong.testDescription)")
                }
                #expect(answer.body.secret("client-id") == nil)
            }
            #expect(try await server.events("app.created", in: server.cast.developer.text) == 6, "only the fixtures")
        }
    }

    @Test("194: the client chooses neither id nor verification", arguments: Backend.available)
    func extraFields(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.developer()
            let csrf = try await server.csrf(browser, "\(Self.path)/new")
            let extra = [
                "csrf": csrf, "scope": "customers.read", "client_id": "app_00000000000000000000",
                "id": "app_00000000000000000000",
                "verified": "1", "skip_consent": "1", "grant_types": "password",
                "developer_id": "dev_00000000000000000000",
            ]
            let answer = try await browser.post(
                Self.path, Self.proper.merging(extra) { $1 }.map { (name: $0.key, value: $0.value) })
            let id = try #require(answer.body.secret("client-id"))
            #expect(id != "app_00000000000000000000")
            #expect(try await server.useCases.apps.find(AppID(id)!, of: server.cast.developer) != nil)
            #expect(try await server.useCases.developers.find(server.cast.developer)?.isVerified == false)
        }
    }

    @Test("25: two secrets at most; the overlap ends the old ones; revoke is at once", arguments: Backend.available)
    func secrets(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.developer()
            let app = server.cast.c1
            let path = "\(Self.path)/\(app.id)"
            let csrf = try await server.csrf(browser, path)
            func add(_ overlap: String) async throws -> Answer {
                try await browser.post("\(path)/secrets", [("csrf", csrf), ("overlap", overlap)])
            }
            func works(_ secret: String?) async throws -> Bool {
                let answer = try await server.post(
                    "/oauth/introspect", [("client_id", app.id.text), ("client_secret", secret ?? ""), ("token", "x")])
                return answer.status == .ok
            }
            #expect(try await add("17").status == .unprocessableContent)
            let second = try await add("3600")
            #expect(second.status == .ok)
            let secondSecret = try #require(second.body.secret("client-secret"))
            #expect(second.contains("The old secret works until"))
            #expect(try await works(app.secret))
            #expect(try await works(secondSecret))
            let third = try await add("3600")
            #expect(third.status == .conflict)
            #expect(third.contains("Two secrets work already."))

            let id = try #require(
                try await server.useCases.apps.find(app.id, of: server.cast.developer)?.secrets.last?.id)
            let revoked = try await browser.post("\(path)/secrets/\(id)/revoke", [("csrf", csrf)])
            #expect(revoked.location == "\(path)?done=secret-revoked")
            #expect(try await works(secondSecret) == false)
            #expect(try await works(app.secret))
            server.clock.advance(seconds: 3601)
            #expect(try await works(app.secret) == false)
            let fresh = try #require(try await add("0").body.secret("client-secret"))
            let last = try #require(try await add("0").body.secret("client-secret"))
            #expect(try await works(fresh) == false)
            #expect(try await works(last))
            #expect(try await browser.post("\(path)/secrets/\(id)/revoke", [("csrf", csrf)]).status == .seeOther)
            #expect(try await server.events("app_secret.revoked", in: server.cast.developer.text) == 1)
            #expect(try await server.events("app_secret.created", in: server.cast.developer.text) == 3)
        }
    }

    @Test("219: another developer's app is a 404 in every way", arguments: Backend.available)
    func foreign(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.register("eve@evil.example")
            let csrf = try await server.csrf(browser, Self.path)
            let app = server.cast.c1
            let secret = try #require(
                try await server.useCases.apps.find(app.id, of: server.cast.developer)?.secrets.first?.id)
            #expect(try await browser.get("\(Self.path)/\(app.id)").status == .notFound)
            #expect(!(try await browser.get(Self.path)).contains(app.id.text))
            for action in ["secrets", "secrets/\(secret)/revoke", "delete"] {
                let answer = try await browser.post(
                    "\(Self.path)/\(app.id)/\(action)", [("csrf", csrf), ("overlap", "0")])
                #expect(answer.status == .notFound, "\(action)")
                #expect(answer.contains("There is nothing here"))
            }
            #expect(try await server.useCases.apps.find(app.id, of: server.cast.developer)?.secrets.count == 1)
            #expect(try await server.tokens(app).access.isEmpty == false)
            // A secret of one app is not found below another.
            let developer = try await server.developer()
            let mine = try await server.csrf(developer, Self.path)
            let crossed = try await developer.post(
                "\(Self.path)/\(server.cast.c2.id)/secrets/\(secret)/revoke", [("csrf", mine)])
            #expect(crossed.status == .notFound)
        }
    }

    @Test("218: deleting ends the grants of every portal", arguments: Backend.available)
    func delete(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let one = try await server.tokens(server.cast.c1)
            let two = try await server.tokens(server.cast.c1, as: server.cast.u2)
            let other = try await server.tokens(server.cast.c2)
            let browser = try await server.developer()
            let page = try await browser.get("\(Self.path)/\(server.cast.c1.id)")
            #expect(page.contains("2 portals"))
            let form = try #require(page.form("\(Self.path)/\(server.cast.c1.id)/delete"))
            let answer = try await browser.submit(form)
            #expect(answer.location == "\(Self.path)?done=deleted")
            #expect(try await browser.follow(answer).contains("The app is deleted."))
            for token in [one, two] { #expect(try await server.me(token.access).status == .unauthorized) }
            #expect(try await server.me(other.access).status == .ok)
            #expect(try await browser.submit(form).status == .notFound)
            #expect(try await browser.get("\(Self.path)/\(server.cast.c1.id)").status == .notFound)
            #expect(try await server.events("app.deleted", in: server.cast.developer.text) == 1)
        }
    }

    @Test("218: banning ends sessions and grants", arguments: Backend.available)
    func ban(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let tokens = try await server.tokens(server.cast.c1)
            let browser = try await server.developer()
            #expect(try await server.useCases.developers.ban(server.cast.developer, by: .commandLine))
            #expect(try await server.useCases.developers.ban(server.cast.developer, by: .commandLine) == false)
            #expect(try await browser.get(Self.path).location == "/developers/sign-in")
            #expect(try await server.me(tokens.access).status == .unauthorized)
            let again = try await server.fill(
                server.browser(), "/developers/sign-in", ["email": "developer@apps.example", "password": Cast.password])
            #expect(again.status == .unprocessableContent)
            #expect(try await server.events("developer.banned", in: server.cast.developer.text) == 1)
        }
    }
}

extension String {
    /// What stands around the `{placeholders}` of a text.
    var pieces: [String] {
        split(separator: "{", omittingEmptySubsequences: false).enumerated().map { index, part in
            index == 0 ? String(part) : String(part.drop { $0 != "}" }.dropFirst())
        }
    }
}
