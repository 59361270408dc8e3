import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

@Suite("API versions (checklist 230, contract 2.6, 7)", .timeLimit(.minutes(1)))
struct VersionTests {
    @Test("The header wins over the pin, the pin over the newest")
    func choice() async throws {
        try await withAPI { api async throws in
            let portal = Portal(id: api.a, slug: "alpha", name: "Alpha")
            let free = api.credentials.mint(in: portal, .all, version: nil)
            let pinned = api.credentials.mint(in: portal, .all, version: "1.0.0")
            #expect(try await api.send(.get, "/v1/me", token: free)["X-Version"] == "1.1.0")
            #expect(try await api.send(.get, "/v1/me", token: free)["X-Version-Latest"] == nil)
            #expect(try await api.send(.get, "/v1/me", token: free)["Link"] == nil)
            #expect(try await api.send(.get, "/v1/me", token: pinned)["X-Version"] == "1.0.0")
            #expect(
                try await api.send(.get, "/v1/me", token: pinned, headers: [("X-VERSION", "1.1.0")])["X-Version"]
                    == "1.1.0")
            #expect(
                try await api.send(.get, "/v1/me", token: free, headers: [("x-version", "1.0.0")])["X-Version"]
                    == "1.0.0")
        }
    }

    @Test(
        "Unknown, malformed, twice: 400 with the supported ones",
        arguments: [["2.0.0"], ["1"], ["v1.0.0"], [""], ["1.0.0", "1.0.0"]])
    func unknown(_ values: [String]) async throws {
        try await withAPI { api in
            let reply = try await api.send(.get, "/v1/me", headers: values.map { ("X-VERSION", $0) })
            #expect(reply.status == 400)
            #expect(reply["X-Version"] == "1.1.0")
            #expect(
                reply.body
                    == #"{"code":400,"message":"The API version is unknown.","supportedVersions":["1.0.0","1.1.0"]}"#)
        }
    }

    @Test("401 and 429 without a token speak the newest version")
    func withoutToken() async throws {
        try await withAPI(rateLimit: 1) { api in
            #expect(try await api.raw(.get, "/v1/me")["X-Version"] == "1.1.0")
            let limited = try await api.raw(.get, "/v1/me")
            #expect(limited.status == 429)
            #expect(limited["X-Version"] == "1.1.0")
        }
    }

    @Test("230: a retired version says so, and is refused after its end")
    func retired() async throws {
        let end = Timestamp(seconds: 1_798_758_000)  // 2026-12-31T23:00:00Z
        let old = APIVersion(1, 0, 0, deprecatedAt: Timestamp(seconds: 1_767_225_600), sunsetAt: end)
        try await withAPI(versions: APIVersions(old, newest: .v110)) { api in
            let before = try await api.send(.get, "/v1/me")
            #expect(before.status == 200)
            #expect(before["Deprecation"] == "@1767225600")
            #expect(before["Sunset"] == "Thu, 31 Dec 2026 23:00:00 GMT")
            api.clock.advance(seconds: Int(end - api.clock.now))
            let after = try await api.send(.get, "/v1/me")
            #expect(after.status == 400)
            #expect(after.json?["supportedVersions"] != nil)
            #expect(try await api.get("/v1/me").status == 200)
        }
    }

    @Test("1.0.0 has pages only: cursor is an unknown parameter")
    func cursors() async throws {
        try await withAPI { api in
            try await api.customer()
            try await api.customer()
            let old = try await api.get("/v1/customers?cursor=nonsense&per_page=1&page=2", version: "1.0.0")
            #expect(old.status == 200)
            #expect(old.json?["next_cursor"] == nil)
            #expect(old.text("first_page_url") == "\(APIBench.origin)/v1/customers?cursor=nonsense&per_page=1&page=1")
            let new = try await api.get("/v1/customers?per_page=1")
            #expect(new.text("next_cursor") != nil)
        }
    }
}
