import HTTPTypes
import Kernel
import PageAssets
import TestSupport
import Testing
import Web

@Suite("Documentation site", .timeLimit(.minutes(5)))
struct DocumentationTests {
    private static let guides = Set(
        EmbeddedGuides.all.keys.compactMap { $0.split(separator: "/").last }.map(String.init))

    private func groups() -> Set<String> {
        Set(APICatalog.operations.map { $0.group.lowercased().replacing(" ", with: "-") })
    }

    @Test("every page can be reached from /docs, every link and anchor leads somewhere", arguments: ["en", "nl"])
    func links(language: String) async throws {
        try await withServer(on: .sqlite) { server in
            let site = try await Site.walk(server.browser(language: language))
            var expected = Set(Self.guides.map { "/docs/\($0)" } + ["/docs", "/docs/problems"])
            expected.formUnion(APIError.Kind.all.map { "/docs/problems/\($0.slug)" })
            for version in APIVersions.published.all {
                expected.insert("/docs/v\(version.name)")
                expected.formUnion(groups().map { "/docs/v\(version.name)/\($0)" })
            }
            #expect(Self.guides.count == 10)
            #expect(expected.subtracting(site.pages.keys).isEmpty)
            var checked = 0
            for page in site.pages.values {
                let ids = page.ids
                #expect(Set(ids).count == ids.count, "\(page.path): an id occurs twice")
                for link in page.links where link.hasPrefix("/docs") || link.hasPrefix("#") {
                    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                    let target = parts[0].isEmpty ? page.path : String(parts[0])
                    guard let found = site.pages[target] else {
                        Issue.record("\(page.path): \(link) leads nowhere")
                        continue
                    }
                    if parts.count == 2 {
                        #expect(found.ids.contains(String(parts[1])), "\(page.path): \(link) has no such place")
                        checked += 1
                    }
                }
            }
            #expect(checked > 100)
            // Without a cookie that a page would set: asked in English, and only whether something is there.
            let stranger = server.browser()
            for target in site.elsewhere {
                let status = try await stranger.get(target).status
                #expect(status == .ok || status == .seeOther, "\(target)")
            }
        }
    }

    @Test("every page: one title, headings in order, its language, no text without words", arguments: ["en", "nl"])
    func form(language: String) async throws {
        try await withServer(on: .sqlite) { server in
            for page in try await Site.walk(server.browser(language: language)).pages.values {
                #expect(page.html.hasPrefix("<!doctype html>\n<html lang=\"\(language)\">"), "\(page.path)")
                let headings = page.headings
                #expect(headings.filter { $0 == 1 }.count == 1, "\(page.path)")
                for (above, below) in zip(headings, headings.dropFirst()) {
                    #expect(below <= above + 1, "\(page.path): a heading is left out")
                }
                #expect(page.html.contains("href=\"http://localhost:8080/developers\""), "\(page.path): O64")
                let text = page.html
                for unwanted in [
                    ">docs.", " docs.", "{origin}", "{api}", "{newest}", "{scopes}", "[[", "{{", " style=", "<script>",
                ] {
                    #expect(!text.contains(unwanted), "\(page.path): \(unwanted)")
                }
            }
        }
    }

    @Test("every operation is in the reference of each version, with method, path, scope, statuses and a call")
    func operations() async throws {
        try await withServer(on: .sqlite) { server in
            let browser = server.browser()
            for version in APIVersions.published.all {
                let overview = try await browser.get("/docs/v\(version.name)").body
                for operation in APICatalog.operations {
                    let group = operation.group.lowercased().replacing(" ", with: "-")
                    let path = "/docs/v\(version.name)/\(group)"
                    #expect(overview.contains("href=\"\(path)#\(operation.id)\""), "\(operation.id)")
                    let html = try await browser.get(path).body
                    let start = try #require(html.firstRange(of: "aria-labelledby=\"\(operation.id)\""))
                    let rest = html[start.upperBound...]
                    let section = rest[..<(rest.firstRange(of: "</section>")?.lowerBound ?? rest.endIndex)]
                    #expect(section.contains(">\(operation.method.rawValue)</span> <code>\(operation.path)</code>"))
                    #expect(section.contains("-H &quot;X-VERSION: \(version.name)&quot;"), "\(operation.id)")
                    if case .scope(let scope) = operation.access {
                        #expect(section.contains("<code class=\"nowrap\">\(scope.text)</code>"))
                    }
                    for status in ["400", "401", "403", "429", "503"] {
                        #expect(section.contains("<strong>\(status)</strong>"), "\(operation.id): \(status)")
                    }
                    for name in operation.pathParameters { #expect(section.contains("<code>\(name)</code>")) }
                }
            }
        }
    }

    @Test("an older version says that a newer one is available, and where; the newest does not")
    func notice() async throws {
        try await withServer(on: .sqlite) { server in
            let (english, dutch) = (server.browser(), server.browser(language: "nl"))
            for tail in ["", "/customers"] {
                let old = try await english.get("/docs/v1.0.0\(tail)").body
                #expect(old.contains("A newer version is available."))
                #expect(old.contains("href=\"/docs/v1.1.0\(tail)\">To version 1.1.0</a>"))
                #expect(try await dutch.get("/docs/v1.0.0\(tail)").contains("Er is een nieuwere versie beschikbaar."))
                #expect(try await !english.get("/docs/v1.1.0\(tail)").contains("A newer version is available."))
            }
            // The field of the newer version, and only there.
            #expect(try await english.get("/docs/v1.1.0/customers").contains("<code>cursor</code>"))
            #expect(try await !english.get("/docs/v1.0.0/customers").contains("<code>cursor</code>"))
        }
    }

    @Test("the address in an answer's type explains that answer", arguments: ["en", "nl"])
    func problems(language: String) async throws {
        try await withServer(on: .sqlite) { server in
            let browser = server.browser(language: language)
            for kind in APIError.Kind.all {
                let answer = try await browser.get("/docs/problems/\(kind.slug)")
                #expect(answer.status == .ok)
                #expect(answer.contains("<strong>\(kind.status.code)</strong>"), "\(kind.slug)")
                #expect(answer.contains("http://localhost:8080/docs/problems/\(kind.slug)&quot;"), "\(kind.slug)")
                #expect(try await browser.get("/docs/errors").contains("href=\"/docs/problems/\(kind.slug)\""))
            }
        }
    }

    @Test("a page is the same for everybody, sets no cookie, and what is not there is a 404 page")
    func sameForAll() async throws {
        try await withServer(on: .sqlite) { server in
            let first = try await server.browser().get("/docs/errors")
            #expect(first.headers[.setCookie] == nil)
            #expect(first.headers[.contentLanguage] == "en")
            #expect(first.headers[.vary] == "Cookie, Accept-Language")
            #expect(try await server.browser().get("/docs/errors/").body == first.body)
            for path in [
                "/docs/nothing", "/docs/v9.9.9", "/docs/v1.0.0/nothing", "/docs/problems/nothing", "/docs/%2e%2e",
            ] {
                #expect(try await server.browser().get(path).status == .notFound, "\(path)")
            }
        }
    }

    @Test("the search finds guides and operations by the beginnings of all words, in the language of the reader")
    func search() async throws {
        try await withServer(on: .sqlite) { server in
            let (english, dutch) = (server.browser(), server.browser(language: "nl"))
            let found = try await english.get("/docs/search?q=idempot+key")
            #expect(found.status == .ok)
            #expect(found.contains("href=\"/docs/idempotency"))
            #expect(found.contains("value=\"idempot key\""))
            #expect(
                try await english.get("/docs/search?q=list-customers").contains("/docs/v1.1.0/customers#list-customers")
            )
            #expect(
                try await english.get("/docs/search?q=primaryEmail").contains("/docs/v1.1.0/customers#entity-Customer"))
            #expect(try await dutch.get("/docs/search?q=handtekening").contains("href=\"/docs/webhooks#verify\""))
            #expect(try await !english.get("/docs/search?q=handtekening").contains("href=\"/docs/webhooks#verify\""))
            #expect(try await dutch.get("/docs/search?q=betaallink+sluit").contains("#close-payment-link"))
            #expect(try await english.get("/docs/search?q=qwertyuiop").contains("Nothing has all of these words."))
            for empty in ["", "?q=", "?q=+", "?q=%2F%2F"] {
                #expect(try await english.get("/docs/search\(empty)").status == .ok, "\(empty)")
            }
        }
    }

    @Test("a question is text, however it is written, and costs little, however long it is")
    func hostileSearch() async throws {
        try await withServer(on: .sqlite) { server in
            let browser = server.browser()
            let quoted = try await browser.get(
                "/docs/search?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%3C!--page--%3E")
            #expect(!quoted.contains("<script>alert"))
            #expect(quoted.contains("value=\"&quot;&gt;&lt;script&gt;"))
            let long = String(repeating: "e+", count: 3000)
            #expect(try await browser.get("/docs/search?q=\(long)").status == .ok)
            let results = try await browser.get("/docs/search?q=e").body.split(separator: "<li><h2>").count - 1
            #expect((1...30).contains(results))
            #expect(try await browser.get("/docs/search?q=%").status == .badRequest)
        }
    }
}
