import PageAssets
import Testing
import Web

@Suite("Pages", .timeLimit(.minutes(1)))
struct PageRenderingTests {
    let renderer: PageRenderer

    init() throws { renderer = try PageRenderer.embedded() }

    @Test("every page renders in both languages, with its landmarks", arguments: Language.allCases)
    func landmarks(in language: Language) throws {
        let texts = renderer.texts(in: language)
        for page in SamplePage.all(texts) {
            let html = try renderer.html(page.view, frame: page.frame(texts))
            #expect(html.hasPrefix("<!doctype html>\n<html lang=\"\(language.rawValue)\">"), "\(page.name)")
            #expect(html.contains("<main id=\"main\""), "\(page.name)")
            #expect(html.contains("<title>\(page.name) · Voordeur</title>"), "\(page.name)")
            #expect(html.split(separator: "<h1>", omittingEmptySubsequences: false).count == 2, "\(page.name): one h1")
            #expect(html.hasSuffix("</html>"), "\(page.name)")
            #expect(html.contains("<nav class=\"navigation\"") == page.hasNavigation, "\(page.name)")
            #expect(html.contains("rel=\"stylesheet\" href=\"/assets/app."), "\(page.name)")
            for unwanted in ["{{", "}}", "[[", "Optional(", " style=", "<style", "onclick", "javascript:"] {
                #expect(!html.contains(unwanted), "\(page.name): \(unwanted)")
            }
            #expect(!html.contains("<script>"), "\(page.name): inline script")
        }
    }

    @Test("every form that posts carries the anti-forgery field")
    func antiForgery() throws {
        let texts = renderer.texts(in: .en)
        for page in SamplePage.all(texts) {
            let html = try renderer.html(page.view, frame: page.frame(texts))
            for form in html.split(separator: "<form ", omittingEmptySubsequences: false).dropFirst() {
                let isPost = form.prefix { $0 != ">" }.contains("method=\"post\"")
                let end = try #require(form.firstRange(of: "</form>"))
                // Whoever has the address of such a page may do what it offers: nobody is signed in (`PublicPages`).
                if page.view is PayPage || page.view is SandboxCheckoutPage { continue }
                #expect(
                    isPost == form[..<end.lowerBound].contains("name=\"csrf\" value=\"csrf-token\""),
                    "\(page.name): \(form.prefix(80))")
            }
        }
    }

    @Test("each label names a field of its page, and each description exists or belongs to an error")
    func labels() throws {
        let texts = renderer.texts(in: .en)
        for page in SamplePage.all(texts) where page.isFull {
            let html = try renderer.html(page.view, frame: page.frame(texts))
            for target in Self.values(of: " for=\"", in: html) + Self.values(of: " aria-labelledby=\"", in: html) {
                #expect(html.contains(" id=\"\(target)\""), "\(page.name): \(target)")
            }
            for list in Self.values(of: " aria-describedby=\"", in: html) {
                for id in list.split(separator: " ") { #expect(html.contains(" id=\"\(id)\""), "\(page.name): \(id)") }
            }
            let ids = Self.values(of: " id=\"", in: html)
            #expect(Set(ids).count == ids.count, "\(page.name): an id occurs twice")
        }
    }

    @Test("every tag of a template is a property of its view")
    func tags() throws {
        let texts = renderer.texts(in: .en)
        let known = Set(EmbeddedTemplates.all.keys)
        var templates: [String: String] = [:]
        for (name, source) in EmbeddedTemplates.all {
            templates[name] = try TemplateLibrary.prepare(source, name: name, texts: texts, known: known)
        }
        var walk = TagWalk(templates: templates)
        for page in SamplePage.all(texts) {
            walk.walk(
                type(of: page.view).template, stack: [["frame": ["csrf": "csrf-token"]] as [String: Any], page.view])
        }
        #expect(walk.missing.isEmpty)
    }

    @Test("no template prints a value unescaped")
    func escaping() {
        for (name, text) in EmbeddedTemplates.all {
            #expect(!text.contains("{{{") && !text.contains("{{&"), "\(name)")
        }
    }

    @Test("the hooks of the contract are there")
    func hooks() throws {
        let texts = renderer.texts(in: .en)
        let html = try Dictionary(
            uniqueKeysWithValues: SamplePage.all(texts).map { page in
                (page.name, try renderer.html(page.view, frame: page.frame(texts)))
            })
        let hooks: [String: [String]] = [
            "sign-in-manage": ["action=\"/manage/sign-in\"", "name=\"email\"", "name=\"password\""],
            "sign-in-developers": ["action=\"/developers/sign-in\"", "name=\"return\" value=\"tck_1\""],
            "second-factor": ["name=\"code\""],
            "developer-register": [
                "action=\"/developers/register\"", "name=\"name\"", "name=\"email\"", "name=\"password\"",
            ],
            "new-api-key": [
                "action=\"/manage/settings/api-keys\"", "name=\"name\"", "name=\"scope\" value=\"customers.read\"",
                "name=\"expires_at\"", "name=\"allowed_addresses\"", "name=\"api_version\"",
                "href=\"?preset=read#scopes\"",
            ],
            "api-keys": ["name=\"overlap\"", "/key_1/revoke\"", "/key_1/rotate\""],
            "api-key-created": ["<code id=\"api-key\" data-secret=\"api-key\">vdr_key_"],
            "connected-apps": ["/app_1/revoke\"", "/app_1/suspend\"", "/app_1/reinstate\""],
            "connected-app": ["/app_1/reinstate\"", "/app_1/grants/grt_1/revoke\"", "/audit?about=app_1\""],
            "audit": [
                "name=\"action\"", "name=\"actor\"", "name=\"object\"", "name=\"about\"", "name=\"from\"",
                "name=\"to\"",
            ],
            "consent": [
                "type=\"checkbox\" name=\"scope\" value=\"invoices.read\" checked",
                "<select id=\"portal\" name=\"portal\"",
                "type=\"hidden\" name=\"scope\" value=\"customers.read\"", "name=\"decision\" value=\"approve\"",
                "name=\"decision\" value=\"deny\"",
            ],
            "consent-one-portal": ["type=\"hidden\" name=\"portal\" value=\"bakkerij\""],
            "new-app": [
                "action=\"/developers/apps\"", "name=\"name\"", "name=\"description\"", "name=\"website\"",
                "name=\"type\" value=\"web\"", "name=\"profile\" value=\"strict\"", "name=\"redirect_uris\"",
                "name=\"scope\" value=\"customers.read\"", "name=\"required_scope\" value=\"customers.read\" checked",
            ],
            "edit-app": ["/edit\"", "name=\"name\"", "name=\"redirect_uris\"", "name=\"required_scope\""],
            "app-created": ["data-secret=\"client-id\">app_", "data-secret=\"client-secret\">vdr_secret_"],
            "developer-app": ["/secrets\"", "/secrets/sec_1/revoke\"", "/delete\"", "name=\"overlap\""],
            "app-secret-created": ["data-secret=\"client-secret\">vdr_secret_"],
        ]
        for (page, wanted) in hooks {
            for hook in wanted { #expect(html[page]?.contains(hook) == true, "\(page): \(hook)") }
        }
    }

    @Test("the language switch leads back to the page, encoded")
    func languageSwitch() throws {
        let page = MessagePage(heading: "a", text: "b")
        let frame = PageFrame(language: .en, title: "t", path: "/manage/customers?search=a&b=é")
        let html = try renderer.html(page, frame: frame)
        #expect(html.contains("href=\"/language?to=nl&amp;back=/manage/customers%3Fsearch%3Da%26b%3D%C3%A9\""))
        let fixed = try renderer.html(page, frame: PageFrame(language: .en, title: "t", path: nil))
        #expect(!fixed.contains("/language?"))
    }

    @Test("a website is a link only when it is plain http or https")
    func websites() {
        #expect(LinkView.website("https://apps.example/a?b#c")?.label == "apps.example")
        #expect(LinkView.website("HTTP://apps.example:8080")?.label == "apps.example:8080")
        for address in [
            "javascript:alert(1)", "https://", "https://a@b.example", "https://a\\@b.example", "//a.example", "",
        ] {
            #expect(LinkView.website(address) == nil, "\(address)")
        }
    }

    private static func values(of attribute: String, in html: String) -> [String] {
        html.split(separator: attribute, omittingEmptySubsequences: false).dropFirst().map {
            String($0.prefix { $0 != "\"" })
        }
    }
}
