import HTTPTypes
import Kernel
import TestSupport
import Testing

/// Bad input never gives a 500, a stack trace or a hang, wherever it is sent.
@Suite("Hostile input on every surface", .timeLimit(.minutes(5)))
struct HostileInputTests {
    private static let paths = [
        "/", "/language", "/manage", "/manage/sign-in", "/manage/invitation", "/manage/customers",
        "/manage/settings/api-keys",
        "/manage/settings/apps", "/manage/settings/audit", "/developers/register", "/developers/sign-in",
        "/developers/apps",
        "/manage/account", "/manage/account/second-factor", "/manage/account/second-factor/set-up",
        "/manage/settings/people", "/manage/account/password", "/manage/account/sessions", "/manage/forgot-password",
        "/manage/reset-password", "/developers/account/password", "/developers/reset-password",
        "/developers/confirm", "/oauth/authorize", "/oauth/authorize/resume", "/oauth/authorize/decision",
        "/oauth/authorize/switch", "/oauth/token", "/oauth/tokens", "/oauth/revoke", "/oauth/introspect", "/v1/me",
        "/v1/customers", "/v1/customers/cst_00000000000000000000", "/v1/customer-groups", "/openapi.json",
        "/.well-known/oauth-authorization-server", "/health/live", "/assets/nothing.css",
    ]

    private static let queries = [
        "", "a=1&a=2", "%", "%zz", "%00", "%ff%fe", "=", "&&&", "+", "ticket=x", "token=x", "page=0",
        "page=99999999999999999999",
        "cursor=%00", "return=//evil", "to=xx&back=//evil", String(repeating: "a", count: 20_000),
        (0..<2000).map { "p\($0)=\($0)" }.joined(separator: "&"),
    ]

    private static let bodies: [(type: String?, body: String)] = [
        (nil, ""), (nil, "x"), ("application/x-www-form-urlencoded", "%"),
        ("application/x-www-form-urlencoded", "a=%00&b=%ff"),
        ("application/x-www-form-urlencoded", "csrf=1&csrf=2"), ("application/json", "{"),
        ("application/json", "[[[[[["),
        ("application/json", String(repeating: "[", count: 100_000)), ("application/json", "{\"a\":1e999999}"),
        ("application/json", "{\"companyName\":\"\\ud800\"}"), ("multipart/form-data", "x"),
        ("application/json; charset=utf-16", "{}"), ("text/html", "<b>"),
        ("application/x-www-form-urlencoded", "email=" + String(repeating: "x", count: 1_100_000)),
    ]

    @Test("every path with strange queries and bodies, signed in and not", arguments: Backend.available)
    func everywhere(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let token = try await server.tokens(server.cast.c2).access
            let browser = server.browser()
            try await server.signIn(browser, as: server.cast.u1)
            for path in Self.paths {
                for query in Self.queries {
                    let uri = query.isEmpty ? path : "\(path)?\(query)"
                    let strange: HTTPFields = [
                        .authorization: "Bearer \(token)", .acceptLanguage: "nl;q=x,;;,*",
                        .cookie: "a=;=b;;voordeur_manage=x",
                    ]
                    for answer in [
                        try await browser.get(uri),
                        try await server.send(uri, "", type: nil, headers: strange, method: .get),
                    ] {
                        #expect(answer.status.code < 500, "GET \(uri.prefix(80))")
                        #expect(answer.location?.hasPrefix("//") != true)
                    }
                }
                for (type, body) in Self.bodies {
                    for method in [HTTPRequest.Method.post, .patch] {
                        let answer = try await server.send(
                            path, body, type: type, headers: [.authorization: "Bearer \(token)"], method: method)
                        #expect(answer.status.code < 500, "\(method) \(path) \(type ?? "-") \(body.prefix(30))")
                    }
                }
            }
            #expect(try await server.me(token).status == .ok, "and the server is still there")
        }
    }
}
