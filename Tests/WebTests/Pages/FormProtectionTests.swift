import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Forms are of this browser and session, and well formed (O13, checklist 51)", .timeLimit(.minutes(2)))
struct FormProtectionTests {
    /// Every POST of the pages, with ids that need not exist: the check comes first.
    static let manage = [
        "/manage/sign-in", "/manage/sign-out", "/manage/invitation", "/manage/portal", "/manage/settings/api-keys",
        "/manage/settings/api-keys/key_00000000000000000000/revoke",
        "/manage/settings/api-keys/key_00000000000000000000/rotate",
        "/manage/settings/apps/app_00000000000000000000/revoke",
        "/manage/settings/apps/app_00000000000000000000/suspend",
        "/manage/settings/apps/app_00000000000000000000/reinstate",
    ]
    static let developers = [
        "/developers/register", "/developers/sign-in", "/developers/sign-out", "/developers/apps",
        "/developers/apps/app_00000000000000000000/secrets", "/developers/apps/app_00000000000000000000/delete",
        "/developers/apps/app_00000000000000000000/secrets/sec_00000000000000000000/revoke",
    ]

    @Test(
        "without, with a wrong, with another browser's, with the other portal's value: 403",
        arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            let developer = try await server.developer()
            let strangers = try await server.csrf(server.manage(as: server.cast.u2), "/manage")
            let (ownerToken, developerToken) = (
                try await server.csrf(owner, "/manage"), try await server.csrf(developer, "/developers/apps")
            )
            for (browser, paths, foreign) in [
                (owner, Self.manage, [strangers, developerToken]),
                (developer, Self.developers, [strangers, ownerToken]),
            ] {
                for path in paths {
                    for value in [nil, "", "wrong", String(repeating: "0", count: 64)] + foreign {
                        let fields: [Browser.FormFieldPair] = value.map { [("csrf", $0)] } ?? []
                        let answer = try await browser.post(
                            path, fields + [("name", "x"), ("scope", "customers.read")])
                        #expect(answer.status == .forbidden, "\(path) \(value ?? "none")")
                        #expect(answer.contains("This form is too old"))
                        #expect(answer.location == nil)
                    }
                }
            }
            #expect(try await owner.get("/manage").status == .ok, "nobody was signed out")
            #expect(try await server.useCases.apiKeys.list(in: server.cast.a.id).isEmpty)
        }
    }

    @Test(
        "the value of before the sign-in does not fit afterwards; without cookies none does",
        arguments: Backend.available)
    func otherSession(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let before = try await server.csrf(browser, "/manage/sign-in")
            try await server.signIn(browser, as: server.cast.u1)
            #expect(try await browser.post("/manage/sign-out", [("csrf", before)]).status == .forbidden)
            let after = try await server.csrf(browser, "/manage")
            #expect(try await server.browser().post("/manage/sign-out", [("csrf", after)]).status == .forbidden)
            #expect(try await browser.post("/manage/sign-out", [("csrf", after)]).status == .seeOther)
        }
    }

    @Test("repeated fields, other content types and broken encodings are 400, large bodies 413")
    func malformed() async throws {
        try await withServer(on: .sqlite) { server in
            let browser = try await server.manage()
            let csrf = try await server.csrf(browser, "/manage/settings/api-keys/new")
            let path = ServerUnderTest.keysPath
            let twice = try await browser.post(
                path, [("csrf", csrf), ("name", "one"), ("name", "two"), ("scope", "customers.read")])
            #expect(twice.status == .badRequest)
            #expect(try await browser.post(path, [("csrf", csrf), ("csrf", csrf)]).status == .badRequest)

            let cookies = browser.allCookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            func send(_ body: String, _ type: String?) async throws -> Answer {
                var headers: HTTPFields = [.cookie: cookies]
                headers[.contentType] = type
                return Answer(
                    try await server.http.executeRequest(
                        uri: path, method: .post, headers: headers, body: ByteBuffer(string: body)))
            }
            let form = "application/x-www-form-urlencoded"
            for (body, type) in [
                ("csrf=\(csrf)&name=%", form), ("csrf=\(csrf)&name=%ff", form), ("csrf=\(csrf)&name=%00", form),
                ("{\"csrf\":\"\(csrf)\"}", "application/json"), ("csrf=\(csrf)", nil),
                ("csrf=\(csrf)", "multipart/form-data"),
            ] {
                let answer = try await send(body, type)
                #expect(answer.status == .badRequest, "\(body) \(type ?? "")")
                #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            }
            #expect(
                try await send("csrf=\(csrf)&name=\(String(repeating: "x", count: 65_536))", form).status
                    == .contentTooLarge)
            #expect(try await server.useCases.apiKeys.list(in: server.cast.a.id).isEmpty)
            #expect(try await browser.get("/manage/settings/audit?actor=%ff").status == .badRequest)
        }
    }
}
