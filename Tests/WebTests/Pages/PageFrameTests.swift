import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("What surrounds every page (contract O16, checklist 39, 57)", .timeLimit(.minutes(2)))
struct PageFrameTests {
    static let policy = """
        default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; \
        base-uri 'none'; frame-ancestors 'none'
        """

    @Test("39, 57: headers of pages, of error pages, and of redirects")
    func headers() async throws {
        try await withServer(on: .sqlite) { server in
            let browser = server.browser()
            for path in [
                "/", "/manage/sign-in", "/developers/register", "/manage", "/nothing", "/manage/invitation",
                "/language?to=xx",
            ] {
                let answer = try await browser.get(path)
                #expect(answer.headers[.contentSecurityPolicy] == Self.policy, "\(path)")
                #expect(answer.headers[.cacheControl] == "no-store")
                #expect(answer.headers[HTTPField.Name("X-Frame-Options")!] == "DENY")
                #expect(answer.headers[HTTPField.Name("Referrer-Policy")!] == "no-referrer")
                #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                #expect(!answer.contains("<style"))
                #expect(!answer.contains(" style="))
                #expect(!answer.contains("<script>"))
                #expect(!answer.contains(" onclick"))
            }
        }
    }

    @Test("Dutch and English: by Accept-Language, by ui_locales, by choice")
    func languages() async throws {
        try await withServer(on: .sqlite) { server in
            let english = server.browser(), dutch = server.browser(language: "nl-BE,nl;q=0.9,en;q=0.5")
            #expect(try await english.get("/").contains("<html lang=\"en\">"))
            let start = try await dutch.get("/")
            #expect(start.contains("Eén voordeur voor je klanten"))
            #expect(start.headers[.contentLanguage] == "nl")
            #expect(try await english.get("/manage/sign-in?ui_locales=nl").contains("<html lang=\"nl\">"))
            #expect(try await english.get("/manage/sign-in?ui_locales=%").status == .badRequest)

            let back = "/manage/sign-in?ui_locales=en"
            let chosen = try await english.get("/language?to=nl&back=\(PercentEncoding.encode(back))")
            #expect(chosen.status == .seeOther)
            #expect(chosen.location == back)
            #expect(try await english.get("/").contains("<html lang=\"nl\">"))
            #expect(try await english.get("/nothing").contains("Hier is niets"))
            english.set(cookie: "voordeur_language", "xx")
            #expect(try await english.get("/").contains("<html lang=\"en\">"))
        }
    }

    @Test("every page in both languages: no raw key of a text anywhere", arguments: ["en", "nl"])
    func texts(language: String) async throws {
        try await withServer(on: .sqlite) { server in
            let owner = try await server.manage(language: language)
            _ = try await server.makeKey(owner)
            _ = try await server.tokens(server.cast.c1)
            let key = try await server.firstKey()
            let developer = server.browser(language: language)
            _ = try await server.fill(
                developer, "/developers/sign-in", ["email": "developer@apps.example", "password": Cast.password])
            let keys = try Translations.embedded().texts(in: .en).keys
            let pages: [(Browser, String)] =
                [
                    "/", "/manage", "/manage/sign-in", "/manage/portal", "/manage/customers",
                    "/manage/customers?search=nobody",
                    "/manage/settings/api-keys", "/manage/settings/api-keys/new",
                    "/manage/settings/api-keys/\(key.id)/revoke",
                    "/manage/settings/apps", "/manage/settings/apps/\(server.cast.c1.id)/revoke",
                    "/manage/settings/audit",
                ].map { (owner, $0) }
                + [
                    "/developers/apps", "/developers/apps/new", "/developers/apps/\(server.cast.c1.id)",
                    "/developers/register",
                    "/developers/sign-in",
                ].map { (developer, $0) }
            for (browser, path) in pages {
                let answer = try await browser.get(path)
                #expect(answer.status == .ok, "\(path)")
                #expect(answer.contains("<html lang=\"\(language)\">"), "\(path)")
                let raw = keys.filter { $0.contains(".") && !$0.hasPrefix("event.") && answer.contains(">\($0)<") }
                #expect(raw.isEmpty, "\(path): \(raw)")
                for form in answer.forms where form.method == "post" {
                    #expect(form.value("csrf")?.count == 64, "\(path)")
                }
            }
        }
    }

    @Test("public files keep for a year under the name of their content")
    func assets() async throws {
        try await withServer(on: .sqlite) { server in
            let browser = server.browser()
            let files = PublicFiles()
            for (name, type) in [
                ("app.css", "text/css"), ("app.js", "text/javascript"), ("favicon.svg", "image/svg+xml"),
            ] {
                let answer = try await browser.get(try files.path(of: name))
                #expect(answer.status == .ok)
                #expect(answer.headers[.contentType]?.hasPrefix(type) == true)
                #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
                #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                #expect(answer.headers[values: .setCookie].isEmpty)
            }
            #expect(try await browser.get("/favicon.ico").status == .ok)
            for name in ["app.css", "app.00000000.css", "..%2f..%2fPackage.swift", "x"] {
                #expect(try await browser.get("/assets/\(name)").status == .notFound)
            }
        }
    }

    @Test("customers: found, paged, shown; another portal's is a 404", arguments: Backend.available)
    func customers(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            var ids: [String: CustomerID] = [:]
            for (portal, name) in [(server.cast.a, "Bakkerij <Jansen>"), (server.cast.b, "Geheim B.V.")] {
                let new = NewCustomer(
                    companyName: name, address: "Dorpsstraat 1", zipCode: "1234 AB", city: "Utrecht",
                    primaryEmail: EmailAddress("info@jansen.example")!)
                ids[name] = try await server.useCases.customers.create(new, in: portal.id, by: .commandLine).id
            }
            for number in 1...20 {
                let new = NewCustomer(
                    companyName: "Klant \(number)", address: "Weg \(number)", zipCode: "1000 AA", city: "Ede",
                    primaryEmail: EmailAddress("k\(number)@x.example")!)
                _ = try await server.useCases.customers.create(new, in: server.cast.a.id, by: .commandLine)
            }
            let browser = try await server.manage(as: server.cast.e1)
            let first = try await browser.get("/manage/customers")
            #expect(first.contains("Klant 20"))
            #expect(!first.contains("Jansen"))
            #expect(first.contains("href=\"/manage/customers?page=2\""))
            #expect(try await browser.get("/manage/customers?page=2").contains("Bakkerij &lt;Jansen&gt;"))
            let found = try await browser.get("/manage/customers?search=jansen")
            #expect(found.contains("Bakkerij &lt;Jansen&gt;"))
            #expect(!found.contains("Geheim"))
            let page = try await browser.get("/manage/customers/\(ids["Bakkerij <Jansen>"]!)")
            for text in ["Bakkerij &lt;Jansen&gt;", "1234 AB", "info@jansen.example"] { #expect(page.contains(text)) }
            for id in [ids["Geheim B.V."]!.text, "cst_00000000000000000000", "x"] {
                #expect(try await browser.get("/manage/customers/\(id)").status == .notFound)
            }
            for query in ["page=0", "page=-1", "page=x", "page=99999999999999999999", "search=%25_%27"] {
                #expect(try await browser.get("/manage/customers?\(query)").status == .ok, "\(query)")
            }
        }
    }

    @Test(
        "the consent page may lead to the app's redirect URI",
        arguments: [
            ("https://app.example:8443/cb?x=1", "https://app.example:8443"),
            ("http://127.0.0.1/cb", "http://127.0.0.1"),
            ("http://[::1]:9/cb", "http:"), ("com.example.app:/cb", "com.example.app:"),
        ])
    func formAction(uri: String, expected: String) throws {
        #expect(PageHeaders.formAction(for: try RedirectURI(uri)) == expected)
    }
}
