import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Web

/// Steps that several page tests take.
extension ServerUnderTest {
    static let keysPath = "/manage/settings/api-keys"
    static let appsPath = "/developers/apps"

    var useCases: UseCases { server.useCases }

    /// A browser in which `person` (else the owner of portal A) is signed in.
    func manage(as person: Cast.Person? = nil, language: String = "en") async throws -> Browser {
        let browser = browser(language: language)
        try await signIn(browser, as: person ?? cast.u1)
        return browser
    }

    /// A browser in which the developer of the fixtures is signed in.
    func developer() async throws -> Browser {
        let browser = browser()
        let answer = try await fill(
            browser, "/developers/sign-in", ["email": "developer@apps.example", "password": Cast.password])
        guard answer.status == .seeOther else { throw Unexpected("sign-in failed", answer) }
        return browser
    }

    /// A new developer who registered through the page, confirmed and signed in.
    func register(_ email: String, name: String = "Somebody Else") async throws -> Browser {
        let browser = browser()
        let answer = try await fill(
            browser, "/developers/register", ["name": name, "email": email, "password": "a long enough one"])
        guard answer.status == .ok else { throw Unexpected("registration failed", answer) }
        try await Cast.confirm(email, useCases)
        let entry = try await fill(browser, "/developers/sign-in", ["email": email, "password": "a long enough one"])
        guard entry.status == .seeOther else { throw Unexpected("sign-in failed", entry) }
        return browser
    }

    /// Opens a page, fills its form in, and submits it.
    func fill(
        _ browser: Browser, _ page: String, to action: String? = nil, _ values: [String: String],
        lists: [String: [String]] = [:]
    ) async throws -> Answer {
        let answer = try await browser.get(page)
        guard var form = answer.form(action ?? String(page.prefix { $0 != "?" })) else {
            throw Unexpected("no form", answer)
        }
        for (name, value) in values { form.set(name, value) }
        for (name, list) in lists { form.set(name, list) }
        return try await browser.submit(form)
    }

    /// The anti-forgery value of a page.
    func csrf(_ browser: Browser, _ page: String) async throws -> String {
        let answer = try await browser.get(page)
        guard let value = answer.forms.lazy.compactMap({ $0.value("csrf") }).first else {
            throw Unexpected("no form", answer)
        }
        return value
    }

    func makeKey(
        _ browser: Browser, name: String = "Bookkeeping", scopes: [String] = ["customers.read"]
    ) async throws -> String {
        let answer = try await fill(
            browser, "\(Self.keysPath)/new", to: Self.keysPath, ["name": name], lists: ["scope": scopes])
        guard let key = answer.body.secret("api-key") else { throw Unexpected("no key", answer) }
        return key
    }

    func firstKey(in portal: Portal? = nil) async throws -> APIKey {
        guard let key = try await useCases.apiKeys.list(in: (portal ?? cast.a).id).first else { throw NoKey() }
        return key
    }

    /// How many events of each kind the log of `scope` has.
    func events(_ action: String, in scope: String) async throws -> Int {
        try await auditActions(scope).count { $0 == action }
    }
}

struct NoKey: Error {}

extension Answer {
    func contains(_ text: String) -> Bool { body.contains(text) }
    /// The value of a `Set-Cookie` line by the cookie's name.
    func setCookie(_ name: String) -> String? { headers[values: .setCookie].first { $0.hasPrefix("\(name)=") } }
}
